import { throwIfAborted } from '../../core/errors';
import { type Layout, layoutPaths } from '../../core/transfer/layout';
import type { LocalDisk } from '../../core/transfer/local-disk';
import { newTransferId } from '../../core/transfer/queue-ids';
import type { OnExisting, TransferBatch, TransferFile } from '../../core/transfer/transfer';
import { type DownloadRequest, totalSize } from './wanted';

/** What is there already of what is asked for. */
export interface ExistingFiles {
  readonly folder: string;
  readonly there: number;
  /** Of those, how many have the size that the listing says. */
  readonly sameSize: number;
  readonly of: number;
}

/** What the user is asked before anything is downloaded; undefined or false: they leave it at that. */
export interface DownloadQuestions {
  /** A folder for them, made, with its links resolved. */
  folder(request: DownloadRequest): Promise<string | undefined>;
  layout(request: DownloadRequest): Promise<Layout | undefined>;
  existing(files: ExistingFiles): Promise<OnExisting | undefined>;
  /** Whether to go on although there is too little room; bytes. */
  tooLittleRoom(needed: number, free: number, folder: string): Promise<boolean>;
}

export interface PrepareNeeds {
  readonly disk: Pick<LocalDisk, 'look'>;
  readonly questions: DownloadQuestions;
  /** Bytes that may be written into a folder; undefined where that cannot be told. */
  readonly room: (folder: string) => Promise<number | undefined>;
  readonly signal?: AbortSignal | undefined;
}

export interface PreparedTransfer {
  readonly batch: TransferBatch;
  readonly files: readonly TransferFile[];
}

const LOOKS_AT_A_TIME = 32;

/**
 * Makes a batch of what is asked for: where each file goes, and what becomes of those that are there. Every question
 * is asked once, before the first byte.
 *
 * @returns undefined where the user leaves a question at that, or nothing is left to do
 */
export async function prepareDownload(
  request: DownloadRequest,
  { disk, questions, room, signal }: PrepareNeeds,
): Promise<PreparedTransfer | undefined> {
  const layout = await questions.layout(request);
  const folder = layout === undefined ? undefined : await questions.folder(request);
  if (layout === undefined || folder === undefined) {
    return undefined;
  }
  const paths = layoutPaths(request.files, layout);
  const batch = newTransferId();
  const files = request.files.map(({ address, known, size }, index): TransferFile => ({
    id: newTransferId(),
    batch,
    address,
    path: paths[index] ?? '',
    known,
    size: size ?? known?.size,
  }));
  const there = await whatIsThere(disk, folder, files, signal);
  // What comes while they are under way is somebody else's, and stays.
  const onExisting =
    there.size === 0 ? 'skip' : await questions.existing(count(there, files, folder));
  if (onExisting === undefined) {
    return undefined;
  }
  const left = onExisting === 'skip' ? files.filter(({ id }) => !there.has(id)) : files;
  const { bytes } = totalSize(left);
  const free = await room(folder);
  const fits = free === undefined || bytes <= free;
  if (left.length === 0 || !(fits || (await questions.tooLittleRoom(bytes, free, folder)))) {
    return undefined;
  }
  const { label } = request;
  return {
    batch: { id: batch, direction: 'download', label, folder, onExisting, created: Date.now() },
    files: left,
  };
}

/** Sizes of what is at the places of files, by their ids; not that of what is no file. */
async function whatIsThere(
  disk: PrepareNeeds['disk'],
  folder: string,
  files: readonly TransferFile[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number | undefined>> {
  const found = new Map<string, number | undefined>();
  const waiting = files.values();
  const worker = async (): Promise<void> => {
    for (const { id, path } of waiting) {
      throwIfAborted(signal);
      const facts = await disk.look({ folder, path });
      if (facts !== undefined) {
        found.set(id, facts.kind === 'file' ? facts.size : undefined);
      }
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_A_TIME }, worker));
  return found;
}

function count(
  there: ReadonlyMap<string, number | undefined>,
  files: readonly TransferFile[],
  folder: string,
): ExistingFiles {
  const same = files.filter(({ id, size }) => size !== undefined && there.get(id) === size);
  return { folder, there: there.size, sameSize: same.length, of: files.length };
}
