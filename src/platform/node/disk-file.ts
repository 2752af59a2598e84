import { realpath } from 'node:fs/promises';
import { dirname, basename } from 'node:path';
import type { LocalDisk, PartialFile } from '../../core/transfer/local-disk';
import { newTransferId } from '../../core/transfer/queue-ids';
import type { OnExisting } from '../../core/transfer/transfer';
import { onDisk } from './local-disk-errors';

/** A file of this machine that is written from its beginning to its end, as downloads are: it has its name when it is whole. */
export class DiskFile {
  private constructor(
    private readonly partial: PartialFile,
    private readonly onExisting: Exclude<OnExisting, 'skip'>,
  ) {}

  /**
   * @param path absolute; its folder is there
   * @throws SkybucketError `local-file`
   */
  static async create(
    disk: Pick<LocalDisk, 'openPartial'>,
    path: string,
    onExisting: Exclude<OnExisting, 'skip'>,
  ): Promise<DiskFile> {
    const folder = await onDisk(path, () => realpath(dirname(path)));
    const target = { folder, path: basename(path) };
    const partial = await disk.openPartial(target, newTransferId(), undefined);
    return new DiskFile(partial, onExisting);
  }

  write(position: number, bytes: Uint8Array): Promise<void> {
    return this.partial.write(position, bytes);
  }

  /** Gives it its name, which it returns as a path. Called once, when all `size` bytes are written. */
  async commit(size: number): Promise<string> {
    return (await this.partial.commit(size, this.onExisting)) ?? '';
  }

  /** Removes what was written. Does nothing after a commit. */
  discard(): Promise<void> {
    return this.partial.discard();
  }
}
