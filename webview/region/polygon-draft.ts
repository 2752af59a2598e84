import type { Position } from '../image/view';
import type { Draft } from './region-paint';

/** A polygon that grows by one vertex at each click. */
export class PolygonDraft {
  readonly #onChange: () => void;
  #vertices: readonly Position[] = [];
  #next: Position | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get isBegun(): boolean {
    return this.#vertices.length > 0;
  }

  get draft(): Draft | undefined {
    return this.isBegun ? { vertices: this.#vertices, next: this.#next } : undefined;
  }

  /** Whether a click there is one on the first vertex of what can be closed. */
  closesAt([x, y]: Position, reach: number): boolean {
    const [first] = this.#vertices;
    return (
      first !== undefined &&
      this.#vertices.length >= 3 &&
      Math.hypot(first[0] - x, first[1] - y) <= reach
    );
  }

  add(vertex: Position): void {
    this.#become([...this.#vertices, vertex], undefined);
  }

  /** The pointer is still down. */
  moveLast(to: Position): void {
    this.#become([...this.#vertices.slice(0, -1), to], undefined);
  }

  /** The pointer is there. */
  point(next: Position | undefined): void {
    this.#become(this.#vertices, next);
  }

  drop(): boolean {
    const { isBegun } = this;
    this.#become(this.#vertices.slice(0, -1), this.#next);
    return isBegun;
  }

  abandon(): void {
    this.#become([], undefined);
  }

  /** The vertices of what there is; nothing is left. Undefined where there was nothing. */
  close(): readonly Position[] | undefined {
    const vertices = this.#vertices;
    this.abandon();
    return vertices.length > 0 ? vertices : undefined;
  }

  #become(vertices: readonly Position[], next: Position | undefined): void {
    const was = this.isBegun;
    this.#vertices = vertices;
    this.#next = next;
    if (was || this.isBegun) {
      this.#onChange();
    }
  }
}
