import type { TreeNode } from '../../src/protocol/tree';
import type { Host, Trouble } from '../image/host';
import { troubleOf } from '../image/host';

/** A search begins when nothing was typed for so long, in milliseconds. */
const PAUSE = 150;

/** What a search came to. */
export type Found =
  /** Nothing is searched for. */
  | { readonly is: 'idle' }
  | { readonly is: 'searching'; readonly query: string }
  | {
      readonly is: 'found';
      readonly query: string;
      readonly nodes: readonly TreeNode[];
      readonly more: boolean;
    }
  | { readonly is: 'failed'; readonly query: string; readonly trouble: Trouble };

/** Searches a tree while one types: only what was typed last counts, the search before it is given up. */
export class TreeSearch {
  readonly #host: Host;
  readonly #onFound: (found: Found) => void;
  #hdu: number | undefined;
  #found: Found = { is: 'idle' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  constructor(host: Host, onFound: (found: Found) => void) {
    this.#host = host;
    this.#onFound = onFound;
  }

  get found(): Found {
    return this.#found;
  }

  get busy(): boolean {
    return this.#found.is === 'searching';
  }

  /** Searches another tree from now on, or none; what was found is forgotten. */
  setTree(hdu: number | undefined): void {
    this.#hdu = hdu;
    this.search('');
  }

  /** @param at once, or when typing pauses. */
  search(text: string, at: 'once' | 'pause' = 'pause'): void {
    const query = text.trim();
    clearTimeout(this.#timer);
    this.#stop.abort();
    if (query === '' || this.#hdu === undefined) {
      this.#tell({ is: 'idle' });
      return;
    }
    this.#tell({ is: 'searching', query });
    const stop = new AbortController();
    this.#stop = stop;
    const run = (): void => void this.#run(query, stop.signal);
    this.#timer = setTimeout(run, at === 'once' ? 0 : PAUSE);
  }

  async #run(query: string, signal: AbortSignal): Promise<void> {
    try {
      const params = { hdu: this.#hdu ?? 0, text: query };
      const { nodes, more } = await this.#host.request('treeSearch', params, { signal });
      if (!signal.aborted) {
        this.#tell({ is: 'found', query, nodes, more });
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#tell({ is: 'failed', query, trouble });
      }
    }
  }

  #tell(found: Found): void {
    this.#found = found;
    this.#onFound(found);
  }
}
