import type { BlockBytes } from './block';
import type { PixelLayout } from './pixel-layout';

/** Where pixels of a column lie side by side, a few MB of rows are reckoned as stored together. */
const COLUMN_ORDER_BYTES = 64 * 2 ** 20;

/** More pieces than this are not listed. */
const MOST_PIECES = 2 ** 16;

/** How the rows of a plane are stored, as `Plane` says it. */
export interface PlaneStorage {
  readonly bytesPerRow: number;
  readonly rowsPerBlock: number;
  readonly columnsPerBlock: number | undefined;
  readonly pieceStarts: readonly number[] | undefined;
}

/** What reading the pixels of a plane costs, by the way their block is packed. */
export function storageOf(
  { access, ratio, local }: BlockBytes,
  layout: PixelLayout,
  width: number,
  height: number,
): PlaneStorage {
  const rowLength = layout.rowLength(width);
  const step = Math.abs(layout.strideY);
  const chunk = access.kind === 'chunks' ? Math.max(1, access.length) : undefined;
  if (layout.byColumns(width, height)) {
    const bytesPerRow = width * layout.size * ratio;
    const together = local ? 1 : Math.floor(COLUMN_ORDER_BYTES / Math.max(1, bytesPerRow));
    return {
      bytesPerRow,
      rowsPerBlock: Math.max(1, Math.min(height, together)),
      columnsPerBlock: chunk && between(Math.floor(chunk / Math.abs(layout.strideX)), width),
      pieceStarts: undefined,
    };
  }
  if (chunk === undefined || height === 1 || step === 0 || chunk < 2 * step) {
    const stride = Math.abs(layout.strideX);
    return {
      bytesPerRow: rowLength * ratio,
      rowsPerBlock: 1,
      columnsPerBlock: chunk && stride > 0 ? between(Math.floor(chunk / stride), width) : undefined,
      pieceStarts: undefined,
    };
  }
  return {
    bytesPerRow: step * ratio,
    rowsPerBlock: Math.floor(chunk / step),
    // To unpack any pixel of a row is to unpack all before it.
    columnsPerBlock: width,
    pieceStarts: layout.strideY > 0 ? startsOf(layout, chunk, height) : undefined,
  };
}

/** The first row that begins in each chunk; one that ends in the next still belongs to the one before. */
function startsOf(
  { start, strideX, strideY, size }: PixelLayout,
  chunk: number,
  height: number,
): number[] | undefined {
  if ((height * strideY) / chunk > MOST_PIECES) {
    return undefined;
  }
  // Of a row that runs backwards, the last pixel comes first.
  const offset = strideX < 0 ? start + size : start;
  const starts = [0];
  for (let at = (Math.floor(offset / chunk) + 1) * chunk; ; at += chunk) {
    const y = Math.ceil((at - offset) / strideY);
    if (y >= height) {
      return starts;
    }
    if (y > (starts.at(-1) as number)) {
      starts.push(y);
    }
  }
}

function between(columns: number, width: number): number {
  return Math.max(1, Math.min(columns, width));
}
