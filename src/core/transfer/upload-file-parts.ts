import { fewAtATime } from '../bytes/few-at-a-time';
import { SkybucketError, throwIfAborted } from '../errors';
import type { ObjectFacts, PartedUpload, SentPart } from '../s3/object-store';
import type { LocalSource } from './local-disk';
import { countParts, partSpan, uploadPartSize } from './part-plan';
import { isDenied } from './queue-backoff';
import type { Verified } from './transfer';
import type { UploadJob } from './upload-file';
import { readUploadJournal, type UploadJournal, writeUploadJournal } from './upload-file-journal';
import { verifiedBy } from './upload-file-verified';

/** Each is held in memory while it is sent: fewer where they are large, as those of a file of terabytes are. */
const PARTS_AT_A_TIME = 4;
const MOST_HELD = 256 * 1024 * 1024;

/**
 * Uploads a file in parts, but for those the server has from an earlier run.
 *
 * @param checkSame throws where the file is no longer the one that was opened
 */
export async function uploadParts(
  job: UploadJob,
  source: LocalSource,
  checkSame: () => Promise<void>,
): Promise<Verified> {
  const { tools, connection, condition, options, file } = job;
  const { signal, meter } = options;
  const call = { signal, meter, ...(condition === undefined ? {} : { condition }) };
  const begun = await begin(job, source);
  if (begun === 'whole') {
    return { by: 'size' };
  }
  const { upload, partSize, sent } = begun;
  const { size } = source;
  const under = new Map<number, number>();
  const report = (): void => {
    const whole = [...sent.values()].reduce((sum, part) => sum + part.size, 0);
    const some = [...under.values()].reduce((sum, bytes) => sum + bytes, 0);
    options.onProgress(whole + some, size, 'transferring');
  };
  report();

  const send = async (number: number, stop: AbortSignal): Promise<void> => {
    const { start, end } = partSpan(size, partSize, number - 1);
    const bytes = await source.read(start, end - start);
    // Bytes of a file that was written to meanwhile are not sent.
    await checkSame();
    const part = await tools.store.putPart(connection, upload, number, bytes, {
      ...{ signal: stop, meter },
      onSent: (count) => {
        under.set(number, count);
        report();
      },
    });
    under.delete(number);
    sent.set(number, part);
    await tools.journals.note(file.id, [number]);
    report();
  };
  const numbers = Array.from({ length: countParts(size, partSize) }, (_, index) => index + 1);
  throwIfAborted(signal);
  await fewAtATime(
    numbers.filter((number) => !sent.has(number)),
    Math.max(1, Math.min(PARTS_AT_A_TIME, Math.floor(MOST_HELD / partSize))),
    signal,
    send,
  );
  await checkSame();
  const parts = numbers.flatMap((number) => sent.get(number) ?? []);
  return verifiedBy(await tools.store.completeUpload(connection, upload, parts, call));
}

interface Begun {
  readonly upload: PartedUpload;
  readonly partSize: number;
  readonly sent: Map<number, SentPart>;
}

/** The upload of an earlier run with its parts, or a new one; `whole` where that run had come to its end. */
async function begin(job: UploadJob, source: LocalSource): Promise<Begun | 'whole'> {
  const { tools, connection, place, condition, options, file } = job;
  const { signal, meter } = options;
  const kept = readUploadJournal(await tools.journals.read(file.id));
  if (kept !== undefined) {
    const { upload, partSize } = kept;
    const isSame =
      kept.size === source.size &&
      kept.modified === source.modified &&
      upload.place.bucket === place.bucket &&
      upload.place.key === place.key;
    const parts = isSame
      ? await unlessDenied(tools.store.sentParts(connection, upload, { signal, meter }))
      : undefined;
    if (parts !== undefined) {
      const fitting = parts.filter(({ number, size }) => {
        const { start, end } = partSpan(source.size, partSize, number - 1);
        return size === end - start;
      });
      return { upload, partSize, sent: new Map(fitting.map((part) => [part.number, part])) };
    }
    if (isSame && (await isWhole(job, kept))) {
      return 'whole';
    }
    await unlessDenied(
      tools.store
        .abortUpload(connection, upload, { signal, meter })
        .then(() => tools.journals.remove(file.id)),
    );
    // Where it was denied, the journal stays until another upload has begun: maybe nothing is allowed just now.
  }
  const there = await lookAt(job);
  // Better known before all bytes are sent; the condition is asked for at the end as well.
  if (condition !== undefined && there !== undefined && there !== 'unknown') {
    throw new SkybucketError('changed', `${place.key} exists already.`);
  }
  const before = there === 'unknown' ? undefined : there === undefined ? null : there.etag;
  const upload = await tools.store.beginUpload(connection, place, { signal, meter });
  const partSize = uploadPartSize(source.size);
  await tools.journals.begin(file.id, writeUploadJournal(source, partSize, upload, before));
  return { upload, partSize, sent: new Map() };
}

/**
 * Whether an upload that the server knows no more was completed: all its parts were sent, and there is an object of
 * that size and of as many parts, which is not the one that was there before.
 */
async function isWhole(
  job: UploadJob,
  { size, partSize, done, before }: UploadJournal,
): Promise<boolean> {
  const count = countParts(size, partSize);
  if (done.size < count || before === undefined) {
    return false;
  }
  const facts = await lookAt(job);
  return (
    facts !== 'unknown' &&
    facts?.size === size &&
    facts.etag !== before &&
    facts.etag?.endsWith(`-${count}"`) === true
  );
}

/** What is at the place; unknown where writing is allowed and asking is not. */
async function lookAt({
  tools,
  connection,
  place,
  options,
}: UploadJob): Promise<ObjectFacts | undefined | 'unknown'> {
  const { signal, meter } = options;
  try {
    return await tools.store.head(connection, place, { signal, meter });
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'access-denied') {
      return 'unknown';
    }
    throw error;
  }
}

/** Undefined where that may not be asked: rights to upload do not always come with those to list parts or end uploads. */
async function unlessDenied<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}
