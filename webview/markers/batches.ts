import { MOST_MARKERS, type MarkerBatch } from '../../src/protocol/markers';

/** The rows of a table as they arrive. */
export class Batches {
  #positions: Float32Array | undefined;
  #magnitudes: Float32Array | undefined;

  /** Share of the rows that are here, 0 to 1. */
  done = 0;

  add({ from, count, rows, positions, magnitudes }: MarkerBatch): void {
    const all = Math.min(rows, MOST_MARKERS);
    this.#positions ??= new Float32Array(2 * all).fill(NaN);
    if (magnitudes) {
      this.#magnitudes ??= new Float32Array(all).fill(NaN);
      copy(magnitudes, this.#magnitudes, from);
    }
    copy(positions, this.#positions, 2 * from);
    this.done = rows === 0 ? 1 : (from + count) / rows;
  }

  get positions(): Float32Array {
    return this.#positions ?? new Float32Array(0);
  }

  get magnitudes(): Float32Array | undefined {
    return this.#magnitudes;
  }
}

/** Bytes may begin anywhere in their buffer, floats may not. */
function copy(bytes: Uint8Array, to: Float32Array, at: number): void {
  const floats = new Float32Array(bytes.slice().buffer);
  to.set(floats.subarray(0, Math.max(0, to.length - at)), Math.min(at, to.length));
}
