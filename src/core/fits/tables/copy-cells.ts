/** `count` pieces of `length` bytes: where the first is read and written, and how far to the next. */
export interface CellPlace {
  readonly from: number;
  readonly step: number;
  readonly at: number;
  readonly stride: number;
  readonly length: number;
  readonly count: number;
}

/** Copies cells that stand one after the other to where they stand in rows, or parts of them. */
export function copyCells(cells: Uint8Array, out: Uint8Array, place: CellPlace): void {
  const { step, stride, length, count } = place;
  let { from, at } = place;
  for (let i = 0; i < count; i += 1, from += step, at += stride) {
    // Short cells are copied faster than they are described.
    if (length > 64) {
      out.set(cells.subarray(from, from + length), at);
    } else {
      for (let byte = 0; byte < length; byte += 1) {
        out[at + byte] = cells[from + byte] as number;
      }
    }
  }
}
