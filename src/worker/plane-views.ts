import { type CellArray, readCell } from '../core/image/cell-plane';
import type { PlaneOptions } from '../core/image/plane';
import { PlaneView } from '../core/image/plane-view';
import { maskPlane } from '../core/mask/mask-plane';
import type { AxisLine, PlaneRef } from '../protocol/methods';
import { checkBits } from './bounds';
import type { Content, PartImage } from './content';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';

/** Planes whose averages are kept: those somebody flips between, with a mask over each of two. */
const MOST_VIEWS = 6;

/** The planes of a file last looked at, with what was made of them. */
export class PlaneViews {
  /** The one used last stands last. */
  private readonly views = new Map<string, PlaneView>();
  /** The cell last looked at; its array may take hundreds of MB. */
  private cell: { readonly key: string; readonly array: KeptTask<CellArray> } | undefined;

  constructor(private readonly content: Pick<Content, 'image' | 'table'>) {}

  /** @throws SkybucketError where the part has no such plane or cell. */
  async of(ref: PlaneRef, options: PlaneOptions): Promise<PlaneView> {
    const { hdu, slice, cell, bits } = ref;
    const key = [cellKey(ref) ?? hdu, bits === undefined ? '' : `bits ${bits}`, ...slice].join();
    const known = this.views.get(key);
    if (known) {
      keepLast(this.views, key, known, MOST_VIEWS);
      return known;
    }
    const plane = (await this.planes(ref, options)).plane(slice);
    if (bits !== undefined) {
      checkBits(bits);
    }
    // Somebody else may have opened it meanwhile.
    const view =
      this.views.get(key) ?? new PlaneView(bits === undefined ? plane : maskPlane(plane, bits));
    // Meanwhile another cell may have been looked at: two arrays are not kept.
    if (cell === undefined || this.cell?.key === cellKey(ref)) {
      keepLast(this.views, key, view, MOST_VIEWS);
    }
    return view;
  }

  /** What {@link of} gives a plane of. */
  async planes({ hdu, cell }: PlaneRef, options: PlaneOptions): Promise<PartImage> {
    if (cell === undefined) {
      return this.content.image(hdu, options);
    }
    const array = await this.arrayOf(hdu, cell, options);
    // What a header says of axes is said of the image, not of the arrays in cells.
    const axisLines = array.axes.map(unnamed);
    return { axes: array.axes, axisLines, plane: (slice) => array.plane(slice) };
  }

  private arrayOf(
    hdu: number,
    cell: NonNullable<PlaneRef['cell']>,
    options: PlaneOptions,
  ): Promise<CellArray> {
    const key = cellKey({ hdu, cell }) as string;
    if (this.cell?.key !== key) {
      [...this.views.keys()]
        .filter((known) => known.startsWith('cell'))
        .forEach((known) => this.views.delete(known));
      const array = new KeptTask(async (reading) =>
        readCell(await this.content.table(hdu, reading), cell, reading),
      );
      this.cell = { key, array };
    }
    return this.cell.array.get(options);
  }
}

function cellKey({ hdu, cell }: Pick<PlaneRef, 'hdu' | 'cell'>): string | undefined {
  return cell && ['cell', hdu, cell.row, cell.column].join();
}

function unnamed(length: number): AxisLine {
  return { length, name: '', unit: '', linear: undefined };
}
