import { element } from '../ui/dom';
import { GridScroller } from '../table/grid-scroller';
import { reveal } from '../table/scale';

/** Must be the height of `.tree-row` in the style sheet. */
export const ROW_HEIGHT = 22;

export interface RowPainter {
  /** What a row looks like depends on these; it is made anew when one of them is another. */
  traits(index: number): readonly unknown[];
  make(index: number): HTMLElement;
  /** Rows `[from, to)` are in sight. */
  onSight(from: number, to: number): void;
}

export interface RowListOptions {
  readonly role: 'tree' | 'listbox';
  readonly class: string;
  readonly label: string;
}

interface MadeRow {
  readonly traits: readonly unknown[];
  readonly node: HTMLElement;
}

/** A list of rows of one height of which only those in sight exist, so that a million scroll like ten. */
export class VirtualRows {
  readonly element: HTMLElement;
  readonly #painter: RowPainter;
  readonly #scroller: GridScroller;
  readonly #body = element('div', { class: 'tree-rows', attributes: { role: 'presentation' } });
  #made = new Map<number, MadeRow>();
  #count = 0;
  #chosen: number | undefined;

  constructor({ role, class: name, label }: RowListOptions, painter: RowPainter) {
    this.#painter = painter;
    const draw = (): void => this.#draw();
    this.#scroller = new GridScroller([this.#body], { onMove: draw, onResize: draw });
    this.element = this.#scroller.element;
    this.element.className = `tree-scroll ${name}`;
    this.element.setAttribute('role', role);
    this.element.setAttribute('aria-label', label);
    this.element.removeAttribute('aria-multiselectable');
  }

  /** First row in sight, with a fraction where it is cut. */
  get row(): number {
    return this.#scroller.top / ROW_HEIGHT;
  }

  /** Whole rows that have room. */
  get screen(): number {
    return Math.max(1, Math.floor(this.#scroller.size.height / ROW_HEIGHT));
  }

  /** Draws what is in sight, of so many rows in all. */
  show(count: number): void {
    this.#count = count;
    this.#scroller.setContent(0, count * ROW_HEIGHT);
  }

  scrollTo(row: number): void {
    this.#scroller.moveTo(row * ROW_HEIGHT, 0);
  }

  /** Brings a row in sight, moving as little as possible, or to the middle where it is far. */
  reveal(row: number): void {
    const { height } = this.#scroller.size;
    const start = row * ROW_HEIGHT;
    const { top } = this.#scroller;
    const near = reveal(top, height, start, start + ROW_HEIGHT);
    const far = Math.abs(near - top) > 2 * ROW_HEIGHT;
    this.#scroller.moveTo(far ? start - (height - ROW_HEIGHT) / 2 : near, 0);
  }

  /** The row at a place of the page, or undefined where there is none. */
  rowOf(target: EventTarget | null): number | undefined {
    const row = target instanceof Element ? target.closest<HTMLElement>('.tree-row') : null;
    return row === null ? undefined : Number(row.dataset['row']);
  }

  /** The element of a row, while it is in sight. */
  elementOf(row: number): HTMLElement | undefined {
    return this.#made.get(row)?.node;
  }

  /** Chooses a row, or none. It is marked without being made anew, so that a double click meets it. */
  choose(row: number | undefined): void {
    this.#chosen = row;
    for (const [index, { node }] of this.#made) {
      node.ariaSelected = String(index === row);
    }
    const id = row === undefined ? undefined : this.elementOf(row)?.id;
    if (id === undefined) {
      this.element.removeAttribute('aria-activedescendant');
    } else {
      this.element.setAttribute('aria-activedescendant', id);
    }
  }

  #draw(): void {
    const { top, size } = this.#scroller;
    const from = Math.min(this.#count, Math.floor(top / ROW_HEIGHT));
    const to = Math.min(this.#count, Math.ceil((top + size.height) / ROW_HEIGHT));
    this.#painter.onSight(from, to);
    const before = this.#made;
    this.#made = new Map();
    for (let index = from; index < to; index++) {
      const traits = this.#painter.traits(index);
      const old = before.get(index);
      const kept = old !== undefined && isSame(old.traits, traits);
      const node = kept ? old.node : this.#painter.make(index);
      node.dataset['row'] = String(index);
      node.style.top = `${index * ROW_HEIGHT - top}px`;
      this.#made.set(index, { traits, node });
    }
    this.#place([...this.#made.values()].map(({ node }) => node));
    this.choose(this.#chosen);
  }

  /** In the order of the rows, touching only what changes. */
  #place(nodes: readonly HTMLElement[]): void {
    const wanted = new Set<Node>(nodes);
    [...this.#body.childNodes].filter((node) => !wanted.has(node)).forEach((node) => node.remove());
    let next = this.#body.firstChild;
    for (const node of nodes) {
      if (node === next) {
        next = next.nextSibling;
      } else {
        this.#body.insertBefore(node, next);
      }
    }
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}
