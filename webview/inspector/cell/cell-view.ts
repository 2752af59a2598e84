import { formatCount } from '../../../src/protocol/figures';
import type { CellReply, ColumnLine } from '../../../src/protocol/table';
import { element, setText } from '../../ui/dom';
import { float64s, valueText } from '../numbers';
import type { CellForm } from './cell-shape';
import { bitText, bitsText, cellForm, complexParts, placeText, valuesText } from './cell-shape';
import { CellLine } from './line-plot';
import { Preview } from './preview';
import { thinned } from './thin';
import { ValueList } from './value-list';

export interface CellContent {
  readonly column: ColumnLine;
  readonly reply: CellReply;
  readonly origin: 0 | 1;
}

/** Values drawn of a line at most. */
const MOST_DRAWN = 4000;

/** What is in a cell, in the way that suits it: a value, a line, a small picture, bits, and a list. */
export class CellView {
  readonly element: HTMLElement;
  readonly #value = element('p', { class: 'cell-content', attributes: { 'data-field': 'value' } });
  readonly #of = element('p', { class: 'page-note', attributes: { 'data-field': 'values' } });
  readonly #legend = element('p', { class: 'cell-legend' }, [
    element('span', { class: 'cell-legend-real', text: 'Real part' }),
    element('span', { class: 'cell-legend-imaginary', text: 'Imaginary part' }),
  ]);
  readonly #reading = element('p', {
    class: 'page-reading',
    attributes: { 'aria-live': 'polite', 'data-field': 'reading' },
  });
  readonly #line = new CellLine((point) => this.#read(point));
  readonly #preview = new Preview();
  readonly #list = new ValueList();
  readonly #cut = element('p', { class: 'page-note', attributes: { 'data-field': 'cut' } });
  #content: CellContent | undefined;
  #values: Float64Array = new Float64Array();
  /** Places of the values in the line. */
  #index: readonly number[] = [];

  constructor() {
    this.element = element('div', { class: 'cell-view' }, [
      this.#value,
      this.#of,
      this.#legend,
      this.#line.element,
      this.#reading,
      this.#preview.element,
      this.#list.element,
      this.#cut,
    ]);
    this.show(undefined);
  }

  show(content: CellContent | undefined): void {
    const { column, reply, origin } = content ?? {};
    if (reply === this.#content?.reply && origin === this.#content?.origin && reply) {
      return;
    }
    this.#content = content;
    this.element.hidden = content === undefined;
    if (content === undefined || column === undefined || reply === undefined) {
      return;
    }
    this.#values = float64s(reply.values);
    const form = cellForm(column, reply);
    const isDrawn = this.#draw(form, content);
    this.#value.hidden = form !== 'scalar' && form !== 'bits' && form !== 'empty';
    this.#value.classList.toggle('cell-words', isInWords(form, reply));
    setText(this.#value, this.#text(form, content));
    this.#of.hidden = form === 'scalar' || form === 'empty';
    setText(this.#of, form === 'bits' ? bitsText(reply.texts) : valuesText(reply, this.#values));
    this.#legend.hidden = form !== 'complex' || !isDrawn;
    this.#line.element.hidden = !isDrawn;
    this.#reading.hidden = !isDrawn;
    this.#preview.element.hidden = form !== 'picture';
    this.#list.element.hidden = this.#value.hidden === false && form !== 'bits';
    this.#list.show({ texts: reply.texts, shape: reply.shape, origin: content.origin });
    const listed = reply.texts.length;
    setText(
      this.#cut,
      listed < reply.count
        ? `The list has the first ${formatCount(listed)} of ${formatCount(reply.count)} values.`
        : '',
    );
    this.#read(undefined);
  }

  /** Draws the line or the picture; whether there is a line. */
  #draw(form: CellForm, { column, reply, origin }: CellContent): boolean {
    const name = `${column.name}, ${formatCount(reply.count)} values.`;
    if (form === 'line') {
      const { index, value } = thinned(this.#values, MOST_DRAWN);
      this.#index = index;
      const counted = index.map((i) => i + origin);
      this.#line.show({ index: counted, lines: [value], label: `Line plot of ${name}` });
      return value.some((each) => each !== null);
    }
    const parts = form === 'complex' ? complexParts(reply.texts) : undefined;
    if (parts !== undefined) {
      const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
      this.#index = parts.real.map((_, i) => i);
      this.#line.show({
        index: this.#index.map((i) => i + origin),
        lines: [parts.real.map(finite), parts.imaginary.map(finite)],
        label: `Real and imaginary part of ${name}`,
      });
      return true;
    }
    if (form === 'picture') {
      this.#preview.show(this.#values, reply.shape);
    }
    return false;
  }

  #text(form: CellForm, { column, reply }: CellContent): string {
    if (form === 'bits') {
      return bitText(reply.texts);
    }
    if (form === 'empty') {
      return 'The array in this cell has no elements.';
    }
    const text = reply.texts[0];
    if (text === undefined || text === null) {
      const { nullRule } = column;
      return nullRule === undefined
        ? 'The value is missing.'
        : `The value is missing: the file has ${nullRule} here.`;
    }
    return text === '' ? 'The text is empty.' : text;
  }

  #read(point: number | undefined): void {
    const { column, reply, origin } = this.#content ?? {};
    const at = point === undefined ? undefined : this.#index[point];
    if (column === undefined || reply === undefined || origin === undefined || at === undefined) {
      setText(this.#reading, '');
      return;
    }
    // Exact texts are there of the first elements only.
    const text =
      at < reply.texts.length
        ? (reply.texts[at] ?? 'missing')
        : valueText(this.#values[at] ?? Number.NaN, column.type);
    setText(this.#reading, `${placeText(at, reply.shape, origin)}: ${text}`);
  }
}

function isInWords(form: CellForm, { texts }: CellReply): boolean {
  return form === 'empty' || (form === 'scalar' && (texts[0] ?? '') === '');
}
