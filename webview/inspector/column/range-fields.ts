import type { Limits } from '../../../src/protocol/methods';
import { formatLimits, parseNumber } from '../../image/format';
import { element } from '../../ui/dom';
import { createTextField } from '../../ui/text-field';

/** Both ends of a range, to be typed. */
export class RangeFields {
  readonly element: HTMLElement;
  readonly #low;
  readonly #high;
  readonly #onRange: (range: Limits) => void;
  #range: Limits = { low: 0, high: 1 };

  constructor(onRange: (range: Limits) => void) {
    this.#onRange = onRange;
    this.#low = this.#field('From', 'low');
    this.#high = this.#field('To', 'high');
    this.element = element('div', { class: 'range-fields' }, [
      this.#low.element,
      element('span', { class: 'page-note', text: 'to', attributes: { 'aria-hidden': 'true' } }),
      this.#high.element,
    ]);
  }

  /** Leaves a field alone that is being typed in. */
  show(range: Limits): void {
    this.#range = range;
    const texts = formatLimits(range);
    for (const [field, text] of [
      [this.#low, texts.low],
      [this.#high, texts.high],
    ] as const) {
      if (!field.focused) {
        field.setValue(text);
        field.setInvalid(false);
      }
    }
  }

  #field(label: string, end: keyof Limits): ReturnType<typeof createTextField> {
    const field = createTextField({
      label,
      title: `${label}: an end of the range of the histogram`,
      onCommit: (text) => {
        const value = parseNumber(text);
        const range = { ...this.#range, [end]: value ?? Number.NaN };
        const sound = range.low < range.high;
        field.setInvalid(!sound);
        if (sound) {
          this.#onRange(range);
        }
      },
    });
    return field;
  }
}
