import { SkybucketError, throwIfAborted } from '../errors';
import type { Connection } from '../s3/connection';
import type { ObjectPlace, ObjectStore, WriteCondition } from '../s3/object-store';
import type { JournalStore, LocalDisk, LocalSource, LocalTarget } from './local-disk';
import type { RunOptions, TransferOutcome } from './queue';
import { numberedName } from './safe-name';
import type { OnExisting, TransferBatch, TransferFile, Verified } from './transfer';
import { readUploadJournal } from './upload-file-journal';
import { uploadParts } from './upload-file-parts';
import { verifiedBy } from './upload-file-verified';

export interface UploadTools {
  readonly disk: LocalDisk;
  readonly journals: JournalStore;
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
 * @throws SkybucketError `changed` where the file does not stay the same, `local-file`, `cancelled`, or what the
 *   server says
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
      return await attempt(job, file.address, number);
    } catch (error) {
      if (error instanceof LocalChange) {
        await abandonUpload(tools, file);
        if (start === STARTS) {
          throw error.error;
        }
        start += 1;
      } else if (isTaken(error) && condition !== undefined) {
        await abandonUpload(tools, file);
        const next = whenTaken(batch.onExisting, file.address, number);
        if (typeof next !== 'number') {
          return next;
        }
        number = next;
      } else {
        throw error;
      }
    }
  }
}

/** Ends the upload at the server and forgets it. */
export async function abandonUpload(tools: UploadTools, file: TransferFile): Promise<void> {
  const journal = readUploadJournal(await tools.journals.read(file.id));
  if (journal !== undefined) {
    const { connection } = tools.place(file.address);
    await tools.store.abortUpload(connection, journal.upload);
  }
  await tools.journals.remove(file.id);
}

/** The local file is no longer the one that the upload began with. */
class LocalChange extends Error {
  constructor(readonly error: SkybucketError) {
    super(error.message);
  }
}

async function attempt(job: UploadJob, address: string, number: number): Promise<TransferOutcome> {
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
      throw new SkybucketError(
        'server',
        `The server has ${facts.size} bytes of ${target.path}, which has ${size}.`,
        { hint: 'Upload it again.', retryable: true },
      );
    }
    await tools.journals.remove(job.file.id);
    const at = number === 1 ? address : `s3://${place.bucket}/${place.key}`;
    return { kind: 'done', at, size, verified };
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
  return error instanceof SkybucketError && error.code === 'changed';
}

function whenTaken(
  onExisting: OnExisting,
  address: string,
  number: number,
): TransferOutcome | number {
  return onExisting === 'keep-both' && number < MOST_NAMES
    ? number + 1
    : { kind: 'skipped', at: address };
}

function numbered({ bucket, key }: ObjectPlace, number: number): ObjectPlace {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  return { bucket, key: folder + numberedName(key.slice(folder.length), number) };
}

function callOf({ signal, meter }: RunOptions): Pick<RunOptions, 'signal' | 'meter'> {
  return { signal, meter };
}
