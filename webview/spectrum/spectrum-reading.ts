import type { AxisLine, PlaneRef } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import { LatestOnly } from '../image/latest';
import { element, setText } from '../ui/dom';
import type { LineData } from './line-data';
import { binPixels } from './line-data';
import { pixelText, placeText, valueText } from './spectrum-text';

/** How long the pointer rests on a pixel before its exact value is asked for, in milliseconds. */
const REST = 60;

export interface Reading {
  readonly ref: PlaneRef;
  readonly data: LineData;
  readonly bin: number;
  readonly axis: AxisLine | undefined;
  readonly unit: string | undefined;
  readonly origin: 0 | 1;
}

/** What is under the cursor: the pixel, what it stands for, and its value, exact once the host has told it. */
export class SpectrumReading {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #hint = element('span', {
    class: 'spectrum-hint',
    text: 'Drag to zoom, Shift + drag to move, double-click for the whole line.',
  });
  readonly #pixel = element('span', { attributes: { 'data-field': 'pixel' } });
  readonly #place = element('span', { attributes: { 'data-field': 'place' } });
  readonly #value = element('span', { attributes: { 'data-field': 'value' } });
  readonly #latest: LatestOnly<{ readonly ref: PlaneRef; readonly x: number }>;
  /** The pixel whose exact value was told last, of the line it was asked for. */
  #exact: { readonly key: string; readonly text: string } | undefined;
  #reading: Reading | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.element = element(
      'p',
      { class: 'spectrum-reading', attributes: { 'aria-live': 'polite' } },
      [this.#hint, this.#pixel, this.#place, this.#value],
    );
    this.#latest = new LatestOnly(async ({ ref, x }, signal) => {
      try {
        const { text } = await this.#host.request('value', { ...ref, x, y: 0 }, { signal });
        this.#exact = { key: keyOf(ref, x), text };
        this.show(this.#reading);
      } catch {
        // What the plot knows of the pixel stays; a failure to read is told where the line is read.
      }
    });
  }

  show(reading: Reading | undefined): void {
    this.#reading = reading;
    clearTimeout(this.#rest);
    this.#hint.hidden = reading !== undefined;
    if (reading === undefined) {
      this.#latest.cancel();
      for (const part of [this.#pixel, this.#place, this.#value]) {
        setText(part, '');
      }
      return;
    }
    const { ref, data, bin, axis, unit, origin } = reading;
    const pixels = binPixels(data, bin);
    setText(this.#pixel, pixelText(pixels, origin));
    setText(this.#place, placeText(axis, pixels));
    const known = this.#exact?.key === keyOf(ref, pixels.x0) ? this.#exact.text : undefined;
    if (data.step === 1 && known !== undefined) {
      setText(this.#value, unit === undefined ? known : `${known} ${unit}`);
      return;
    }
    setText(this.#value, valueText(data, bin, unit));
    if (data.step === 1) {
      this.#rest = setTimeout(() => this.#latest.push({ ref, x: pixels.x0 }), REST);
    }
  }

  /** Another line: nothing of this one is true of it. */
  clear(): void {
    this.#exact = undefined;
    this.show(undefined);
  }
}

function keyOf(ref: PlaneRef, x: number): string {
  return `${JSON.stringify(ref)} ${x}`;
}
