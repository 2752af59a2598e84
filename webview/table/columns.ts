import type { ColumnLine } from '../../src/protocol/table';

/** What the user made of the columns: kept, and given back. Columns are positions in the table. */
export interface KeptColumns {
  /** All columns from left to right; undefined for the order of the file. */
  readonly order: readonly number[] | undefined;
  readonly hidden: readonly number[];
  readonly widths: readonly (readonly [column: number, pixels: number])[];
}

export const NARROWEST = 40;
export const WIDEST = 1600;

/** The columns as the grid has them: their order, which are shown, and how wide they are. */
export class Columns {
  readonly lines: readonly ColumnLine[];
  readonly #usual: (column: ColumnLine) => number;
  #order: readonly ColumnLine[];
  readonly #hidden: Set<number>;
  readonly #widths: Map<number, number>;
  #shown: readonly ColumnLine[] = [];
  #offsets: readonly number[] = [0];

  /**
   * @param usual width of a column that the user has not resized, in pixels.
   * @param kept may be of another version of the file: what is not there any more is left out.
   */
  constructor(
    lines: readonly ColumnLine[],
    usual: (column: ColumnLine) => number,
    kept?: KeptColumns,
  ) {
    this.lines = lines;
    this.#usual = usual;
    const there = (column: number): boolean => lines[column] !== undefined;
    // What is not named keeps its place behind what is.
    const order = [...new Set([...(kept?.order ?? []), ...lines.keys()])].filter(there);
    this.#order = order.flatMap((column) => lines[column] ?? []);
    this.#hidden = new Set(kept?.hidden.filter(there));
    this.#widths = new Map(kept?.widths.filter(([column]) => there(column)));
    this.#layOut();
  }

  /** All of them in order, hidden ones too. */
  get order(): readonly ColumnLine[] {
    return this.#order;
  }

  /** From left to right. */
  get shown(): readonly ColumnLine[] {
    return this.#shown;
  }

  /** Left edges of those shown, and the right edge of the last, in pixels. */
  get offsets(): readonly number[] {
    return this.#offsets;
  }

  get width(): number {
    return this.#offsets.at(-1) ?? 0;
  }

  /** Undefined where nothing was changed. */
  get kept(): KeptColumns | undefined {
    const moved = this.#order.some(({ index }, at) => index !== at);
    return moved || this.#hidden.size > 0 || this.#widths.size > 0
      ? {
          order: moved ? this.#order.map(({ index }) => index) : undefined,
          hidden: [...this.#hidden],
          widths: [...this.#widths],
        }
      : undefined;
  }

  isShown(column: number): boolean {
    return !this.#hidden.has(column);
  }

  /** Place among those shown, or −1. */
  placeOf(column: number): number {
    return this.#shown.findIndex(({ index }) => index === column);
  }

  widthAt(place: number): number {
    return (this.#offsets[place + 1] ?? 0) - (this.#offsets[place] ?? 0);
  }

  resize(column: number, pixels: number): void {
    this.#widths.set(column, Math.round(Math.min(Math.max(pixels, NARROWEST), WIDEST)));
    this.#layOut();
  }

  setShown(columns: Iterable<number>, shown: boolean): void {
    for (const column of columns) {
      if (shown) {
        this.#hidden.delete(column);
      } else {
        this.#hidden.add(column);
      }
    }
    this.#layOut();
  }

  /** Puts a column before another, or last. */
  move(column: number, before: number | undefined): void {
    const line = this.lines[column];
    if (line === undefined || column === before) {
      return;
    }
    const others = this.#order.filter(({ index }) => index !== column);
    const at = others.findIndex(({ index }) => index === before);
    this.#order = others.toSpliced(at < 0 ? others.length : at, 0, line);
    this.#layOut();
  }

  /** Moves a column past its neighbour `among` some, such as those shown. */
  step(column: number, direction: 1 | -1, among: readonly ColumnLine[]): void {
    const at = among.findIndex(({ index }) => index === column);
    const past = at < 0 ? undefined : among[at + direction];
    if (past !== undefined) {
      const behind = this.#order.indexOf(past) + 1;
      this.move(column, direction < 0 ? past.index : this.#order[behind]?.index);
    }
  }

  /** As the file has them. */
  reset(): void {
    this.#order = this.lines;
    this.#hidden.clear();
    this.#widths.clear();
    this.#layOut();
  }

  #layOut(): void {
    this.#shown = this.#order.filter(({ index }) => !this.#hidden.has(index));
    const offsets = [0];
    for (const column of this.#shown) {
      const width = this.#widths.get(column.index) ?? this.#usual(column);
      offsets.push((offsets.at(-1) ?? 0) + width);
    }
    this.#offsets = offsets;
  }
}

/** Half-open range of places. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The place that holds the pixel `x`; the nearest one outside. */
export function placeAt(offsets: readonly number[], x: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= x) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** The columns that touch `[left, left + width)`. */
export function columnsInSight(offsets: readonly number[], left: number, width: number): Span {
  const count = offsets.length - 1;
  return count < 1
    ? { from: 0, to: 0 }
    : { from: placeAt(offsets, left), to: Math.min(count, placeAt(offsets, left + width) + 1) };
}

/** Between which columns something dropped at `x` goes: the place it is put before. */
export function dropPlace(offsets: readonly number[], x: number): number {
  const at = placeAt(offsets, x);
  const middle = ((offsets[at] ?? 0) + (offsets[at + 1] ?? 0)) / 2;
  return x < middle ? at : at + 1;
}
