import type { ColumnLine } from '../../src/protocol/table';
import { element } from '../ui/dom';
import { createPopover } from '../ui/popover';
import { examples } from './filter-words';

export interface FilterHelp {
  readonly element: HTMLElement;
  setColumns(columns: readonly ColumnLine[]): void;
}

/** A button that shows what can be asked for, in the names of the table; an example can be taken over. */
export function createFilterHelp(onTake: (filter: string) => void): FilterHelp {
  const list = element('div', { class: 'filter-examples' });
  const popover = createPopover({
    label: 'Help on filters',
    title: 'What a filter can say',
    kind: 'dialog',
    content: [
      list,
      element('p', {
        class: 'popover-note',
        text: 'Missing and NaN values match no comparison. Names with blanks or signs go in backquotes: `my name`. An element of an array: spectrum[0]. Angles in functions are in radians: sin(rad(dec)).',
      }),
    ],
    onOpen: () => list.querySelector('button')?.focus(),
  });
  popover.button.classList.add('help-button');
  popover.setText('?');
  popover.button.setAttribute('aria-label', 'Help on filters');
  return {
    element: popover.element,
    setColumns: (columns) => {
      list.replaceChildren(
        ...examples(columns).map(({ filter, does }) => {
          const button = element(
            'button',
            { class: 'filter-example', title: 'Take this over', attributes: { type: 'button' } },
            [element('code', { text: filter }), element('span', { text: does })],
          );
          button.addEventListener('click', () => {
            popover.close();
            onTake(filter);
          });
          return button;
        }),
      );
    },
  };
}
