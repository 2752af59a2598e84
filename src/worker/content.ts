import type { AsdfFile } from '../core/asdf/asdf-file';
import type { AsdfNode } from '../core/asdf/node';
import type { ReadOptions } from '../core/bytes/source';
import type { CutoutSource } from '../core/cutout/cutout-source';
import type { Plane, PlaneOptions } from '../core/image/plane';
import type { CelestialFrame, Wcs } from '../core/sky/wcs';
import type { Table, TableOptions } from '../core/table/table';
import type {
  AxisLine,
  ChecksumReply,
  HduLine,
  HeaderReply,
  MaskReply,
  PlaneRef,
} from '../protocol/methods';

/** What is known of the parts of a file. */
export interface Parts {
  readonly lines: readonly HduLine[];
  /** Of the file and its parts, one sentence each. */
  readonly warnings: readonly string[];
  /** The part to show first, or undefined where there is nothing to show. */
  readonly first: number | undefined;
}

/** The image of a part, of two axes at least (the second has length 1 where it has but one). */
export interface PartImage {
  /** Lengths of the axes, the first the fastest. */
  readonly axes: readonly number[];
  /** What is known of them; may be shorter. */
  readonly axisLines: readonly AxisLine[];
  /** What the first pixel costs, where all of them have to be unpacked for it; else left out. */
  readonly bytesAtOnce?: number | undefined;
  /**
   * @param slice 0-based index on each axis above the second.
   * @throws SkybucketError `format` where it has no such plane.
   */
  plane(slice: readonly number[]): Plane;
}

/** A tree of ASDF as the viewer asks for it. */
export interface TreeContent {
  readonly file: AsdfFile;
  /** How the array at this node is shown; undefined for a node that is no array. */
  lineOf(node: AsdfNode): HduLine | undefined;
}

/** What a file says of where the pixels of an image are: nothing, something broken, or that. */
export type FoundWcs = Wcs | { readonly problem: string } | undefined;

export interface ChecksumOptions extends PlaneOptions {
  /** Told what share has been read, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/**
 * What one version of a file holds, whatever its format: numbered parts, which are the HDUs of FITS, and
 * the tree and the arrays of ASDF, the document and the tables of VOTable, the file and the table of Parquet. Every
 * method that takes a part throws SkybucketError `not-found` where there is none of that number, and `unsupported` or
 * `format` where it is none of the kind asked for.
 */
export interface Content {
  readonly format: 'FITS' | 'ASDF' | 'VOTable' | 'Parquet';
  /** Finds the parts: how many are known after each step, and whether more follow. */
  find(options: ReadOptions): AsyncIterable<{ readonly count: number; readonly more: boolean }>;
  /** What has been found so far. */
  parts(): Parts;
  /** @param stored true for the cards as they are in the file, where those of what it holds are restored. */
  header(part: number, stored: boolean, options: ReadOptions): Promise<HeaderReply>;
  checksum(part: number, options: ChecksumOptions): Promise<ChecksumReply>;
  image(part: number, options: ReadOptions): Promise<PartImage>;
  /** The coordinate system of the image of a part; may read tables and coefficients, once. */
  wcs(part: number, options: ReadOptions): Promise<FoundWcs>;
  /** A plane of a part to cut out of. @param slice as of {@link PartImage.plane}. */
  cutoutSource(part: number, slice: readonly number[], options: ReadOptions): Promise<CutoutSource>;
  /** The data-quality mask of a plane. */
  mask(ref: PlaneRef, options: ReadOptions): Promise<MaskReply | undefined>;
  table(part: number, options: TableOptions): Promise<Table>;
  /** The frame of the positions in a table, where the file says it of the table. */
  tableFrame?(part: number, options: ReadOptions): Promise<CelestialFrame | undefined>;
  tree(part: number, options: ReadOptions): Promise<TreeContent>;
  /** The user wants the part read, whatever that costs. */
  agree(part: number, options: ReadOptions): Promise<void>;
}
