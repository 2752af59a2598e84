import type { TreeNode } from '../../src/protocol/tree';
import type { Host } from '../image/host';
import { TreeResults } from './tree-results';
import type { Found } from './tree-search';
import { TreeSearch } from './tree-search';
import { TreeTools } from './tree-tools';

export interface TreeFinderListener {
  /** What was found, or whether it is in sight, is another now. */
  onFound(): void;
  /** Another of what was found is the chosen one. */
  onSelect(): void;
  /** Shows a node in the tree, and puts the focus there. */
  onReveal(node: TreeNode): void;
  /** Puts the focus where the rows are. */
  onFocus(): void;
  onCollapse(): void;
}

/** The search field, the search, and what it found, which takes the place of the tree. */
export class TreeFinder {
  readonly tools: TreeTools;
  readonly results: TreeResults;
  readonly #search: TreeSearch;
  readonly #listener: TreeFinderListener;
  #shown = false;

  /** @param id tells its elements from those of other trees in the page. */
  constructor(host: Host, id: string, listener: TreeFinderListener) {
    this.#listener = listener;
    this.results = new TreeResults(id, () => listener.onSelect());
    this.#search = new TreeSearch(host, (found) => this.#onFound(found));
    this.tools = new TreeTools({
      onSearch: (text) => this.#search.search(text),
      onStep: (by) => this.#step(by),
      onEnter: () => this.#enter(),
      onLeave: () => listener.onFocus(),
      onResults: (shown) => {
        this.show(shown);
        listener.onFocus();
      },
      onCollapse: () => listener.onCollapse(),
    });
  }

  get busy(): boolean {
    return this.#search.busy;
  }

  get text(): string {
    return this.tools.text;
  }

  get found(): Found {
    return this.#search.found;
  }

  /** Whether what was found is in sight instead of the tree. */
  get shown(): boolean {
    return this.#shown;
  }

  /** Searches the tree of an HDU from now on, or none, for a text to begin with. */
  setTree(hdu: number | undefined, text = ''): void {
    this.tools.setText(text);
    this.#search.setTree(hdu);
    if (text !== '') {
      this.retry();
    }
  }

  /** Brings what was found in sight, or the tree. */
  show(shown: boolean): void {
    this.#shown = shown && this.found.is !== 'idle';
    this.results.list.element.hidden = !this.#shown;
    this.tools.show(this.found, this.#shown);
    this.#listener.onFound();
  }

  /** Searches again for what is in the field. */
  retry(): void {
    this.#search.search(this.text, 'once');
  }

  /** Ends the search. */
  leave(): void {
    this.tools.setText('');
    this.#search.search('');
    this.#listener.onFocus();
  }

  #onFound(found: Found): void {
    if (found.is === 'searching') {
      // What was found before stays until there is something else to see.
      this.tools.show(found, this.#shown);
      this.#listener.onFound();
      return;
    }
    const nodes = found.is === 'found' ? found.nodes : [];
    this.results.show(nodes, found.is === 'idle' ? '' : found.query);
    this.show(found.is !== 'idle');
  }

  #step(by: 1 | -1): void {
    if (this.#shown) {
      this.results.step(by);
    } else {
      this.show(true);
      this.#listener.onFocus();
    }
  }

  #enter(): void {
    const node = this.results.node ?? this.results.nodeAt(0);
    if (this.found.is === 'found' && node !== undefined) {
      this.#listener.onReveal(node);
    } else {
      this.retry();
    }
  }
}
