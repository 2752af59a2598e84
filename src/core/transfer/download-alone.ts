import type { Meter } from '../bytes/meter';
import type { KnownObject } from '../bytes/version';
import { throwIfAborted } from '../errors';
import { downloadFile, forget } from './download-file';
import type { DownloadTools } from './download-file-job';
import type { JournalStore } from './local-disk';
import type { TransferOutcome } from './queue';
import { newTransferId } from './queue-ids';
import { Rate } from './rate';
import type { OnExisting, TransferBatch, TransferFile } from './transfer';

/** What is downloaded, and where to. */
export interface AloneFile {
  readonly address: string;
  /** What a listing has just said of it. */
  readonly known?: KnownObject | undefined;
  /** Absolute, with its links resolved. */
  readonly folder: string;
  /** Safe. */
  readonly name: string;
  readonly onExisting: Exclude<OnExisting, 'skip'>;
}

export interface AloneProgress {
  readonly received: number;
  /** Bytes; undefined where the server does not say. */
  readonly size: number | undefined;
  readonly bytesPerSecond: number | undefined;
}

export interface AloneOptions {
  readonly signal: AbortSignal;
  readonly meter: Meter;
  readonly onProgress: (progress: AloneProgress) => void;
  /** Larger ones (bytes) are not downloaded: they are for the queue. */
  readonly below: number;
}

export type AloneTools = Omit<DownloadTools, 'journals' | 'damaged'>;

/**
 * Downloads one file at once and by itself, in the way the queue does; it is not gone on with later, and leaves nothing
 * where it fails or is cancelled.
 *
 * @returns `tooLarge`, its size, where it is not below what is allowed; nothing is left of it then
 * @throws SkybucketError as `downloadFile` has it
 */
export async function downloadAlone(
  given: AloneTools,
  { address, known, folder, name, onExisting }: AloneFile,
  { signal, meter, onProgress, below }: AloneOptions,
): Promise<TransferOutcome | { readonly kind: 'too-large'; readonly size: number }> {
  throwIfAborted(signal);
  if (known !== undefined && known.size >= below) {
    return { kind: 'too-large', size: known.size };
  }
  const id = newTransferId();
  const batch: TransferBatch = {
    ...{ id, direction: 'download', label: name, folder, onExisting, created: Date.now() },
  };
  const file: TransferFile = { id, batch: id, address, path: name, known };
  // Who asks for a file by itself is to have it, though it is there under another name.
  const copies: AloneTools['copies'] = {
    add: (copy) => given.copies.add(copy),
    find: () => Promise.resolve([]),
  };
  const tools: DownloadTools = { ...given, copies, journals: NONE, damaged: new Set() };
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  const rate = new Rate();
  let tooLarge: number | undefined;
  try {
    return await downloadFile(tools, batch, file, {
      ...{ signal: stop.signal, meter },
      onProgress: (received, size) => {
        if (size !== undefined && size >= below) {
          tooLarge = size;
          abort();
          return;
        }
        rate.add(received);
        onProgress({ received, size, bytesPerSecond: rate.bytesPerSecond() });
      },
    });
  } catch (error) {
    // A folder that is gone meanwhile has nothing left; why it failed is to be said, not that.
    await forget(tools, { target: { folder, path: name }, file }).catch(() => undefined);
    if (tooLarge !== undefined && !signal.aborted) {
      return { kind: 'too-large', size: tooLarge };
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What is not gone on with needs no journal. */
const NONE: JournalStore = {
  read: () => Promise.resolve(undefined),
  begin: () => Promise.resolve(),
  note: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};
