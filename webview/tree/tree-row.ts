import type { TreeNode } from '../../src/protocol/tree';
import { highlight } from '../header/search';
import { element } from '../ui/dom';
import { icon } from '../ui/icons';
import { hasChildren } from './tree-rows';
import { pathText, shortTag } from './tree-words';
import { visibleNodes, visibleText } from './visible-text';

/** A row of the tree. */
export interface RowLook {
  readonly id: string;
  readonly depth: number;
  /** Among so many siblings, 0-based. */
  readonly place: number;
  readonly siblings: number;
  readonly open: boolean;
}

/** Classes that say what a click on a part of a row does. */
export const TWISTY = 'tree-twisty';
export const OPEN = 'tree-open';
export const LOOP = 'tree-loop';

export function nodeRow(node: TreeNode, look: RowLook): HTMLElement {
  const inner = hasChildren(node);
  const row = treeItem(look, titleOf(node), [
    element('span', { class: TWISTY, attributes: { 'aria-hidden': 'true' } }, [
      ...(inner ? [icon('next')] : []),
    ]),
    element('span', { class: 'tree-key' }, visibleNodes(node.key)),
    ...(node.loop === undefined ? [valueCell(node, [])] : [loopCell(node.loop)]),
    ...unitCell(node),
    ...(node.tag === undefined
      ? []
      : [element('span', { class: 'tree-tag', text: visibleText(shortTag(node.tag)) })]),
    ...openCell(node),
  ]);
  if (inner) {
    row.ariaExpanded = String(look.open);
  }
  row.classList.toggle('inner', inner);
  return row;
}

/** A node that is still to come, or could not be read. */
export function emptyRow(look: RowLook, failed: boolean): HTMLElement {
  const text = failed ? 'could not be read' : 'loading…';
  const row = treeItem(look, '', [
    element('span', { class: TWISTY }),
    element('span', { class: 'tree-value', text }),
  ]);
  row.classList.add(failed ? 'failed' : 'loading');
  return row;
}

/** One node that a search found, what was searched for marked. */
export function foundRow(
  node: TreeNode,
  query: string,
  { id, place, siblings }: Omit<RowLook, 'depth' | 'open'>,
): HTMLElement {
  return element(
    'div',
    {
      class: 'tree-row tree-found',
      title: titleOf(node),
      attributes: {
        id,
        role: 'option',
        'aria-posinset': String(place + 1),
        'aria-setsize': String(siblings),
      },
    },
    [
      element('span', { class: 'tree-path' }, [
        // From the end: where there is no room for all of it, the key is what tells.
        element('bdi', {}, marked(pathText(node), [query])),
      ]),
      valueCell(node, [query]),
      ...unitCell(node),
    ],
  );
}

function treeItem(look: RowLook, title: string, children: readonly Node[]): HTMLElement {
  const { id, depth, place, siblings } = look;
  const row = element(
    'div',
    {
      class: 'tree-row',
      title,
      attributes: {
        id,
        role: 'treeitem',
        'aria-level': String(depth + 1),
        'aria-posinset': String(place + 1),
        'aria-setsize': String(siblings),
      },
    },
    children,
  );
  row.style.setProperty('--depth', String(depth));
  return row;
}

function valueCell(node: TreeNode, words: readonly string[]): HTMLElement {
  const { kind, value, cut } = node;
  const empty = kind === 'text' && value === '';
  const cell = element('span', { class: `tree-value ${kind}` }, [
    ...(empty ? [document.createTextNode("''")] : marked(value, words)),
    ...(cut ? [document.createTextNode('…')] : []),
  ]);
  return measured(cell);
}

/** How long a text is, for the style sheet: what is short keeps its place beside a long key. */
function measured(cell: HTMLElement): HTMLElement {
  cell.style.setProperty('--chars', String(cell.textContent?.length ?? 0));
  return cell;
}

function loopCell(loop: string): HTMLElement {
  const text = `same as ${visibleText(pathText({ path: loop }))}`;
  const cell = element('span', { class: 'tree-value' }, [
    document.createTextNode('→ '),
    element('span', { class: LOOP, text, title: 'Go there (Enter)' }),
  ]);
  return measured(cell);
}

function unitCell({ unit }: TreeNode): HTMLElement[] {
  return unit === undefined || unit === ''
    ? []
    : [element('span', { class: 'tree-unit' }, visibleNodes(unit))];
}

function openCell({ line }: TreeNode): HTMLElement[] {
  return line === undefined
    ? []
    : [
        element('button', {
          class: OPEN,
          text: 'Open',
          title: 'Show this array (Enter)',
          attributes: { type: 'button', tabindex: '-1' },
        }),
      ];
}

function titleOf(node: TreeNode): string {
  return [pathText(node), node.value, node.tag ?? ''].filter(Boolean).map(visibleText).join('\n');
}

function marked(text: string, words: readonly string[]): Node[] {
  return words.every((word) => word === '')
    ? visibleNodes(text)
    : highlight(text, words).flatMap((piece) =>
        piece.marked ? [element('mark', {}, visibleNodes(piece.text))] : visibleNodes(piece.text),
      );
}
