import type { ByteReader } from '../core/bytes/reader';
import { SharedTask } from '../core/bytes/shared-task';
import type { Hdu } from '../core/fits/hdu';
import { imageAxesOf } from '../core/fits/image-parameters';
import { openPlane } from '../core/fits/image-plane';
import { openTable } from '../core/fits/tables/open-table';
import { newTileCaches } from '../core/fits/tiles/tile-source';
import { type Cell, type CellArray, readCell } from '../core/image/cell-plane';
import type { PlaneOptions } from '../core/image/plane';
import { PlaneView } from '../core/image/plane-view';
import type { PlaneRef } from '../protocol/methods';
import type { WorkerTools } from './tools';

/** Planes whose averages are kept: those somebody flips between. */
const MOST_VIEWS = 4;

/** The planes last looked at, with what was made of them. */
export class PlaneViews {
  /** The one used last stands last. */
  private readonly views = new Map<string, PlaneView>();
  private readonly caches = newTileCaches();
  /** The cell last looked at; its array may take hundreds of MB. */
  private cell: { readonly key: string; readonly array: KeptTask<CellArray> } | undefined;

  constructor(
    private readonly reader: ByteReader,
    private readonly tools: Pick<WorkerTools, 'inflate' | 'tiles'>,
  ) {}

  /** @throws SkybucketError where the HDU has no such plane or cell. */
  async of(hdu: Hdu, { slice, cell }: PlaneRef, options: PlaneOptions): Promise<PlaneView> {
    if (cell) {
      const array = await this.arrayOf(hdu, cell, options);
      const key = cellKey(hdu, cell);
      // Meanwhile another cell may have been looked at: two arrays are not kept.
      return this.cell?.key === key
        ? this.view([key, ...slice].join(), () => array.plane(slice))
        : new PlaneView(array.plane(slice));
    }
    return this.view([hdu.index, ...slice].join(), () =>
      openPlane(this.reader, hdu, slice, { tiles: this.tools.tiles, caches: this.caches }),
    );
  }

  /** Lengths of the axes of what {@link of} gives a plane of, the first the fastest. */
  async axesOf(hdu: Hdu, { cell }: PlaneRef, options: PlaneOptions): Promise<readonly number[]> {
    return cell ? (await this.arrayOf(hdu, cell, options)).axes : imageAxesOf(hdu);
  }

  private view(key: string, open: () => PlaneView['plane']): PlaneView {
    const view = this.views.get(key) ?? new PlaneView(open());
    this.views.delete(key);
    this.views.set(key, view);
    for (const oldest of [...this.views.keys()].slice(0, -MOST_VIEWS)) {
      this.views.delete(oldest);
    }
    return view;
  }

  private arrayOf(hdu: Hdu, cell: Cell, options: PlaneOptions): Promise<CellArray> {
    const key = cellKey(hdu, cell);
    if (this.cell?.key !== key) {
      [...this.views.keys()]
        .filter((known) => known.startsWith('cell'))
        .forEach((known) => this.views.delete(known));
      const array = new KeptTask(async (reading) => {
        return readCell(openTable(this.reader, hdu, this.tools.inflate), cell, reading);
      });
      this.cell = { key, array };
    }
    return this.cell.array.get(options);
  }
}

function cellKey({ index }: Hdu, { row, column }: Cell): string {
  return ['cell', index, row, column].join();
}

/** A value that is made once, for all who want it. */
class KeptTask<T> {
  private value: T | undefined;
  private readonly task: SharedTask<T>;

  constructor(make: (options: PlaneOptions) => Promise<T>) {
    this.task = new SharedTask(make);
  }

  async get(options: PlaneOptions): Promise<T> {
    return (this.value ??= await this.task.join(options));
  }
}
