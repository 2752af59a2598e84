import type { ReadOptions } from '../bytes/source';
import { SkybucketError } from '../errors';
import { arriving } from '../fits/tables/arriving';
import type { Box, PlaneOptions } from '../image/plane';
import { applyMarks, type BoxBytes, decodeBox, type Target } from './pixel-decode';
import { type Pixels, readBoxes } from './pixels';

/**
 * Bytes that are asked for at once. The bytes of a section are far fewer, unless its pixels lie far apart:
 * then those between are read, too.
 */
const MOST_AT_ONCE = 256 * 2 ** 20;

/** A box of pixels with what is read of it, or why the file lacks it. */
export type Piece = FoundPiece | LackingPiece;

export interface FoundPiece {
  readonly box: Box;
  readonly data: BoxBytes;
  readonly marks: BoxBytes | undefined;
}

export interface LackingPiece {
  readonly box: Box;
  readonly truncated: SkybucketError;
}

/** Boxes of pixels, read together with the marks of those that are missing. */
export class PlanePieces {
  constructor(
    readonly pixels: Pixels,
    readonly marks: Pixels | undefined,
  ) {}

  /**
   * One plan over all boxes, as far as their bytes can be in memory at once; when the reader of this loop
   * stops early, so do the requests.
   */
  async *read(boxes: readonly Box[], options: PlaneOptions): AsyncGenerator<Piece, void, void> {
    const { pixels, marks } = this;
    const ask = (asked: readonly Box[], reading: ReadOptions): Promise<Piece>[] => {
      const data = readBoxes(pixels, asked, reading);
      const ofMarks = marks && readBoxes(marks, asked, reading);
      return asked.map((box, i) => pieceOf(box, data[i] as Promise<BoxBytes>, ofMarks?.[i]));
    };
    for (const some of this.together(boxes)) {
      for await (const { value } of arriving(some, ask, options)) {
        yield value;
      }
    }
  }

  private *together(boxes: readonly Box[]): Generator<readonly Box[], void, void> {
    let from = 0;
    let bytes = 0;
    for (const [at, box] of boxes.entries()) {
      const ofMarks = this.marks?.layout.span(box).length ?? 0;
      const length = this.pixels.layout.span(box).length + ofMarks;
      if (at > from && bytes + length > MOST_AT_ONCE) {
        yield boxes.slice(from, at);
        from = at;
        bytes = 0;
      }
      bytes += length;
    }
    yield boxes.slice(from);
  }

  /** Fills the place of the piece in the target; missing pixels are NaN. */
  decode({ box, data }: FoundPiece, target: Target): void {
    decodeBox(data, box, this.pixels.layout, this.pixels.coding, target);
  }

  /** Makes the pixels NaN that are marked as missing. */
  applyMarks({ box, marks }: FoundPiece, target: Target): void {
    if (marks && this.marks) {
      applyMarks(marks, box, this.marks.layout, this.marks.coding, target);
    }
  }
}

/** @throws SkybucketError `truncated` where the file lacks the piece. */
export function found(piece: Piece): FoundPiece {
  if ('truncated' in piece) {
    throw piece.truncated;
  }
  return piece;
}

/** What the file lacks of one box must not keep back the others. */
async function pieceOf(
  box: Box,
  data: Promise<BoxBytes>,
  marks: Promise<BoxBytes> | undefined,
): Promise<Piece> {
  try {
    const [dataBytes, markBytes] = await Promise.all([data, marks]);
    return { box, data: dataBytes, marks: markBytes };
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'truncated') {
      return { box, truncated: error };
    }
    throw error;
  }
}
