import type { SkybucketError } from '../../errors';

/** So many in a row, and nothing else: the way there is broken, not what lies at its end. */
const MOST_IN_A_ROW = 24;

/** Tells a few files that cannot be had from a network that is gone, on which nobody should wait for thousands. */
export class Failures {
  private inARow = 0;
  private passes = 0;
  private last: SkybucketError | undefined;

  passed(): void {
    this.inARow = 0;
    this.passes += 1;
  }

  /** @throws the error itself where it is one of too many in a row. */
  failed(error: SkybucketError): void {
    this.inARow += 1;
    this.last = error;
    if (this.inARow >= MOST_IN_A_ROW) {
      throw error;
    }
  }

  /** One that says nothing of the others. */
  denied(error: SkybucketError): void {
    this.last = error;
  }

  /** @throws the last error where nothing passed at all. */
  throwIfAll(): void {
    if (this.last !== undefined && this.passes === 0) {
      throw this.last;
    }
  }
}
