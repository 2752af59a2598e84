import type { BucketFacts } from '../../core/s3/object-store';

/** The buckets of the account of a connection, as far as they were asked for. */
export class AccountBuckets {
  found: readonly BucketFacts[] | undefined;
  /** Why there are none. */
  failure: unknown;
  private running: Promise<void> | undefined;
  /** Another one after each reset. */
  private look = 0;

  /** @param list gives all buckets */
  constructor(private readonly list: () => Promise<readonly BucketFacts[]>) {}

  /** Asks unless that has been done. Never throws: what went wrong is in `failure`. */
  start(): Promise<void> {
    if (this.found !== undefined || this.failure !== undefined) {
      return Promise.resolve();
    }
    return (this.running ??= this.load());
  }

  /** What is still under way counts no more. */
  reset(): void {
    this.found = undefined;
    this.failure = undefined;
    this.running = undefined;
    this.look++;
  }

  private async load(): Promise<void> {
    const { look } = this;
    const isLatest = (): boolean => this.look === look;
    try {
      const buckets = await this.list();
      if (isLatest()) {
        this.found = [...buckets].sort((a, b) => (a.name < b.name ? -1 : 1));
      }
    } catch (error) {
      if (isLatest()) {
        this.failure = error;
      }
    }
    if (isLatest()) {
      this.running = undefined;
    }
  }
}
