import { element } from '../ui/dom';
import { ScrollScale } from './scale';

export interface ScrollerListener {
  /** Another position. */
  onMove(): void;
  /** Another size: what is in sight has to be drawn at once, or it would be seen to follow. */
  onResize(): void;
}

/** Pixels by which a wheel goes that counts lines. */
const LINE = 22;

/**
 * The scroll container of the grid. It gives the scrollbars, and holds a layer that never moves and is as
 * large as what is in sight. Positions are in pixels of rows and columns, whatever a pixel of the
 * scrollbar stands for.
 */
export class GridScroller {
  readonly element: HTMLElement;
  readonly #view: HTMLElement;
  readonly #tall: HTMLElement;
  readonly #listener: ScrollerListener;
  #scale = new ScrollScale(0, 0);
  #content = { width: 0, height: 0 };
  #size = { width: 0, height: 0 };
  #top = 0;
  #left = 0;
  #down = true;
  /** The scroll position that `#top` was translated to; an event that tells of it is no news. */
  #scrolled = 0;

  constructor(content: readonly Node[], listener: ScrollerListener) {
    this.#listener = listener;
    const presentation = { role: 'presentation' };
    this.#view = element('div', { class: 'grid-view', attributes: presentation }, content);
    this.#tall = element('div', { class: 'grid-tall', attributes: presentation }, [this.#view]);
    this.element = element(
      'div',
      {
        class: 'grid',
        attributes: { role: 'grid', tabindex: '0', 'aria-multiselectable': 'true' },
      },
      [this.#tall],
    );
    this.element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
    new ResizeObserver(() => this.#onResize()).observe(this.element);
  }

  get top(): number {
    return this.#top;
  }

  get left(): number {
    return this.#left;
  }

  /** Whether the last move was down. */
  get down(): boolean {
    return this.#down;
  }

  /** What is in sight. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  /** Where what is in sight is in the window. */
  get rect(): DOMRect {
    return this.#view.getBoundingClientRect();
  }

  /** How large all of it is, in pixels. */
  setContent(width: number, height: number): void {
    this.#content = { width, height };
    this.#tall.style.width = `${width}px`;
    const { clientWidth, clientHeight } = this.element;
    this.#size = { width: clientWidth, height: clientHeight };
    this.#view.style.width = `${clientWidth}px`;
    this.#view.style.height = `${clientHeight}px`;
    this.#scale = new ScrollScale(height, clientHeight);
    this.#tall.style.height = `${this.#scale.height}px`;
    this.element.style.setProperty('--wide', `${Math.max(width, clientWidth)}px`);
    this.moveTo(this.#top, this.#left);
  }

  moveTo(top: number, left: number): void {
    const bounded = this.#scale.bound(top);
    this.#down = bounded >= this.#top;
    this.#top = bounded;
    this.element.scrollTop = this.#scale.toScroll(bounded);
    this.element.scrollLeft = left;
    this.#scrolled = this.element.scrollTop;
    this.#left = this.element.scrollLeft;
    this.#listener.onMove();
  }

  moveBy(right: number, down: number): void {
    this.moveTo(this.#top + down, this.#left + right);
  }

  #onResize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth !== this.#size.width || clientHeight !== this.#size.height) {
      this.setContent(this.#content.width, this.#content.height);
      this.#listener.onResize();
    }
  }

  #onScroll(): void {
    const { scrollTop, scrollLeft } = this.element;
    if (scrollTop !== this.#scrolled) {
      const top = this.#scale.toTop(scrollTop);
      this.#down = top >= this.#top;
      this.#scrolled = scrollTop;
      this.#top = top;
    }
    this.#left = scrollLeft;
    this.#listener.onMove();
  }

  /** Where a pixel of the scrollbar is many of the rows, the wheel still goes by those of the rows. */
  #onWheel(event: WheelEvent): void {
    if (!this.#scale.scaled || event.ctrlKey || event.defaultPrevented) {
      return;
    }
    const unit = [1, LINE, this.#size.height][event.deltaMode] ?? 1;
    const sideways = event.shiftKey && event.deltaX === 0;
    const down = sideways ? 0 : event.deltaY * unit;
    const right = (sideways ? event.deltaY : event.deltaX) * unit;
    if (down !== 0 || right !== 0) {
      event.preventDefault();
      this.moveBy(right, down);
    }
  }
}
