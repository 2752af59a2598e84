/** Bytes a second over the last few seconds, so that the figure follows the link and does not jump. */
export class Rate {
  private readonly samples: { readonly time: number; readonly bytes: number }[] = [];

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly window = 5000,
  ) {}

  /** `bytes` is the total so far. */
  add(bytes: number): void {
    const time = this.now();
    this.samples.push({ time, bytes });
    // The newest sample older than the window stays: the rate is measured from it.
    while (this.samples.length > 2 && time - (this.samples[1]?.time ?? time) >= this.window) {
      this.samples.shift();
    }
  }

  /** Undefined until two moments have been seen. */
  bytesPerSecond(): number | undefined {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.time <= first.time) {
      return undefined;
    }
    return (1000 * Math.max(0, last.bytes - first.bytes)) / (last.time - first.time);
  }
}
