import { fewAtATime } from '../../core/bytes/few-at-a-time';
import { SkybucketError, throwIfAborted } from '../../core/errors';
import { type Connection, isAmazon } from '../../core/s3/connection';
import type { ObjectFacts, Written } from '../../core/s3/object-store';
import { formatCount } from '../../protocol/figures';
import { objectsBelow } from './below';
import { sameEtag } from './etag';
import { portableHeadersOf } from './object-headers';
import { type Chosen, type ChosenObject, isInside, type Place, samePlace, shown } from './place';
import { relay } from './relay';
import { checkWritable, type WorkOptions, type WriteTools } from './tools';

/** Small objects are a matter of latency; the server does the work. */
const COPIES_AT_A_TIME = 8;
/** Their bytes go through this machine, in parts. */
const RELAYS_AT_A_TIME = 2;
/** The keys of all are kept until they are deleted. */
export const MOST_MOVED = 500_000;

/** Something, and the place it is to have. A folder takes along all that is in it. */
export interface CopyStep {
  readonly from: Chosen;
  readonly to: Place;
  /** What is there already is replaced, as the user has said; see {@link CopyOptions.overwrite}. */
  readonly overwrite?: boolean | undefined;
}

export interface CopyProgress {
  readonly phase: 'copying' | 'deleting';
  readonly objects: number;
  readonly bytes: number;
}

export interface CopyOptions extends WorkOptions {
  /** Left out: what is there already is never replaced, and ends the work with `changed`. */
  readonly overwrite?: boolean | undefined;
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined;
  /** Objects at most; more end the work with `too-large`. */
  readonly most?: number | undefined;
}

export interface Copied {
  readonly objects: number;
  readonly bytes: number;
  /** What was copied of each step, key and ETag of the original. */
  readonly originals: readonly ReadonlyMap<string, string | undefined>[];
}

/** True where the bytes go through this machine, since no server can copy from another one. */
export function isRelayed({ from, to }: CopyStep): boolean {
  return from.place.connection !== to.connection;
}

/** @throws SkybucketError `unsupported` for steps that make no sense or may not be */
export function checkSteps(tools: WriteTools, steps: readonly CopyStep[]): void {
  for (const { from, to } of steps) {
    checkWritable(tools, to);
    if (steps.some((other) => other.to !== to && takesIn(other, to))) {
      throw new SkybucketError('unsupported', `Two things cannot both be put at ${shown(to)}.`);
    }
    const source = onServer(tools, from.place);
    const target = onServer(tools, to);
    if (samePlace(source, target)) {
      throw alreadyThere(to);
    }
    if (from.kind === 'folder' && isInside(target, source)) {
      throw new SkybucketError('unsupported', `${shown(from.place)} cannot be put into itself.`);
    }
  }
}

/** The same place by its server: two connections may lead to one. */
function onServer(tools: WriteTools, place: Place): Place {
  const connection: Connection = tools.connection(place.connection);
  return { ...place, connection: isAmazon(connection) ? '' : (connection.endpoint ?? '') };
}

function alreadyThere(to: Place): SkybucketError {
  return new SkybucketError('unsupported', `${shown(to)} is where it is already.`, {
    hint: 'Choose another folder or another name.',
  });
}

/** Whether something else at a place would get in the way of a step, or the other way round. */
function takesIn({ from, to }: CopyStep, place: Place): boolean {
  return from.kind === 'folder' ? isInside(place, to) : samePlace(place, to);
}

/**
 * Copies everything, and stops at the first failure. Each copy has been compared with its original (by size, and by
 * checksum where both have one of a kind) when it counts.
 *
 * @throws SkybucketError what a server says; what was copied until then stays, and was told by `onProgress`
 */
export async function copySteps(
  tools: WriteTools,
  steps: readonly CopyStep[],
  options: CopyOptions,
): Promise<Copied> {
  checkSteps(tools, steps);
  let objects = 0;
  let bytes = 0;
  const under = new Map<string, number>();
  const report = (): void => {
    const partly = [...under.values()].reduce((sum, some) => sum + some, bytes);
    options.onProgress?.({ phase: 'copying', objects, bytes: partly });
  };
  const originals: Map<string, string | undefined>[] = [];
  for (const step of steps) {
    const kept = new Map<string, string | undefined>();
    originals.push(kept);
    const atATime = isRelayed(step) ? RELAYS_AT_A_TIME : COPIES_AT_A_TIME;
    const single = singleCopies(tools, step, options);
    await fewAtATime(single, atATime, options.signal, async ({ from, to }, signal) => {
      await copyOne(tools, from, to, {
        ...{ signal, overwrite: step.overwrite ?? options.overwrite },
        onCopied: (count) => {
          under.set(from.place.key, count);
          report();
        },
      });
      under.delete(from.place.key);
      checkCount(objects + 1, options.most);
      kept.set(from.place.key, from.etag);
      objects += 1;
      bytes += from.size;
      report();
    });
  }
  return { objects, bytes, originals };
}

interface SingleCopy {
  readonly from: ChosenObject;
  readonly to: Place;
}

/** The objects of a step; the marker of a folder comes first, so that an empty folder is copied, too. */
async function* singleCopies(
  tools: WriteTools,
  { from, to }: CopyStep,
  options: WorkOptions,
): AsyncGenerator<SingleCopy> {
  if (from.kind === 'object') {
    yield { from, to };
    return;
  }
  const { place } = from;
  const source = onServer(tools, place);
  if (place.key !== '') {
    const facts = await head(tools, place, options.signal);
    if (facts !== undefined) {
      yield { from: { kind: 'object', place, size: facts.size, etag: facts.etag }, to };
    }
  }
  for await (const page of objectsBelow(tools, place, options)) {
    for (const { key, size, etag } of page) {
      const target = { ...to, key: to.key + key.slice(place.key.length) };
      // Of `a/a/` put at `a/`, the copy of `a/a/a/x` would replace `a/a/x`, which is still to be copied.
      if (isInside(onServer(tools, target), source)) {
        throw new SkybucketError(
          'unsupported',
          `A copy at ${shown(target)} would lie in the folder that is copied.`,
          { hint: 'Rename the folder first, so that both have different names.' },
        );
      }
      yield { from: { kind: 'object', place: { ...place, key }, size, etag }, to: target };
    }
  }
}

interface OneOptions extends WorkOptions {
  readonly overwrite: boolean | undefined;
  readonly onCopied: (bytes: number) => void;
}

async function copyOne(
  tools: WriteTools,
  from: ChosenObject,
  to: Place,
  { signal, overwrite, onCopied }: OneOptions,
): Promise<void> {
  throwIfAborted(signal);
  const condition = overwrite === true ? undefined : ({ ifNoneMatch: '*' } as const);
  const meter = tools.session.child();
  if (from.place.connection === to.connection) {
    const { etag } = from;
    const options = { signal, meter, condition, etag, onCopied };
    await tools.store.copy(tools.connection(to.connection), from.place, to, options);
    return;
  }
  const original = await head(tools, from.place, signal);
  if (original === undefined || (from.etag !== undefined && !sameEtag(original.etag, from.etag))) {
    throw new SkybucketError(
      'changed',
      `${shown(from.place)} was changed or deleted while it was copied.`,
      { hint: 'Refresh its folder, then copy it again.' },
    );
  }
  await checkApart(tools, from.place, original, to, signal);
  const source = await tools.open(from.place, {
    ...{ size: original.size, etag: original.etag },
    modified: original.modified?.toUTCString(),
  });
  try {
    const tags = original.tagCount
      ? await tools.store.tags(tools.connection(from.place.connection), from.place, {
          signal,
          meter,
        })
      : undefined;
    const headers = { ...portableHeadersOf(original), tags };
    const options = { signal, meter, condition, headers, onSent: onCopied };
    const connection = tools.connection(to.connection);
    compare(to, original, await relay(source, tools.store, connection, to, options));
  } finally {
    await source.close();
  }
}

/**
 * One server may have two names, and then an object would be its own copy, to be deleted as the original.
 *
 * @throws SkybucketError `unsupported` where that is so
 */
async function checkApart(
  tools: WriteTools,
  from: Place,
  original: ObjectFacts,
  to: Place,
  signal: AbortSignal,
): Promise<void> {
  if (from.bucket !== to.bucket || from.key !== to.key) {
    return;
  }
  const there = await head(tools, to, signal);
  const isSame =
    there !== undefined &&
    there.size === original.size &&
    sameEtag(there.etag, original.etag) &&
    there.modified?.getTime() === original.modified?.getTime();
  if (isSame) {
    throw alreadyThere(to);
  }
}

/** @throws SkybucketError `server` where both servers tell a checksum of one kind, and not the same one */
function compare(to: Place, { checksums }: ObjectFacts, { checksum }: Written): void {
  const other = checksums.find(
    ({ algorithm, of }) => algorithm === checksum?.algorithm && of === 'full',
  );
  if (checksum?.of === 'full' && other !== undefined && other.value !== checksum.value) {
    throw new SkybucketError(
      'server',
      `The copy at ${shown(to)} has not the ${checksum.algorithm} checksum of the original.`,
      { hint: 'Delete the copy and try again. The original is as it was.' },
    );
  }
}

function head(
  tools: WriteTools,
  { connection, bucket, key }: Place,
  signal: AbortSignal,
): Promise<ObjectFacts | undefined> {
  const options = { signal, meter: tools.session.child() };
  return tools.store.head(tools.connection(connection), { bucket, key }, options);
}

/** @throws SkybucketError `too-large` above what can be moved at once */
export function checkCount(objects: number, most = Infinity): void {
  if (objects > most) {
    throw new SkybucketError(
      'too-large',
      `${formatCount(objects)} objects are too many to be moved at once.`,
      { hint: `Move parts of the folder, of up to ${formatCount(most)} objects each.` },
    );
  }
}
