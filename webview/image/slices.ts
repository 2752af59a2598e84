import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { createTextField } from '../ui/text-field';
import { parseNumber } from './format';

interface Field {
  readonly element: HTMLElement;
  /** Shows where the axis stands now. */
  update(): void;
}

/** Fields for the axes above the second: which plane of a cube is shown. */
export class SliceBar {
  readonly element = element('div', {
    class: 'slices',
    attributes: { role: 'group', 'aria-label': 'Slice' },
  });
  readonly #onChange: (slice: readonly number[]) => void;
  #axes: readonly number[] = [];
  #slice: readonly number[] = [];
  #origin: 0 | 1 = 1;
  #fields: readonly Field[] = [];

  constructor(onChange: (slice: readonly number[]) => void) {
    this.#onChange = onChange;
    this.element.hidden = true;
  }

  /** Axes of length 1 have nothing to choose. `slice` is 0-based, shown from `origin`. */
  show(axes: readonly number[], slice: readonly number[], origin: 0 | 1): void {
    const same = origin === this.#origin && axes.join() === this.#axes.join();
    this.#axes = axes;
    this.#slice = slice;
    this.#origin = origin;
    if (!same) {
      // Only then made anew: who steps through a cube by the keyboard keeps the focus.
      this.#fields = axes.flatMap((length, axis) =>
        length > 1 ? [this.#field(axis, length)] : [],
      );
      this.element.replaceChildren(...this.#fields.map((field) => field.element));
      this.element.hidden = this.#fields.length === 0;
    }
    this.#fields.forEach((field) => field.update());
  }

  #field(axis: number, length: number): Field {
    const origin = this.#origin;
    const at = (): number => this.#slice[axis] ?? 0;
    const name = `Axis ${axis + 3}`;
    const go = (to: number): void => {
      const bounded = Math.min(Math.max(Math.round(to), 0), length - 1);
      if (bounded !== at()) {
        this.#slice = this.#axes.map((_, other) =>
          other === axis ? bounded : (this.#slice[other] ?? 0),
        );
        this.#onChange(this.#slice);
      }
      update();
    };
    const field = createTextField({
      label: `${name}, ${origin} to ${length - 1 + origin}`,
      onCommit: (text) => go((parseNumber(text) ?? at() + origin) - origin),
      onKey: ({ key }) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[key];
        if (step !== undefined) {
          go(at() + step);
        }
        return step !== undefined;
      },
    });
    field.element.dataset['axis'] = String(axis);
    const previous = createButton({
      label: `Previous on ${name.toLowerCase()}`,
      icon: 'previous',
      onClick: () => go(at() - 1),
    });
    const next = createButton({
      label: `Next on ${name.toLowerCase()}`,
      icon: 'next',
      onClick: () => go(at() + 1),
    });
    const update = (): void => {
      field.setValue(String(at() + origin));
      previous.setDisabled(at() === 0);
      next.setDisabled(at() === length - 1);
    };
    const parts = element('div', { class: 'slice' }, [
      element('span', { class: 'slice-name', text: name }),
      previous.element,
      field.element,
      element('span', { class: 'slice-count', text: `of ${length}` }),
      next.element,
    ]);
    return { element: parts, update };
  }
}
