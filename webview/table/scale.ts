/**
 * Between the scrollbar and the rows. Browsers lay out nothing taller than some 33 million pixels
 * (Chromium) or 17 million (Firefox); ten million rows take 220 million.
 */
const MOST_PIXELS = 10_000_000;

/** One axis of the grid: `content` pixels of rows, of which `view` are in sight at a time. */
export class ScrollScale {
  /** Height of the element that gives the scrollbar its length. */
  readonly height: number;
  /** The position of the last screen, in pixels of rows. */
  readonly most: number;
  readonly #mostScroll: number;

  constructor(content: number, view: number) {
    this.height = Math.min(content, Math.max(MOST_PIXELS, view));
    this.most = Math.max(0, content - view);
    this.#mostScroll = Math.max(0, this.height - view);
  }

  /** Whether a pixel of the scrollbar is more than one of the rows. */
  get scaled(): boolean {
    return this.most > this.#mostScroll;
  }

  bound(top: number): number {
    return Math.min(Math.max(top, 0), this.most);
  }

  /** Where the rows stand for a position of the scrollbar; its ends are exactly theirs. */
  toTop(scroll: number): number {
    if (!this.scaled) {
      return this.bound(scroll);
    }
    // A browser may stop a fraction of a pixel before the end.
    return scroll > this.#mostScroll - 1
      ? this.most
      : this.bound((scroll / this.#mostScroll) * this.most);
  }

  toScroll(top: number): number {
    return this.scaled ? (this.bound(top) / this.most) * this.#mostScroll : this.bound(top);
  }
}

/** The position at which `[start, end)` is in sight within `view`, moving as little as possible. */
export function reveal(position: number, view: number, start: number, end: number): number {
  return start < position ? start : Math.min(start, Math.max(position, end - view));
}
