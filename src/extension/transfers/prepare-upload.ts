import { SkybucketError } from '../../core/errors';
import { formatAddress, type AddressComponents } from '../../core/s3/address';
import { checkKey } from '../../core/s3/names';
import { formatS3Uri } from '../../core/s3/uri';
import { newTransferId } from '../../core/transfer/queue-ids';
import type { OnExisting, TransferFile } from '../../core/transfer/transfer';
import type { PreparedTransfer } from './prepare-download';
import type { UploadPlace } from './wanted';
import type { LocalFiles } from './walk-local';

/** What the user is asked before an upload. */
export interface UploadQuestions {
  /** Objects that are there already; undefined: the user leaves it at that. */
  existing(
    there: number,
    of: number,
  ): Promise<Extract<OnExisting, 'skip' | 'overwrite'> | undefined>;
}

export interface PrepareUploadNeeds {
  readonly questions: UploadQuestions;
  /** Which of these keys there are objects of. */
  readonly existing: (keys: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The address as text. */
  readonly format: (address: AddressComponents) => string;
}

/**
 * Makes batches of files of this machine, one for each folder that they lie in: their keys are the prefix and their
 * paths. What is there already is asked about once.
 *
 * @param found what lies at each of the places that the user chose
 * @throws SkybucketError `bad-address` for a name that no key can have, or that two of them would have
 */
export async function prepareUpload(
  place: UploadPlace,
  found: readonly LocalFiles[],
  { questions, existing, format }: PrepareUploadNeeds,
): Promise<readonly PreparedTransfer[]> {
  const { connection, bucket, prefix } = place;
  const keyOf = (path: string): string => prefix + path;
  const keys = found.flatMap(({ files }) => files.map(({ path }) => keyOf(path)));
  keys.forEach((key) => checkKey(key));
  checkDifferent(bucket, keys);
  const there = await existing(keys);
  const count = keys.filter((key) => there.has(key)).length;
  const onExisting = count === 0 ? 'skip' : await questions.existing(count, keys.length);
  if (onExisting === undefined) {
    return [];
  }
  const created = Date.now();
  const folders = new Map<string, LocalFiles[]>();
  for (const files of found) {
    folders.set(files.folder, [...(folders.get(files.folder) ?? []), files]);
  }
  return [...folders].flatMap(([folder, group]): PreparedTransfer[] => {
    const id = newTransferId();
    const files = group
      .flatMap((one) => one.files)
      .filter(({ path }) => onExisting === 'overwrite' || !there.has(keyOf(path)))
      .map(({ path, size }): TransferFile => ({
        ...{ id: newTransferId(), batch: id, path, size },
        address: format(formatAddress({ connection, bucket, key: keyOf(path) })),
      }));
    const label = labelOf(group, bucket);
    return files.length === 0
      ? []
      : [{ batch: { id, direction: 'upload', label, folder, onExisting, created }, files }];
  });
}

/** Of two that come from different folders, one would be left out or replaced by the other. */
function checkDifferent(bucket: string, keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) {
      const uri = formatS3Uri(bucket, key);
      throw new SkybucketError('bad-address', `Two of these files would both be ${uri}.`, {
        hint: 'Upload them one after the other, into different folders.',
      });
    }
    seen.add(key);
  }
}

/** The name of the one thing that is uploaded, else where they all go. */
function labelOf(group: readonly LocalFiles[], bucket: string): string {
  const [first] = group;
  const [name] = first?.files[0]?.path.split('/') ?? [];
  return group.length === 1 && name !== undefined ? name : bucket;
}
