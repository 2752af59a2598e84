import { formatCount } from '../../src/protocol/figures';
import type { TreeNode } from '../../src/protocol/tree';
import type { Host } from '../image/host';
import { troubleOf } from '../image/host';
import { createButton } from '../ui/button';
import { element } from '../ui/dom';
import type { CopyForm } from './tree-copy';
import { kindText, pathText } from './tree-words';
import { visibleNodes } from './visible-text';

export interface DetailActions {
  onCopy(node: TreeNode, form: CopyForm): void;
  onOpen(node: TreeNode): void;
}

/** Characters of a value that are laid out; all of them are in the copy. */
const MOST_SHOWN = 100_000;

/** The chosen node in full, with buttons that copy it. */
export class TreeDetail {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #path = element('span', { class: 'tree-detail-path' });
  readonly #facts = element('p', { class: 'tree-detail-facts' });
  readonly #value = element('p', { class: 'tree-detail-value', attributes: { tabindex: '0' } });
  readonly #note = element('p', { class: 'tree-detail-note', attributes: { role: 'status' } });
  readonly #open: HTMLElement;
  #node: TreeNode | undefined;
  #stop = new AbortController();

  constructor(host: Host, actions: DetailActions) {
    this.#host = host;
    const copy = (form: CopyForm, label: string, title: string): HTMLElement =>
      createButton({
        label,
        title,
        onClick: () => this.#node && actions.onCopy(this.#node, form),
      }).element;
    this.#open = createButton({
      label: 'Open',
      title: 'Show this array (Enter)',
      look: 'primary',
      onClick: () => this.#node && actions.onOpen(this.#node),
    }).element;
    this.element = element(
      'div',
      { class: 'tree-detail', attributes: { role: 'group', 'aria-label': 'Chosen node' } },
      [
        this.#path,
        this.#facts,
        this.#value,
        this.#note,
        element('div', { class: 'tree-detail-buttons' }, [
          this.#open,
          copy('value', 'Copy value', 'Copy the value (Ctrl+C)'),
          copy('path', 'Copy path', 'Copy the keys from the root on'),
          copy('python', 'Copy as Python', 'Copy how Python reaches it, with af an open AsdfFile'),
        ]),
      ],
    );
    this.show(undefined, 0);
  }

  show(node: TreeNode | undefined, hdu: number): void {
    // Said at every change around it: what is read or marked of a node stays.
    if (node !== this.#node || node === undefined) {
      this.#show(node, hdu);
    }
  }

  #show(node: TreeNode | undefined, hdu: number): void {
    this.#stop.abort();
    this.#node = node;
    this.element.hidden = node === undefined;
    if (node === undefined) {
      return;
    }
    this.#open.hidden = node.line === undefined;
    this.#path.replaceChildren(...visibleNodes(pathText(node)));
    this.#facts.replaceChildren(...factsOf(node));
    this.#showValue(
      node.loop === undefined ? node.value : `same as ${pathText({ path: node.loop })}`,
    );
    this.#value.className = `tree-detail-value ${node.kind}`;
    this.#value.scrollTop = 0;
    this.#showNote('');
    if (node.cut) {
      void this.#readWhole(node, hdu);
    }
  }

  async #readWhole(node: TreeNode, hdu: number): Promise<void> {
    const stop = new AbortController();
    const { signal } = stop;
    this.#stop = stop;
    this.#showNote('Reading the rest…');
    try {
      const { text, cut } = await this.#host.request('treeText', { hdu, at: node.at }, { signal });
      if (!signal.aborted) {
        this.#showValue(text);
        const shown = Math.min(text.length, MOST_SHOWN);
        const all = cut ? `more than ${formatCount(text.length)}` : formatCount(text.length);
        this.#showNote(
          shown < text.length || cut
            ? `The first ${formatCount(shown)} of ${all} characters. Copy the value to have the rest.`
            : '',
        );
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        const why = [trouble.message, trouble.hint].filter(Boolean).join(' ');
        const retry = createButton({ label: 'Retry', onClick: () => this.#show(node, hdu) });
        this.#showNote(`The rest could not be read. ${why}`, [retry.element]);
      }
    }
  }

  #showValue(text: string): void {
    this.#value.hidden = text === '';
    this.#value.replaceChildren(...visibleNodes(text.slice(0, MOST_SHOWN), true));
  }

  #showNote(text: string, buttons: readonly HTMLElement[] = []): void {
    this.#note.hidden = text === '';
    this.#note.replaceChildren(element('span', { text }), ...buttons);
  }
}

function factsOf(node: TreeNode): Node[] {
  const { unit, tag } = node;
  return [
    element('span', {
      text: node.kind === 'text' && node.value === '' ? 'empty text' : kindText(node),
    }),
    ...(unit === undefined || unit === ''
      ? []
      : [element('span', {}, [document.createTextNode('unit '), ...visibleNodes(unit)])]),
    ...(tag === undefined ? [] : [element('span', {}, visibleNodes(tag))]),
  ];
}
