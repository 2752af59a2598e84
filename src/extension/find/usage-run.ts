import { measureUsage, type Usage, UsageCounter } from '../../core/s3/usage';
import type { ListKeys, WalkOptions } from '../../core/s3/walk';
import { Run } from './run';

/** A breakdown is made anew for what came since, not for every page. */
const KEYS_BETWEEN = 20_000;

/** What lies below a place, as far as it has been counted. */
export class UsageRun extends Run {
  readonly kind = 'usage';
  private counter = new UsageCounter(this.place.prefix);
  private shown: { readonly objects: number; readonly usage: Usage } | undefined;

  get total(): Pick<Usage, 'objects' | 'bytes'> {
    return this.counter.total;
  }

  /** The breakdown; while it is counted, one that may be a little behind {@link total}. */
  get usage(): Usage {
    const { objects } = this.counter.total;
    const isNew = this.shown === undefined || this.shown.objects !== objects;
    const due = this.state !== 'running' || objects - (this.shown?.objects ?? 0) > KEYS_BETWEEN;
    if (this.shown === undefined || (isNew && due)) {
      this.shown = { objects, usage: this.counter.usage() };
    }
    return this.shown.usage;
  }

  protected reset(): void {
    this.counter = new UsageCounter(this.place.prefix);
    this.shown = undefined;
  }

  protected walk(list: ListKeys, options: WalkOptions): Promise<unknown> {
    return measureUsage(list, this.place, this.counter, options);
  }

  protected isFull(): boolean {
    return false;
  }

  protected raiseLimit(): void {
    // The keys that are listed are its only limit.
  }
}
