import { SkybucketError } from '../core/errors';
import { type CellArray, readCell } from '../core/image/cell-plane';
import type { PlaneOptions } from '../core/image/plane';
import { PlaneView } from '../core/image/plane-view';
import { maskPlane } from '../core/mask/mask-plane';
import { MatchedView } from '../core/match/matched-view';
import type { MatchRef } from '../protocol/match';
import type { AxisLine, PlaneRef } from '../protocol/methods';
import { checkBits } from './bounds';
import type { Content, PartImage } from './content';
import { keepLast } from './keep-last';
import { KeptTask } from './kept-task';
import { matchOf, shownName } from './match-of';
import type { OtherContents } from './other-contents';

/** Planes whose averages are kept: those somebody flips between, with a mask over each of two. */
const MOST_VIEWS = 6;

/** What planes are made of. */
type Planes = Pick<Content, 'image' | 'table' | 'wcs' | 'parts'>;

/** The planes of a file last looked at, with what was made of them. */
export class PlaneViews {
  /** The one used last stands last. */
  private readonly views = new Map<string, PlaneView>();
  /** The cell last looked at; its array may take hundreds of MB. */
  private cell: { readonly key: string; readonly array: KeptTask<CellArray> } | undefined;
  /** Of other files, whose planes are shown on the pixels of this one. */
  private readonly ofOthers = new WeakMap<Planes, PlaneViews>();

  /** @param others left out: no other file is opened. */
  constructor(
    private readonly content: Planes,
    private readonly others?: Pick<OtherContents, 'of'>,
  ) {}

  /**
   * @throws SkybucketError where the part has no such plane or cell, `unsupported` where two planes cannot be
   *   matched.
   */
  async of(ref: PlaneRef, options: PlaneOptions): Promise<PlaneView> {
    const { cell } = ref;
    const key = keyOf(ref);
    const known = this.views.get(key);
    if (known) {
      keepLast(this.views, key, known, MOST_VIEWS);
      return known;
    }
    const made = await this.made(ref, options);
    // Somebody else may have opened it meanwhile.
    const view = this.views.get(key) ?? made;
    // Meanwhile another cell may have been looked at: two arrays are not kept.
    if (cell === undefined || this.cell?.key === cellKey(ref)) {
      keepLast(this.views, key, view, MOST_VIEWS);
    }
    return view;
  }

  /** What {@link of} gives a plane of; of a match the one whose pixels are counted. */
  async planes({ hdu, cell }: PlaneRef, options: PlaneOptions): Promise<PartImage> {
    if (cell === undefined) {
      return this.content.image(hdu, options);
    }
    const array = await this.arrayOf(hdu, cell, options);
    // What a header says of axes is said of the image, not of the arrays in cells.
    const axisLines = array.axes.map(unnamed);
    return { axes: array.axes, axisLines, plane: (slice) => array.plane(slice) };
  }

  private async made(ref: PlaneRef, options: PlaneOptions): Promise<PlaneView> {
    const { slice, bits, match } = ref;
    if (bits !== undefined) {
      checkBits(bits);
    }
    if (match !== undefined) {
      return this.matched(ref, match, options);
    }
    const plane = (await this.planes(ref, options)).plane(slice);
    return new PlaneView(bits === undefined ? plane : maskPlane(plane, bits));
  }

  /** `bits` are those of the plane shown. */
  private async matched(ref: PlaneRef, match: MatchRef, options: PlaneOptions): Promise<PlaneView> {
    const { file, hdu, slice } = match;
    const content = file === undefined ? this.content : await this.contentOf(file, options);
    const of = { hdu, slice, bits: ref.bits };
    const shown = await this.viewsOf(content).of(of, options);
    const onto = (await this.planes(ref, options)).plane(ref.slice);
    const matching = await matchOf(
      { name: 'this image', ref, content: this.content, plane: onto },
      {
        name: shownName(content, hdu, file !== undefined),
        ref: of,
        content,
        plane: shown.plane,
      },
      options,
    );
    return new MatchedView(matching, shown);
  }

  private contentOf(file: string, options: PlaneOptions): Promise<Planes> {
    if (this.others === undefined) {
      throw new SkybucketError('unsupported', 'Other files cannot be opened from here.');
    }
    return this.others.of(file, options);
  }

  private viewsOf(content: Planes): PlaneViews {
    if (content === this.content) {
      return this;
    }
    const known = this.ofOthers.get(content) ?? new PlaneViews(content);
    this.ofOthers.set(content, known);
    return known;
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

function keyOf(ref: PlaneRef): string {
  const { hdu, slice, bits, match } = ref;
  const onto = [cellKey(ref) ?? hdu, bits === undefined ? '' : `bits ${bits}`, ...slice].join();
  return match === undefined
    ? onto
    : `${onto} of ${[match.hdu, ...match.slice].join()} of ${match.file ?? 'this file'}`;
}

function cellKey({ hdu, cell }: Pick<PlaneRef, 'hdu' | 'cell'>): string | undefined {
  return cell && ['cell', hdu, cell.row, cell.column].join();
}

function unnamed(length: number): AxisLine {
  return { length, name: '', unit: '', linear: undefined };
}
