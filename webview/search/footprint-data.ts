import type { FootprintBatch } from '../../src/protocol/search';

/** What a row covers of the sky. */
export interface RowFootprint {
  readonly row: number;
  /** Closed outlines: ICRS degrees, longitude and latitude in turns; of a position a single point. */
  readonly outlines: readonly Float64Array[];
}

/** The footprints of a batch, in the order of the rows; those that are nowhere are not there. */
export function footprintsIn({ outlines, points }: FootprintBatch): RowFootprint[] {
  const heads = new DataView(outlines.buffer, outlines.byteOffset, outlines.byteLength);
  const values = doublesOf(points);
  const byRow = new Map<number, Float64Array[]>();
  let at = 0;
  for (let head = 0; head + 8 <= outlines.byteLength; head += 8) {
    const [row, count] = [heads.getUint32(head, true), heads.getUint32(head + 4, true)];
    const outline = values.slice(at, at + 2 * count);
    at += 2 * count;
    byRow.set(row, [...(byRow.get(row) ?? []), outline]);
  }
  return [...byRow].map(([row, all]) => ({ row, outlines: all }));
}

/** The numbers may begin anywhere in a message. */
function doublesOf(bytes: Uint8Array): Float64Array {
  const count = Math.floor(bytes.byteLength / 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: count }, (_, k) => view.getFloat64(8 * k, true));
}
