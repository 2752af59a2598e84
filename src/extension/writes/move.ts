import type { NotRemoved } from '../../core/s3/object-store';
import { objectsBelow } from './below';
import { type Copied, type CopyOptions, type CopyStep, copySteps, MOST_MOVED } from './copy';
import { quotedEtag, sameEtag } from './etag';
import { checkWritable, type WriteTools } from './tools';

const BATCH = 1000;
const MOST_REASONS = 20;

export interface Moved {
  readonly objects: number;
  readonly bytes: number;
  /** Originals that are still there: changed since they were copied, or the server refused to delete them. */
  readonly kept: number;
  readonly reasons: readonly NotRemoved[];
  /** What ended the deleting early; all copies are there then. */
  readonly problem: unknown;
}

/**
 * S3 cannot rename: everything is copied, each copy is compared with its original, and only when all are there are
 * the originals deleted, those alone that are still what was copied.
 *
 * @throws SkybucketError where the copying ended early; every original is there then
 */
export async function moveSteps(
  tools: WriteTools,
  steps: readonly CopyStep[],
  options: CopyOptions,
): Promise<Moved> {
  for (const { from } of steps) {
    checkWritable(tools, from.place);
  }
  const copied = await copySteps(tools, steps, { ...options, most: MOST_MOVED });
  const deleting = new Deleting(tools, copied, options);
  let problem: unknown;
  try {
    for (const [index, step] of steps.entries()) {
      await deleting.step(step, copied.originals[index] ?? new Map());
    }
  } catch (error) {
    problem = error;
  }
  const { objects, bytes } = copied;
  const { deleted, reasons } = deleting;
  return { objects, bytes, kept: objects - deleted, reasons, problem };
}

type Originals = Copied['originals'][number];

class Deleting {
  deleted = 0;
  readonly reasons: NotRemoved[] = [];

  constructor(
    private readonly tools: WriteTools,
    private readonly copied: Copied,
    private readonly options: CopyOptions,
  ) {}

  async step({ from }: CopyStep, originals: Originals): Promise<void> {
    const { place } = from;
    if (from.kind === 'object') {
      const etag = await this.etagNow(place.key, from);
      await this.remove(from, isSame(originals, place.key, etag) ? [place.key] : [], originals);
      return;
    }
    const before = this.deleted;
    for await (const page of objectsBelow(this.tools, place, this.options)) {
      const same = page.filter(({ key, etag }) => isSame(originals, key, etag));
      await this.remove(
        from,
        same.map(({ key }) => key),
        originals,
      );
    }
    // The marker goes when everything that was copied with it is gone.
    const marker = originals.has(place.key) ? 1 : 0;
    if (marker === 1 && this.deleted - before === originals.size - marker) {
      await this.remove(from, [place.key], originals);
    }
  }

  private async etagNow(key: string, { place }: CopyStep['from']): Promise<string | undefined> {
    const facts = await this.tools.store.head(
      this.tools.connection(place.connection),
      { bucket: place.bucket, key },
      this.call(),
    );
    return facts?.etag;
  }

  /** On the condition that each is still what was copied; what a server cannot see to was looked at just before. */
  private async remove(
    { place }: CopyStep['from'],
    keys: readonly string[],
    originals: Originals,
  ): Promise<void> {
    const connection = this.tools.connection(place.connection);
    for (let at = 0; at < keys.length; at += BATCH) {
      const some = keys.slice(at, at + BATCH);
      const etags = new Map(
        some.flatMap((key): [string, string][] => {
          const etag = originals.get(key);
          return etag === undefined ? [] : [[key, quotedEtag(etag)]];
        }),
      );
      const options = { ...this.call(), etags };
      const left = await this.tools.store.removeMany(connection, place.bucket, some, options);
      this.deleted += some.length - left.length;
      this.reasons.push(...left.slice(0, Math.max(0, MOST_REASONS - this.reasons.length)));
      const { bytes } = this.copied;
      this.options.onProgress?.({ phase: 'deleting', objects: this.deleted, bytes });
    }
  }

  private call(): { signal: AbortSignal; meter: ReturnType<WriteTools['session']['child']> } {
    return { signal: this.options.signal, meter: this.tools.session.child() };
  }
}

/** Whether the object is still the one that was copied. Without ETags nobody can tell, and it is kept. */
function isSame(originals: Originals, key: string, etag: string | undefined): boolean {
  const copied = originals.get(key);
  return copied !== undefined && sameEtag(copied, etag);
}
