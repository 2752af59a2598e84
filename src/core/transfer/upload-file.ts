import { type ErrorCode, SkybucketError, throwIfAborted } from '../errors';
import { formatAddress } from '../s3/address';
import type { Connection } from '../s3/connection';
import type { ObjectPlace, ObjectStore, WriteCondition } from '../s3/object-store';
import type { ChecksumTools } from './checksum/tools';
import type { JournalStore, LocalDisk, LocalSource, LocalTarget } from './local-disk';
import type { RunOptions, TransferOutcome } from './queue';
import { isDenied, mayPass } from './queue-backoff';
import { textOfAddress } from './remote-s3';
import { numberedName } from './safe-name';
import type { TransferBatch, TransferFile, Verified } from './transfer';
import { readUploadJournal } from './upload-file-journal';
import { uploadParts } from './upload-file-parts';
import { hasBytes } from './upload-file-same';
import { verifiedBy } from './upload-file-verified';

export interface UploadTools {
  readonly disk: LocalDisk;
  readonly journals: JournalStore;
  readonly checksums: ChecksumTools;
  readonly store: Omit<ObjectStore, 'listBuckets' | 'copy' | 'remove' | 'removeMany' | 'parts'>;
  /** Where an address of ours (`skybucket://…`) leads. @throws SkybucketError `bad-address` */
  place(address: string): { readonly connection: Connection; readonly place: ObjectPlace };
}

export interface UploadJob {
  readonly tools: UploadTools;
  readonly file: TransferFile;
  readonly target: LocalTarget;
  readonly connection: Connection;
  readonly place: ObjectPlace;
  readonly condition: WriteCondition | undefined;
  readonly options: RunOptions;
}

/** Larger ones go in parts, each with its checksum. */
const IN_ONE = 16 * 1024 * 1024;
const STARTS = 3;
const MOST_NAMES = 1_000;

/**
 * Uploads one file: in one request, or in parts that go on where an earlier run ended, as long as the file is the
 * same. A file that changes meanwhile is begun anew. What the server keeps is compared with what was sent.
 *
 * @throws SkybucketError `changed` where the file does not stay the same, `conflict` where somebody else writes the
 *   object meanwhile, `damaged`, `local-file`, `cancelled`, or what the server says
 */
export async function uploadFile(
  tools: UploadTools,
  batch: TransferBatch,
  file: TransferFile,
  options: RunOptions,
): Promise<TransferOutcome> {
  const target = { folder: batch.folder, path: file.path };
  const { connection, place: wanted } = tools.place(file.address);
  const condition = batch.onExisting === 'overwrite' ? undefined : ({ ifNoneMatch: '*' } as const);
  let number = 1;
  for (let start = 1; ;) {
    const place = number === 1 ? wanted : numbered(wanted, number);
    const job: UploadJob = { tools, file, target, connection, place, condition, options };
    try {
      return await attempt(job, number);
    } catch (error) {
      if (error instanceof LocalChange) {
        await abandonUpload(tools, file).catch(passDenied);
        if (start === STARTS) {
          throw error.error;
        }
        start += 1;
      } else if (isTaken(error) && condition !== undefined) {
        await abandonUpload(tools, file).catch(passDenied);
        const isLast = batch.onExisting !== 'keep-both' || number === MOST_NAMES;
        if (isLast || (await isThere(job))) {
          return { kind: 'skipped', at: addressAt(job, number) };
        }
        number += 1;
      } else {
        const parts = readUploadJournal(await tools.journals.read(file.id));
        // The server has tidied up the parts, or another program has.
        const isGone = hasCode(error, 'not-found') && parts !== undefined;
        if (isGone && start < STARTS) {
          start += 1;
          continue;
        }
        if (parts !== undefined && isOfNoUse(error)) {
          await abandonUpload(tools, file).catch(() => undefined);
        }
        throw error;
      }
    }
  }
}

/**
 * Ends the upload at the server and forgets it. Where that fails and may pass, what is known of it is kept, so that it
 * can be tried again.
 *
 * @param keeps the failures after which it is kept
 */
export async function abandonUpload(
  tools: UploadTools,
  file: TransferFile,
  keeps: (error: unknown) => boolean = mayPass,
): Promise<void> {
  const journal = readUploadJournal(await tools.journals.read(file.id));
  try {
    if (journal !== undefined) {
      const { connection } = tools.place(file.address);
      await tools.store.abortUpload(connection, journal.upload);
    }
  } catch (error) {
    if (!keeps(error)) {
      await tools.journals.remove(file.id);
    }
    throw error;
  }
  await tools.journals.remove(file.id);
}

/** Parts that one may send and not take away are left to the owner of the bucket. */
function passDenied(error: unknown): void {
  if (!isDenied(error)) {
    throw error;
  }
}

/** The local file is no longer the one that the upload began with. */
class LocalChange extends Error {
  constructor(readonly error: SkybucketError) {
    super(error.message);
  }
}

async function attempt(job: UploadJob, number: number): Promise<TransferOutcome> {
  const { tools, target, options, place, connection } = job;
  const source = await tools.disk.openSource(target);
  try {
    const { size } = source;
    options.onProgress(0, size, 'transferring');
    const verified =
      size <= IN_ONE
        ? await putWhole(job, source)
        : await uploadParts(job, source, () => checkSame(job, source));
    options.onProgress(size, size, 'checking');
    const facts = await tools.store
      .head(connection, { bucket: place.bucket, key: place.key }, callOf(options))
      // Writing may be allowed where asking is not.
      .catch((error: unknown) => {
        if (error instanceof SkybucketError && error.code === 'access-denied') {
          return undefined;
        }
        throw error;
      });
    if (facts !== undefined && facts.size !== size) {
      // Tried again by itself it would be taken for somebody else's, and be left as it is.
      throw new SkybucketError(
        'conflict',
        `The server has ${facts.size} bytes of ${target.path}, which has ${size}.`,
        {
          hint: 'Somebody else may have written it at the same time: compare, then upload it again.',
        },
      );
    }
    await tools.journals.remove(job.file.id);
    return { kind: 'done', at: addressAt(job, number), size, verified };
  } catch (error) {
    // A file that became shorter says so itself.
    if (error instanceof SkybucketError && error.code === 'changed' && error.retryable) {
      throw new LocalChange(error);
    }
    throw error;
  } finally {
    await source.close();
  }
}

async function putWhole(job: UploadJob, source: LocalSource): Promise<Verified> {
  const { tools, connection, place, condition, options } = job;
  const { size } = source;
  const bytes = await source.read(0, size);
  await checkSame(job, source);
  throwIfAborted(options.signal);
  const written = await tools.store.put(connection, place, bytes, {
    ...callOf(options),
    ...(condition === undefined ? {} : { condition }),
    onSent: (sent) => options.onProgress(sent, size, 'transferring'),
  });
  return verifiedBy(written);
}

/** @throws LocalChange where the file is another one by now */
async function checkSame({ tools, target }: UploadJob, source: LocalSource): Promise<void> {
  const now = await tools.disk.look(target);
  if (now === undefined || now.size !== source.size || now.modified !== source.modified) {
    throw new LocalChange(
      new SkybucketError('changed', `${target.path} changed while it was uploaded.`, {
        hint: 'Upload it again when nothing writes to it.',
      }),
    );
  }
}

/** Refused by the condition; a change of the local file is another matter. */
function isTaken(error: unknown): boolean {
  return hasCode(error, 'changed');
}

/** What became of the parts is not known: no later run may go on with them. */
function isOfNoUse(error: unknown): boolean {
  return (
    error instanceof SkybucketError &&
    (error.code === 'conflict' || (error.code === 'damaged' && !error.retryable))
  );
}

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof SkybucketError && error.code === code;
}

/** The place is taken by this very file; of a large one its journal tells. */
async function isThere({ tools, target, connection, place, options }: UploadJob): Promise<boolean> {
  const facts = await tools.store
    .head(connection, place, callOf(options))
    .catch((error: unknown) => {
      if (hasCode(error, 'access-denied')) {
        return undefined;
      }
      throw error;
    });
  if (facts === undefined || facts.size > IN_ONE) {
    return false;
  }
  const source = await tools.disk.openSource(target);
  try {
    return (
      source.size === facts.size &&
      (await hasBytes(tools.checksums, facts, await source.read(0, source.size)))
    );
  } finally {
    await source.close();
  }
}

function addressAt({ file, connection, place }: UploadJob, number: number): string {
  const { bucket, key } = place;
  return number === 1
    ? file.address
    : textOfAddress(formatAddress({ connection: connection.id, bucket, key }));
}

function numbered({ bucket, key }: ObjectPlace, number: number): ObjectPlace {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  return { bucket, key: folder + numberedName(key.slice(folder.length), number) };
}

function callOf({ signal, meter }: RunOptions): Pick<RunOptions, 'signal' | 'meter'> {
  return { signal, meter };
}
