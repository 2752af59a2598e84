import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import { createTextField } from '../ui/text-field';
import { parseNumber } from './format';

/** Fields for the axes above the second: which plane of a cube is shown. */
export class SliceBar {
  readonly element = element('div', {
    class: 'slices',
    attributes: { role: 'group', 'aria-label': 'Slice' },
  });
  readonly #onChange: (slice: readonly number[]) => void;

  constructor(onChange: (slice: readonly number[]) => void) {
    this.#onChange = onChange;
    this.element.hidden = true;
  }

  /** Axes of length 1 have nothing to choose. `slice` is 0-based, shown from `origin`. */
  show(axes: readonly number[], slice: readonly number[], origin: 0 | 1): void {
    const fields = axes.flatMap((length, axis) =>
      length > 1 ? [this.#field(axes, slice, axis, origin)] : [],
    );
    this.element.replaceChildren(...fields);
    this.element.hidden = fields.length === 0;
  }

  #field(
    axes: readonly number[],
    slice: readonly number[],
    axis: number,
    origin: 0 | 1,
  ): HTMLElement {
    const length = axes[axis] ?? 1;
    const at = slice[axis] ?? 0;
    const name = `Axis ${axis + 3}`;
    const go = (to: number): void => {
      const bounded = Math.min(Math.max(Math.round(to), 0), length - 1);
      if (bounded === at) {
        field.setValue(String(at + origin));
      } else {
        this.#onChange(axes.map((_, other) => (other === axis ? bounded : (slice[other] ?? 0))));
      }
    };
    const field = createTextField({
      label: `${name}, ${origin} to ${length - 1 + origin}`,
      onCommit: (text) => go((parseNumber(text) ?? at + origin) - origin),
      onKey: ({ key }) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[key];
        if (step !== undefined) {
          go(at + step);
        }
        return step !== undefined;
      },
    });
    field.setValue(String(at + origin));
    field.element.dataset['axis'] = String(axis);
    const previous = createButton({
      label: `Previous on ${name.toLowerCase()}`,
      icon: 'previous',
      onClick: () => go(at - 1),
    });
    const next = createButton({
      label: `Next on ${name.toLowerCase()}`,
      icon: 'next',
      onClick: () => go(at + 1),
    });
    previous.setDisabled(at === 0);
    next.setDisabled(at === length - 1);
    return element('div', { class: 'slice' }, [
      element('span', { class: 'slice-name', text: name }),
      previous.element,
      field.element,
      element('span', { class: 'slice-count', text: `of ${length}` }),
      next.element,
    ]);
  }
}
