import { knownVersion, type KnownObject } from '../bytes/version';
import { SkybucketError } from '../errors';
import type { ObjectStore } from '../s3/object-store';
import type { ChecksumTools } from './checksum/tools';
import { headOfRemote } from './download-file-head';
import { factsOfHead, type RemoteFacts, type RemoteFile } from './download-file-remote';
import type { LocalCopies } from './local-copies';
import type { JournalStore, LocalDisk, LocalTarget } from './local-disk';
import type { RunOptions } from './queue';
import type { TransferBatch, TransferFile } from './transfer';
import { bestChecksum } from './verify-expected';

export interface DownloadTools {
  readonly disk: LocalDisk;
  readonly journals: JournalStore;
  readonly copies: LocalCopies;
  readonly checksums: ChecksumTools;
  readonly store: Pick<ObjectStore, 'head' | 'parts'>;
  /** Ids of those that came once, whole, with other bytes than those of their checksum: they come once more, not twice. */
  readonly damaged: Set<string>;
  /** The remote end of an address. */
  open(address: string): Promise<RemoteFile>;
}

export interface DownloadJob {
  readonly tools: DownloadTools;
  readonly batch: TransferBatch;
  readonly file: TransferFile;
  readonly target: LocalTarget;
  readonly remote: RemoteFile;
  readonly options: RunOptions;
}

/**
 * What an object is by now; undefined where its bytes have to tell.
 *
 * @param known what a listing says, for want of better
 */
export async function askFacts(
  { remote, tools, options }: DownloadJob,
  known: KnownObject | undefined,
): Promise<RemoteFacts | undefined> {
  const listed = known && {
    ...{ version: knownVersion(known), checksums: [], plainETag: remote.s3 !== undefined },
  };
  if (remote.s3 === undefined) {
    return listed;
  }
  const { connection, place } = remote.s3;
  const { signal, meter } = options;
  try {
    const plain = await headOfRemote(remote, { signal, meter });
    if (typeof plain === 'object') {
      return plain;
    }
    const head =
      plain === 'missing'
        ? undefined
        : await tools.store.head(connection, place, { signal, meter });
    if (head === undefined) {
      const since = known === undefined ? '' : ' any more';
      throw new SkybucketError('not-found', `${remote.label} does not exist${since}.`);
    }
    return factsOfHead(head);
  } catch (error) {
    // One may be allowed to read an object whose head may not be asked for.
    if (error instanceof SkybucketError && error.code === 'access-denied') {
      return listed;
    }
    throw error;
  }
}

/** Sizes of the parts that a composite checksum is of, where that is what there is to compare with. */
export async function partSizes(
  { tools, remote, options }: DownloadJob,
  facts: RemoteFacts,
): Promise<readonly number[] | undefined> {
  const { of, parts } = bestChecksum(facts) ?? {};
  if (remote.s3 === undefined || of !== 'composite' || parts === undefined) {
    return undefined;
  }
  const { connection, place } = remote.s3;
  const { signal, meter } = options;
  const found = await tools.store.parts(connection, place, parts, { signal, meter });
  return found?.map(({ size }) => size);
}
