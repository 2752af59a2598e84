import type { TreeNode } from '../../src/protocol/tree';
import type { Host, Trouble } from '../image/host';
import { troubleOf } from '../image/host';
import { LruByBytes } from '../image/lru';
import type { Branch } from './branch';

/** Children that are asked for together. */
export const PAGE_NODES = 200;
/** Nodes that are kept: what is in sight is a hundred, what somebody goes back to a few thousand. */
const MOST_KEPT = 50_000;
const MOST_FLIGHTS = 3;
/** While one scrolls past by the screen, nothing is asked for until that pauses, in milliseconds. */
const SETTLE = 80;

/** Children of one branch that are asked for together. */
export interface NodePage {
  readonly branch: Branch;
  readonly page: number;
}

interface Flight {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  /** How many wait for it besides those who look at the rows. */
  pins: number;
}

const keyOf = ({ branch, page }: NodePage): string => `${branch.key}/${page}`;

/** The nodes of a tree that are in sight: asked for by the page, kept while there is room. */
export class NodePages {
  readonly #host: Host;
  readonly #hdu: number;
  readonly #onNodes: () => void;
  readonly #pages = new LruByBytes<string, readonly TreeNode[]>(MOST_KEPT);
  readonly #flights = new Map<string, Flight>();
  readonly #troubles = new Map<string, Trouble>();
  #wanted: readonly NodePage[] = [];
  #jumpedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  /** @param onNodes is told when nodes came, or failed to. */
  constructor(host: Host, hdu: number, onNodes: () => void) {
    this.#host = host;
    this.#hdu = hdu;
    this.#onNodes = onNodes;
  }

  /** Whether nodes are still to come. */
  get busy(): boolean {
    return this.#flights.size > 0 || this.#timer !== undefined;
  }

  /** Why some nodes in sight are not here. */
  get trouble(): Trouble | undefined {
    return this.#wanted
      .map((page) => this.#troubles.get(keyOf(page)))
      .find((trouble) => trouble !== undefined);
  }

  /** The child of a branch, while it is here. */
  node(branch: Branch, place: number): TreeNode | undefined {
    const page = Math.floor(place / PAGE_NODES);
    return this.#pages.get(keyOf({ branch, page }))?.[place % PAGE_NODES];
  }

  failed(branch: Branch, place: number): boolean {
    return this.#troubles.has(keyOf({ branch, page: Math.floor(place / PAGE_NODES) }));
  }

  /** What is in sight, most urgent first; may be said at every frame. Others are no longer read. */
  want(pages: readonly NodePage[]): void {
    const kept = new Set(this.#wanted.map(keyOf));
    const jumped = this.#wanted.length > 0 && !pages.some((page) => kept.has(keyOf(page)));
    this.#wanted = pages;
    if (jumped) {
      const now = performance.now();
      const passing = now - this.#jumpedAt < 2 * SETTLE;
      this.#jumpedAt = now;
      clearTimeout(this.#timer);
      this.#timer = passing ? setTimeout(() => this.#settled(), SETTLE) : undefined;
    }
    const keys = new Set(pages.map(keyOf));
    for (const [key, { stop, pins }] of this.#flights) {
      if (!keys.has(key) && pins === 0) {
        this.#flights.delete(key);
        stop.abort();
      }
    }
    if (this.#timer === undefined) {
      this.#pump();
    }
  }

  /** The child at a place, read where it is not here. Fails as the reader does. */
  async load(branch: Branch, place: number, signal: AbortSignal): Promise<TreeNode> {
    const page = { branch, page: Math.floor(place / PAGE_NODES) };
    const key = keyOf(page);
    if (!this.#pages.has(key)) {
      this.#troubles.delete(key);
      const flight = this.#flights.get(key) ?? this.#fly(page);
      flight.pins++;
      try {
        await unlessAborted(flight.done, signal);
      } finally {
        flight.pins--;
      }
    }
    const node = this.node(branch, place);
    if (node === undefined) {
      const trouble = this.#troubles.get(key);
      throw new Error(
        trouble === undefined
          ? 'There is no such node in the tree.'
          : [trouble.message, trouble.hint].filter(Boolean).join(' '),
      );
    }
    return node;
  }

  retry(): void {
    this.#troubles.clear();
    this.#pump();
  }

  /** Stops reading for good. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#wanted = [];
    this.#flights.forEach(({ stop }) => stop.abort());
    this.#flights.clear();
  }

  #settled(): void {
    this.#timer = undefined;
    this.#pump();
  }

  #pump(): void {
    const missing = this.#wanted.filter((page) => {
      const key = keyOf(page);
      return !this.#pages.has(key) && !this.#flights.has(key) && !this.#troubles.has(key);
    });
    for (const page of missing.slice(0, Math.max(0, MOST_FLIGHTS - this.#flights.size))) {
      this.#fly(page);
    }
  }

  #fly(page: NodePage): Flight {
    const stop = new AbortController();
    const flight = { stop, done: this.#read(page, stop.signal), pins: 0 };
    this.#flights.set(keyOf(page), flight);
    return flight;
  }

  async #read(page: NodePage, signal: AbortSignal): Promise<void> {
    const { at, children } = page.branch.node;
    const from = page.page * PAGE_NODES;
    const to = Math.min(children, from + PAGE_NODES);
    const key = keyOf(page);
    try {
      const params = { hdu: this.#hdu, at, from, to };
      const { nodes } = await this.#host.request('treeChildren', params, { signal });
      if (nodes.length < to - from) {
        throw new Error(`The reader gave ${nodes.length} of ${to - from} children.`);
      }
      if (!signal.aborted) {
        this.#pages.set(key, nodes, nodes.length);
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#troubles.set(key, trouble);
      }
    }
    if (!signal.aborted && !this.#ended) {
      this.#flights.delete(key);
      this.#pump();
      this.#onNodes();
    }
  }
}

/** Waits for work that others may wait for too: an abort ends the waiting, not the work. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('No longer wanted.'));
    if (signal.aborted) {
      stop();
    }
    signal.addEventListener('abort', stop, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
