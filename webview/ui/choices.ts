import type { Choice } from './dropdown';
import { element } from './dom';
import { icon } from './icons';
import { rove } from './roving';

export interface ChoicesOptions<V extends string> {
  readonly label: string;
  readonly choices: readonly Choice<V>[];
  /** Something before the label of a choice, such as a swatch. */
  readonly adorn?: (value: V) => Node;
  /** `settled` is false while the arrow keys try one after the other. */
  readonly onChoose: (value: V, settled: boolean) => void;
}

export interface ChoicesControl<V extends string> {
  readonly element: HTMLElement;
  setValue(value: V): void;
  focus(): void;
}

/** A list of which one is chosen; arrow keys choose at once, so that the effect is seen. */
export function createChoices<V extends string>(options: ChoicesOptions<V>): ChoicesControl<V> {
  const { label, choices, adorn } = options;
  const rows = choices.map((choice) =>
    element('div', { class: 'menu-row', attributes: { role: 'radio', tabindex: '-1' } }, [
      element('span', { class: 'row-check' }, [icon('check')]),
      ...(adorn === undefined ? [] : [adorn(choice.value)]),
      element('span', { class: 'row-label', text: choice.label }),
    ]),
  );
  const list = element(
    'div',
    { class: 'menu-list', attributes: { role: 'radiogroup', 'aria-label': label } },
    rows,
  );
  let chosen = 0;
  const show = (at: number): void => {
    chosen = at;
    rows.forEach((row, index) => {
      row.setAttribute('aria-checked', String(index === at));
      row.tabIndex = index === Math.max(at, 0) ? 0 : -1;
    });
  };
  const choose = (at: number, settled: boolean): void => {
    const choice = choices[at];
    if (choice !== undefined) {
      show(at);
      options.onChoose(choice.value, settled);
    }
  };
  list.addEventListener('click', (event) => {
    choose(
      rows.findIndex((row) => event.composedPath().includes(row)),
      true,
    );
  });
  list.addEventListener('keydown', (event) => {
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = rove(event.key, at, rows.length);
    if (to !== undefined) {
      event.preventDefault();
      rows[to]?.focus();
      choose(to, false);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose(at, true);
    }
  });
  show(-1);
  return {
    element: list,
    setValue: (value) => show(choices.findIndex((choice) => choice.value === value)),
    focus: () => rows[Math.max(chosen, 0)]?.focus(),
  };
}
