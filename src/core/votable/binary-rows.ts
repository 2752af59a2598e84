import { SkybucketError } from '../errors';
import { addBinaryCell, cellLength, type Counting } from './binary-cells';
import { isCountedInTwoWays } from './shape';
import type { TableRows } from './table-rows';

/** Bytes of a row that are waited for, at most. */
const MOST_ROW_BYTES = 2 ** 29;

/** Reads the rows of BINARY and BINARY2 from bytes that come in pieces, cut anywhere. */
export class BinaryRows {
  private held: Uint8Array = new Uint8Array(0);
  /** Bytes that the row under way needs, as far as it is known. */
  private needed = 0;
  /** Pieces that have come meanwhile. */
  private pieces: Uint8Array[] = [];
  private waiting = 0;
  private readonly flagBytes: number;

  /** @param flags true for BINARY2, whose rows begin with a bit for each null. */
  constructor(
    private readonly rows: TableRows,
    private readonly flags: boolean,
    private readonly counting: Counting = 'elements',
  ) {
    this.flagBytes = flags ? Math.ceil(rows.cells.length / 8) : 0;
  }

  /**
   * @throws SkybucketError `format` for bytes that cannot be rows.
   * @throws EnoughRows
   */
  add(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.waiting += piece.length;
    if (this.held.length + this.waiting < Math.max(1, this.needed)) {
      return;
    }
    const bytes = this.joined();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (at < bytes.length) {
      const end = this.rowEnd(view, at, bytes.length);
      if (end > bytes.length) {
        this.needed = end - at;
        break;
      }
      if (end === at) {
        throw new SkybucketError('format', 'Its rows have no bytes.');
      }
      this.addRow(bytes, view, at);
      at = end;
    }
    this.held = bytes.subarray(at);
    this.needed = at === bytes.length ? 0 : this.needed;
  }

  /** True where the bytes ended with a row. */
  get complete(): boolean {
    return this.held.length + this.waiting === 0;
  }

  /** Whether the bytes are rows to the last one. */
  fits(bytes: Uint8Array): boolean {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      let at = 0;
      while (at < bytes.length) {
        const end = this.rowEnd(view, at, bytes.length);
        if (end === at) {
          return false;
        }
        at = end;
      }
      return at === bytes.length;
    } catch {
      return false;
    }
  }

  private joined(): Uint8Array {
    const [first] = this.pieces;
    let bytes = first as Uint8Array;
    if (this.held.length > 0 || this.pieces.length > 1) {
      bytes = new Uint8Array(this.held.length + this.waiting);
      bytes.set(this.held);
      let at = this.held.length;
      for (const piece of this.pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
    }
    this.pieces = [];
    this.waiting = 0;
    return bytes;
  }

  /** Where the row ends; beyond the bytes that are there, at least that much is needed. */
  private rowEnd(view: DataView, start: number, end: number): number {
    let at = start + this.flagBytes;
    for (const { shape } of this.rows.cells) {
      if (at > end) {
        break;
      }
      at += cellLength(shape, view, at, end, this.counting);
    }
    if (at - start > MOST_ROW_BYTES) {
      throw new SkybucketError(
        'format',
        `Row ${this.rows.rows + 1} claims to have ${at - start} bytes.`,
      );
    }
    return at;
  }

  private addRow(bytes: Uint8Array, view: DataView, start: number): void {
    this.rows.beginRow();
    let at = start + this.flagBytes;
    this.rows.cells.forEach((cells, i) => {
      const flag = (bytes[start + (i >> 3)] as number) & (0x80 >> (i & 7));
      if (this.flags && flag !== 0) {
        at += cellLength(cells.shape, view, at, bytes.length, this.counting);
        cells.column.addAbsent();
      } else {
        at = addBinaryCell(cells, bytes, view, at, this.counting);
      }
    });
    this.rows.endWholeRow();
  }
}

/** True where the bytes must be seen as a whole before the rows can be told from each other. */
export function needsAll({ cells }: TableRows): boolean {
  return cells.some(({ shape }) => isCountedInTwoWays(shape));
}

/**
 * Reads rows whose bytes are all there, counted in the way that makes rows of all of them.
 *
 * @throws SkybucketError `format`
 * @throws EnoughRows
 */
export function readAllRows(rows: TableRows, flags: boolean, bytes: Uint8Array): BinaryRows {
  const elements = new BinaryRows(rows, flags, 'elements');
  const steps = new BinaryRows(rows, flags, 'steps');
  const binary = !elements.fits(bytes) && steps.fits(bytes) ? steps : elements;
  if (bytes.length > 0) {
    binary.add(bytes);
  }
  return binary;
}
