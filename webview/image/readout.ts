import type { PositionReply } from '../../src/protocol/position';
import type { MaskWords } from '../mask/mask-words';
import type { SkyStyle } from '../sky/position-words';
import { positionWords } from '../sky/position-words';
import { element, setText } from '../ui/dom';
import { icon } from '../ui/icons';
import { formatKind } from './format';
import type { Mode } from './mode';
import type { Position } from './view';
import './readout.css';

export interface ShownFigures {
  readonly kind: string;
  readonly step: number;
  /** Share of the overview that has been read, 0 to 1. */
  readonly done: number;
  readonly pending: boolean;
}

const KIND_HELP: Record<string, string> = {
  exact: 'Every screen pixel shows a pixel of the file.',
  averaged: 'Every screen pixel shows the mean of the pixels it stands for.',
  sampled: 'Every screen pixel shows one of the pixels it stands for; the others were not read.',
};

/** How long a value stands still before it is spoken, in milliseconds. */
const SPEAK_AFTER = 1000;

/** The line below: where the pointer is, what is there, and how the picture came to be. */
export class Readout {
  readonly element: HTMLElement;
  readonly #origin = element('button', { class: 'origin', attributes: { type: 'button' } });
  readonly #x = element('span', { class: 'coordinate', attributes: { 'data-field': 'x' } });
  readonly #y = element('span', { class: 'coordinate', attributes: { 'data-field': 'y' } });
  readonly #value = element('span', { class: 'value', attributes: { 'data-field': 'value' } });
  readonly #unit = element('span', { class: 'unit', attributes: { 'data-field': 'unit' } });
  readonly #sky = element('button', {
    class: 'sky',
    attributes: { type: 'button', 'data-field': 'sky' },
  });
  readonly #frame = element('span', { class: 'unit', attributes: { 'data-field': 'frame' } });
  /** Beside a position with which something is wrong. */
  readonly #doubt = element(
    'span',
    { class: 'doubt', attributes: { 'data-field': 'doubt', 'aria-hidden': 'true' } },
    [icon('warning')],
  );
  readonly #where = element('span', { class: 'readout-cell cell-sky' }, [
    this.#doubt,
    this.#sky,
    this.#frame,
  ]);
  readonly #maskNumber = element('span', {
    class: 'mask-number',
    attributes: { 'data-field': 'mask' },
  });
  readonly #maskNames = element('span', {
    class: 'mask-names',
    attributes: { 'data-field': 'mask-names' },
  });
  readonly #mask = element('span', { class: 'readout-cell cell-mask' }, [
    this.#maskNumber,
    this.#maskNames,
  ]);
  readonly #kind = element('span', { class: 'kind', attributes: { 'data-field': 'kind' } });
  readonly #size = element('span', { class: 'size', attributes: { 'data-field': 'size' } });
  readonly #spoken = element('span', { class: 'spoken', attributes: { role: 'status' } });
  #first: 0 | 1 = 1;
  #pixel: Position | undefined;
  /** What has been told of this pixel. */
  readonly #told = new Set<HTMLElement>();
  #position: PositionReply | undefined;
  #skyStyle: SkyStyle = 'sexagesimal';
  #speaking: ReturnType<typeof setTimeout> | undefined;

  /** Told when positions are written in the other way. */
  onSkyStyle: () => void = () => undefined;

  /** `onOrigin`: the user wants pixels counted from the other number. */
  constructor(onOrigin: () => void) {
    this.#origin.addEventListener('click', onOrigin);
    this.#sky.addEventListener('click', () => {
      this.skyStyle = this.#skyStyle === 'degrees' ? 'sexagesimal' : 'degrees';
      this.onSkyStyle();
    });
    const name = (text: string): HTMLElement => element('span', { class: 'name', text });
    this.element = element(
      'footer',
      { class: 'readout', attributes: { 'aria-label': 'Readout' } },
      [
        element('span', { class: 'readout-cell cell-pixel' }, [
          this.#origin,
          name('x'),
          this.#x,
          name('y'),
          this.#y,
        ]),
        this.#where,
        element('span', { class: 'readout-cell cell-value' }, [this.#value, this.#unit]),
        this.#mask,
        element('span', { class: 'spacer' }),
        element('span', { class: 'readout-cell cell-size' }, [this.#size]),
        element('span', { class: 'readout-cell cell-kind' }, [this.#kind]),
        this.#spoken,
      ],
    );
    this.setOrigin(1);
    this.setPixel(undefined);
    this.setMask(undefined);
    this.setPosition(undefined);
    this.setShown(undefined);
  }

  get skyStyle(): SkyStyle {
    return this.#skyStyle;
  }

  set skyStyle(style: SkyStyle) {
    this.#skyStyle = style;
    this.setPosition(this.#position);
  }

  /** Whether the first pixel is counted 1, as FITS does, or 0. */
  setOrigin(origin: 0 | 1): void {
    this.#first = origin;
    setText(this.#origin, origin === 1 ? 'FITS pixel' : 'pixel (0-based)');
    this.#origin.title =
      origin === 1
        ? 'The first pixel is (1, 1), as in the FITS standard. Click to count from 0.'
        : 'The first pixel is (0, 0), as in Python and C. Click to count from 1.';
    this.#showPixel();
  }

  /** The image pixel (0-based) to show, or undefined for none. */
  setPixel(pixel: Position | undefined): void {
    this.#pixel = pixel;
    this.#told.clear();
    clearTimeout(this.#speaking);
    this.#showPixel();
    if (pixel === undefined) {
      this.setValue('', undefined);
      this.setMask(undefined);
      this.setPosition(undefined);
    }
  }

  setValue(text: string, unit: string | undefined): void {
    setText(this.#value, text);
    setText(this.#unit, text === '' ? '' : (unit ?? ''));
    this.#value.title = text;
    this.#setFresh(this.#value);
    this.#speakSoon();
  }

  /** What the data-quality mask says of the pixel, or undefined where nothing is known of it. */
  setMask(words: MaskWords | undefined): void {
    this.#mask.hidden = words === undefined;
    this.#setFresh(this.#mask);
    const { number = '', names = '' } = words ?? {};
    setText(this.#maskNumber, names === '' ? number : `${number}:`);
    setText(this.#maskNames, names);
    this.#mask.title = names === '' ? number : `${number}: ${names}`;
    if (words !== undefined) {
      this.#speakSoon();
    }
  }

  /** Where the pixel is, or undefined where nothing is known of it. */
  setPosition(position: PositionReply | undefined): void {
    this.#position = position;
    const words = position && positionWords(position, this.#skyStyle);
    this.#where.hidden = words === undefined;
    this.#setFresh(this.#where);
    setText(this.#sky, words?.text ?? '');
    setText(this.#frame, words?.frame ?? '');
    this.#sky.title = words?.title ?? '';
    this.#doubt.hidden = words?.doubt !== true;
    this.#doubt.title = position?.problem ?? '';
    if (words !== undefined) {
      this.#speakSoon();
    }
  }

  /** What is on show belongs to another pixel than the one named, but for what has been told of that one. */
  setStale(): void {
    for (const part of [this.#value, this.#mask, this.#where]) {
      part.classList.toggle('stale', !this.#told.has(part));
    }
  }

  #setFresh(part: HTMLElement): void {
    this.#told.add(part);
    part.classList.remove('stale');
  }

  /** Pixels are only spoken of beside a picture. */
  setMode(mode: Mode): void {
    this.element.dataset['mode'] = mode;
  }

  setSize(text: string): void {
    setText(this.#size, text);
    this.#size.title = text;
  }

  setShown(shown: ShownFigures | undefined): void {
    if (shown === undefined) {
      setText(this.#kind, '');
      return;
    }
    const reading = shown.done < 1 ? ` · reading ${Math.floor(shown.done * 100)} %` : ' · reading';
    setText(this.#kind, formatKind(shown.kind, shown.step) + (shown.pending ? reading : ''));
    this.#kind.title = KIND_HELP[shown.kind] ?? '';
  }

  #speakSoon(): void {
    clearTimeout(this.#speaking);
    if (this.#value.textContent !== '') {
      this.#speaking = setTimeout(() => this.#speak(), SPEAK_AFTER);
    }
  }

  /** Tells screen readers what is under a pointer or a crosshair that has come to rest. */
  #speak(): void {
    const [x, y, value, unit] = [this.#x, this.#y, this.#value, this.#unit].map(
      (part) => part.textContent,
    );
    const mask = this.#mask.hidden ? '' : `, ${this.#mask.title}`;
    const doubt = this.#doubt.hidden ? '' : `. ${this.#doubt.title}`;
    const where = this.#where.hidden
      ? ''
      : `, ${this.#sky.textContent} ${this.#frame.textContent}${doubt}`;
    setText(this.#spoken, `x ${x}, y ${y}: ${value} ${unit}${mask}${where}`);
  }

  #showPixel(): void {
    const [x, y] = this.#pixel ?? [];
    setText(this.#x, x === undefined ? '–' : String(x + this.#first));
    setText(this.#y, y === undefined ? '–' : String(y + this.#first));
  }
}
