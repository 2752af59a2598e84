import { formatBytes, formatShare } from '../../src/protocol/figures';
import type { PixelBox } from '../image/view';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import type { Context } from './context';
import { StatisticsRun } from './statistics-run';
import type { StatisticsColumn, StatisticsRow } from './statistics-text';
import {
  approximateRows,
  boxText,
  bytesOf,
  pixelText,
  sameBox,
  statisticsRows,
} from './statistics-text';

export interface SectionOptions {
  readonly title: string;
  /** In the middle of a sentence: `the view`. */
  readonly name: string;
  /** Whether the overview is of the same pixels, so that its quantiles say something meanwhile. */
  readonly hasOverview: boolean;
  readonly onChange: () => void;
}

/** Statistics of one box: the numbers, what they are of, what more would cost, and how far it is. */
export class StatisticsSection {
  readonly element: HTMLElement;
  readonly run: StatisticsRun;
  readonly #context: Context;
  readonly #options: SectionOptions;
  readonly #of = element('p', { class: 'page-note', attributes: { 'data-field': 'of' } });
  readonly #rows = element('table', { class: 'statistics' });
  readonly #trouble = element('p', { class: 'page-trouble', attributes: { role: 'alert' } });
  readonly #offer = element('div', { class: 'page-offer' });
  readonly #progress = element('div', { class: 'progress', attributes: { role: 'progressbar' } });
  readonly #bar = element('div', { class: 'progress-bar' });
  readonly #share = element('span', { class: 'page-note progress-text' });
  readonly #reading: HTMLElement;
  #drawn = '';
  #offered = '';
  #offeredBox: PixelBox | undefined;

  constructor(context: Context, options: SectionOptions) {
    this.#context = context;
    this.#options = options;
    this.run = new StatisticsRun(context, options.onChange);
    this.#progress.append(this.#bar);
    this.#progress.setAttribute('aria-label', `Reading ${options.name}`);
    const cancel = createButton({
      label: 'Cancel',
      onClick: () => {
        this.run.cancel();
        options.onChange();
      },
    });
    this.#reading = element('div', { class: 'page-reading-on' }, [
      this.#progress,
      this.#share,
      cancel.element,
    ]);
    this.#rows.setAttribute('aria-label', `Statistics of ${options.name}`);
    this.element = element('section', { class: 'statistics-section' }, [
      element('h3', { text: options.title }),
      this.#of,
      this.#rows,
      this.#reading,
      this.#trouble,
      this.#offer,
    ]);
  }

  /** @param settled whether the picture itself is complete, so that more may be read. */
  update(box: PixelBox, settled: boolean): void {
    if (settled) {
      this.run.follow(box);
    }
    this.#showRows(box);
    this.#showProgress();
    this.#showTrouble(box);
    this.#showOffer(box);
  }

  /** The exact statistics for the copy, if there are any. */
  column(origin: 0 | 1): StatisticsColumn | undefined {
    const { result } = this.run;
    return (
      result && {
        title: `${this.#options.title}: ${boxText(result.box, origin)}`,
        rows: statisticsRows(result.reply),
      }
    );
  }

  #showRows(box: PixelBox): void {
    const { result } = this.run;
    const { origin } = this.#context.focus;
    const { quantiles } = this.#context.subject;
    const outdated = result !== undefined && !sameBox(result.box, box);
    this.element.classList.toggle('outdated', outdated);
    if (result !== undefined) {
      const of = `of ${boxText(result.box, origin)}`;
      setText(this.#of, outdated ? `${of}: the view has moved` : of);
      this.#draw(statisticsRows(result.reply));
    } else if (this.#options.hasOverview && quantiles !== undefined) {
      setText(this.#of, this.#approximateOf(box));
      this.#draw(approximateRows(quantiles));
    } else {
      setText(this.#of, `of ${boxText(box, origin)}`);
      this.#draw([]);
    }
  }

  #approximateOf(box: PixelBox): string {
    const { valuesKind } = this.#context.subject;
    const of = `of ${boxText(box, this.#context.focus.origin)}`;
    const from = { exact: 'every pixel', sampled: 'the sampled values', averaged: 'averages' };
    return valuesKind === undefined ? of : `${of}, from ${from[valuesKind]}`;
  }

  #draw(rows: readonly StatisticsRow[]): void {
    const { origin } = this.#context.focus;
    const key = JSON.stringify([origin, rows]);
    if (key !== this.#drawn) {
      this.#drawn = key;
      this.#rows.replaceChildren(...rows.map((row) => this.#row(row, origin)));
    }
  }

  #row({ name, text, exact, pixel }: StatisticsRow, origin: 0 | 1): HTMLElement {
    const value = element('td', { title: exact }, [element('span', { text })]);
    if (pixel !== undefined) {
      const at = pixelText(pixel, origin);
      const go = element('button', {
        class: 'link',
        text: at,
        title: 'Show this pixel',
        attributes: { type: 'button', 'aria-label': `${name} at ${at}: show this pixel` },
      });
      go.addEventListener('click', () => this.#context.onGoTo(pixel));
      value.append(go);
    }
    return element('tr', { attributes: { 'data-row': name } }, [
      element('th', { text: name, attributes: { scope: 'row' } }),
      value,
    ]);
  }

  #showProgress(): void {
    const { running } = this.run;
    const { plane } = this.#context.subject;
    this.#reading.hidden = running === undefined;
    if (running === undefined || plane === undefined) {
      return;
    }
    const { pixels, pixelsInBox } = running.reply ?? { pixels: 0, pixelsInBox: 1 };
    const bytes = bytesOf(running.box, plane);
    const share = pixels / Math.max(1, pixelsInBox);
    const percent = Math.floor(share * 100);
    this.#bar.style.width = `${share * 100}%`;
    this.#progress.setAttribute('aria-valuenow', String(percent));
    this.#progress.setAttribute('aria-valuetext', `${percent} %`);
    setText(this.#share, formatShare(Math.round(bytes * share), bytes));
  }

  #showTrouble(box: PixelBox): void {
    const { failed } = this.run;
    const shown = failed !== undefined && sameBox(failed.box, box);
    this.#trouble.hidden = !shown;
    const { message, hint } = failed?.trouble ?? { message: '', hint: undefined };
    setText(this.#trouble, shown ? [message, hint].filter(Boolean).join(' ') : '');
  }

  /** A button that says what it costs, where the numbers do not come by themselves. */
  #showOffer(box: PixelBox): void {
    const { running, result, failed } = this.run;
    const { plane } = this.#context.subject;
    const again = sameBox(failed?.box, box);
    const wanted =
      running === undefined &&
      !sameBox(result?.box, box) &&
      plane !== undefined &&
      (again || !this.run.isFree(box));
    const text =
      wanted && plane !== undefined
        ? `${again ? 'Retry: read' : 'Read'} ${formatBytes(bytesOf(box, plane))} for exact statistics of ${this.#options.name}`
        : '';
    if (text === this.#offered && sameBox(this.#offeredBox, box)) {
      return;
    }
    this.#offered = text;
    this.#offeredBox = box;
    const onClick = (): void => this.run.ask(box);
    this.#offer.replaceChildren(
      ...(text === '' ? [] : [createButton({ label: text, onClick }).element]),
    );
  }
}
