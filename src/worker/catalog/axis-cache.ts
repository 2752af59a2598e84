import { axisValues, compileAxis, type AxisOptions, type PlotAxis } from '../../core/plots/axis';
import type { ColumnStore } from '../../core/table/column-store';

/** What the values of all axes together may take in memory; the one used last always is kept. */
const MOST_BYTES = 384 * 2 ** 20;

interface Kept {
  readonly values: Float64Array;
  readonly axis: PlotAxis;
}

/** Values of expressions in every row of a table: evaluated once, whatever view and plot they are for. */
export class AxisCache {
  /** Those used last stand last. */
  private readonly kept = new Map<string, Kept>();
  private readonly stores = new WeakMap<ColumnStore, number>();
  private numbered = 0;

  constructor(private readonly most = MOST_BYTES) {}

  /** @throws ExpressionError for text that makes no sense, or what `axisValues` throws. */
  async values(store: ColumnStore, text: string, options: AxisOptions): Promise<Kept> {
    const key = `${this.numberOf(store)}:${text.trim()}`;
    const known = this.kept.get(key);
    if (known !== undefined) {
      this.keep(key, known);
      return known;
    }
    const axis = compileAxis(text, store.table.columns);
    const values = await axisValues(store, axis, options);
    const made = { values, axis };
    this.keep(key, made);
    return made;
  }

  private keep(key: string, kept: Kept): void {
    this.kept.delete(key);
    this.kept.set(key, kept);
    let bytes = 0;
    for (const [name, { values }] of [...this.kept].reverse()) {
      bytes += values.byteLength;
      if (bytes > this.most && name !== key) {
        this.kept.delete(name);
      }
    }
  }

  private numberOf(store: ColumnStore): number {
    const number = this.stores.get(store) ?? this.numbered++;
    this.stores.set(store, number);
    return number;
  }
}
