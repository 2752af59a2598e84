import type { ProductLine } from '../../../src/protocol/search';
import { element } from '../../ui/dom';
import type { IconName } from '../../ui/icons';
import { icon } from '../../ui/icons';
import { kindWords, nameParts, placeTitle, placeWords } from './product-words';

export interface ProductRowActions {
  onOpen(product: ProductLine): void;
  onDownload(product: ProductLine): void;
  /** At a point of the page. */
  onMenu(product: ProductLine, x: number, y: number): void;
}

/** A product: its name, what it is, where it is, and what can be done with it. */
export function createProductRow(product: ProductLine, actions: ProductRowActions): HTMLElement {
  const { name, description, place, viewable } = product;
  const kind = kindWords(product);
  const where = placeWords(product);
  const [head, tail] = nameParts(name);
  const row = element(
    'div',
    {
      class: 'product-row',
      attributes: {
        role: 'option',
        tabindex: '-1',
        'aria-selected': 'false',
        'aria-label': [name, kind, where].filter((word) => word !== '').join(', '),
      },
    },
    [
      icon(viewable ? 'picture' : 'empty'),
      element('span', { class: 'product-name', title: [name, description].join('\n').trim() }, [
        element('span', { class: 'product-head', text: head }),
        element('span', { class: 'product-tail', text: tail }),
      ]),
      element('span', { class: 'product-kind', text: kind, title: kind }),
      element('span', {
        class: `product-place product-place-${place.kind}`,
        text: where,
        title: placeTitle(product),
      }),
      element('span', { class: 'product-buttons', attributes: { 'aria-hidden': 'true' } }, [
        ...(viewable ? [button('enlarge', 'Open in viewer', () => actions.onOpen(product))] : []),
        button('download', 'Download', () => actions.onDownload(product)),
        button('more', 'More', (at) => {
          const { left, bottom } = at.getBoundingClientRect();
          actions.onMenu(product, left, bottom);
        }),
      ]),
    ],
  );
  row.addEventListener('dblclick', () => openOrDownload(product, actions));
  row.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    actions.onMenu(product, event.clientX, event.clientY);
  });
  return row;
}

/** What Enter and a double click do. */
export function openOrDownload(product: ProductLine, actions: ProductRowActions): void {
  if (product.viewable) {
    actions.onOpen(product);
  } else {
    actions.onDownload(product);
  }
}

/** For the mouse; the keyboard has the keys of the row, and its menu. */
function button(
  name: IconName,
  title: string,
  onClick: (button: HTMLButtonElement) => void,
): HTMLButtonElement {
  const made = element('button', { title, attributes: { type: 'button', tabindex: '-1' } }, [
    icon(name),
  ]);
  made.addEventListener('click', (event) => {
    event.stopPropagation();
    onClick(made);
  });
  made.addEventListener('dblclick', (event) => event.stopPropagation());
  return made;
}
