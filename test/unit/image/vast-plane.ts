import type { Plane, PlaneRow } from '../../../src/core/image/plane';

/** A float32 plane of any size, far away, whose pixels hold their row. Counts what is read of it. */
export class VastPlane implements Plane {
  readonly unit = undefined;
  readonly local = false;
  readonly bytesPerRow: number;
  readonly rowsPerBlock: number = 1;
  bytes = 0;
  requests = 0;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.bytesPerRow = width * 4;
  }

  section(): never {
    throw new Error('Grids are made from rows.');
  }

  async *rows(ys: readonly number[], x0: number, x1: number): AsyncGenerator<PlaneRow> {
    for (const y of ys) {
      await Promise.resolve();
      this.bytes += (x1 - x0) * 4;
      this.requests += 1;
      yield { y, values: new Float32Array(x1 - x0).fill(y) };
    }
  }

  exact(): never {
    throw new Error('Nobody asks.');
  }

  exactBox(): never {
    throw new Error('Nobody asks.');
  }
}
