import { isCancelled, SkybucketError } from '../../errors';
import { inParallel } from '../in-parallel';

/** What the requests for some items have brought. */
export interface Batches<T> {
  readonly answers: readonly T[];
  /** The items whose request has failed. */
  readonly failed: readonly string[];
  /** Of the first request that has; undefined where all are answered. */
  readonly failure: SkybucketError | undefined;
}

export interface BatchOptions {
  /** Items in one request. */
  readonly size: number;
  /** Requests at a time. */
  readonly parallel: number;
  /** Told after each request of how many items it is done. */
  readonly onDone?: ((done: number, of: number) => void) | undefined;
}

export function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * Asks for items in batches, several at a time; the answers are in the order of the items.
 *
 * @throws SkybucketError of the first request that fails, where all do; `cancelled`.
 */
export async function askInBatches<T>(
  items: readonly string[],
  { size, parallel, onDone }: BatchOptions,
  ask: (batch: readonly string[]) => Promise<T>,
): Promise<Batches<T>> {
  const batches = inBatches(items, size);
  let done = 0;
  const asked = await inParallel(batches, parallel, async (batch) => {
    try {
      const answer = await ask(batch);
      onDone?.((done += batch.length), items.length);
      return { answer };
    } catch (error) {
      if (isCancelled(error) || !(error instanceof SkybucketError)) {
        throw error;
      }
      return { error };
    }
  });
  const failure = asked.flatMap((one) => ('error' in one ? [one.error] : []))[0];
  const answers = asked.flatMap((one) => ('error' in one ? [] : [one.answer]));
  if (failure !== undefined && answers.length === 0) {
    throw failure;
  }
  const failed = batches.filter((_, index) => 'error' in (asked[index] ?? {})).flat();
  return { answers, failed, failure };
}
