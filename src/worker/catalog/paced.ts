/** Reports of something that goes on: not more often than they can be taken up, and the last one always. */
export class Paced {
  private timer: NodeJS.Timeout | undefined;
  private sending = false;
  private changed = false;
  private last = -Infinity;
  private ended = false;

  /**
   * @param send resolves when the report has arrived.
   * @param every milliseconds between two of them, at least.
   */
  constructor(
    private readonly send: () => Promise<void>,
    private readonly every = 200,
  ) {}

  /** There is something new. */
  note(): void {
    this.changed = true;
    if (!this.sending && this.timer === undefined && !this.ended) {
      const wait = Math.max(0, this.last + this.every - performance.now());
      this.timer = setTimeout(() => void this.report(), wait);
    }
  }

  /** Nothing is reported any more. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async report(): Promise<void> {
    this.timer = undefined;
    this.sending = true;
    this.changed = false;
    this.last = performance.now();
    await this.send();
    this.sending = false;
    if (this.changed) {
      this.note();
    }
  }
}
