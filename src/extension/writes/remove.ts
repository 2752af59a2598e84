import { fewAtATime } from '../../core/bytes/few-at-a-time';
import type { CallOptions } from '../../core/s3/calls';
import type { S3Object } from '../../core/s3/listing';
import type { NotRemoved } from '../../core/s3/object-store';
import { objectsBelow } from './below';
import { type Chosen, type ChosenFolder, type Place, withoutNested } from './place';
import { checkWritable, type WorkOptions, type WriteTools } from './tools';

/** One request deletes as many. */
const BATCH = 1000;
/** Of one folder. */
const BATCHES_AT_A_TIME = 4;
/** Sentences kept of what could not be deleted. */
const MOST_REASONS = 20;

export interface Removal {
  /** Objects that are gone. */
  readonly removed: number;
  /** Objects that are still there although they were to go. */
  readonly failed: number;
  /** Why, for the first of them. */
  readonly reasons: readonly NotRemoved[];
  /** What ended it early: a cancel, a failure of the whole request. Undefined where everything was tried. */
  readonly problem: unknown;
}

/**
 * Deletes what is chosen, folders with everything in them, a page at a time. It is the marker of a folder that goes
 * last, and only when nothing is left in it. Never throws: what was deleted before a failure is deleted, and is told.
 */
export async function removeChosen(
  tools: WriteTools,
  chosen: readonly Chosen[],
  options: WorkOptions & { readonly onRemoved?: (removed: number) => void },
): Promise<Removal> {
  const run = new Removing(tools, options);
  try {
    const single = new Map<string, { readonly at: Place; readonly keys: string[] }>();
    for (const one of withoutNested(chosen)) {
      checkWritable(tools, one.place);
      if (one.kind === 'folder') {
        await run.folder(one);
        continue;
      }
      const { connection, bucket, key } = one.place;
      const id = `${connection}/${bucket}`;
      const group = single.get(id) ?? { at: one.place, keys: [] };
      group.keys.push(key);
      single.set(id, group);
    }
    for (const { at, keys } of single.values()) {
      await run.keys(at, keys);
    }
    return run.result(undefined);
  } catch (problem) {
    return run.result(problem);
  }
}

class Removing {
  private removed = 0;
  private failed = 0;
  private readonly reasons: NotRemoved[] = [];

  constructor(
    private readonly tools: WriteTools,
    private readonly options: WorkOptions & { readonly onRemoved?: (removed: number) => void },
  ) {}

  result(problem: unknown): Removal {
    const { removed, failed, reasons } = this;
    return { removed, failed, reasons, problem };
  }

  async folder({ place }: ChosenFolder): Promise<void> {
    const failedBefore = this.failed;
    const pages = this.pages(place, failedBefore);
    await fewAtATime(pages, BATCHES_AT_A_TIME, this.options.signal, (page, signal) =>
      this.keys(
        place,
        page.map(({ key }) => key),
        signal,
      ),
    );
    if (place.key !== '' && this.failed === failedBefore) {
      await this.marker(place);
    }
  }

  /** Looked for first: where versions are kept, deleting what is not there would leave a trace. */
  private async marker(place: Place): Promise<void> {
    const { store } = this.tools;
    const connection = this.tools.connection(place.connection);
    const call = this.call(this.options.signal);
    if ((await store.head(connection, place, call)) !== undefined) {
      await store.remove(connection, place, call);
    }
  }

  /** A right that is missing is missing for a million more: then there are no further pages. */
  private async *pages(place: Place, failedBefore: number): AsyncGenerator<readonly S3Object[]> {
    for await (const page of objectsBelow(this.tools, place, this.options)) {
      if (this.removed === 0 && this.failed > failedBefore) {
        return;
      }
      yield page;
    }
  }

  async keys(
    { connection, bucket }: Place,
    keys: readonly string[],
    signal = this.options.signal,
  ): Promise<void> {
    for (let at = 0; at < keys.length; at += BATCH) {
      const some = keys.slice(at, at + BATCH);
      const owner = this.tools.connection(connection);
      const left = await this.tools.store.removeMany(owner, bucket, some, this.call(signal));
      this.removed += some.length - left.length;
      this.failed += left.length;
      this.reasons.push(...left.slice(0, Math.max(0, MOST_REASONS - this.reasons.length)));
      this.options.onRemoved?.(this.removed);
    }
  }

  private call(signal: AbortSignal): CallOptions {
    return { signal, meter: this.tools.session.child() };
  }
}
