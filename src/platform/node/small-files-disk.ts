import type {
  LocalDisk,
  LocalFacts,
  LocalSource,
  LocalTarget,
  PartialFile,
} from '../../core/transfer/local-disk';
import type { NodeLocalDisk } from './local-disk';
import { SmallFile } from './small-file';
import { SLOT } from './small-files-memory';
import { SmallFilesThread, type StartThread } from './small-files-thread';

/**
 * The files of this machine, small downloads among them by a thread of their own. Those of which something may be left
 * of an earlier run, as far as anybody has noted that, go the ordinary way, and so do all once the thread has died.
 */
export class SmallFilesDisk implements LocalDisk {
  private readonly thread: SmallFilesThread;

  constructor(
    private readonly disk: NodeLocalDisk,
    start: StartThread,
  ) {
    this.thread = new SmallFilesThread(start);
  }

  async openPartial(
    target: LocalTarget,
    id: string,
    size: number | undefined,
    beforeNew?: () => Promise<void>,
  ): Promise<PartialFile> {
    const isSmall = size !== undefined && size <= SLOT && beforeNew === undefined;
    if (!isSmall || !this.thread.isUsable) {
      return this.disk.openPartial(target, id, size, beforeNew);
    }
    await this.disk.prepare(target, id);
    const { thread } = this;
    const { memory } = thread;
    const slot = memory.take();
    return slot === undefined
      ? this.disk.openPartial(target, id, size)
      : new SmallFile(thread, memory, slot, this.disk, target, id);
  }

  look(target: LocalTarget): Promise<LocalFacts | undefined> {
    return this.disk.look(target);
  }

  removePartial(target: LocalTarget, id: string): Promise<void> {
    return this.disk.removePartial(target, id);
  }

  openSource(target: LocalTarget): Promise<LocalSource> {
    return this.disk.openSource(target);
  }

  ignoresCase(folder: string): Promise<boolean> {
    return this.disk.ignoresCase(folder);
  }

  /** See `NodeLocalDisk.room`. */
  room(folder: string): Promise<number> {
    return this.disk.room(folder);
  }

  /** Ends the thread, whatever it is doing; small files go the ordinary way from then on. */
  close(): Promise<void> {
    return this.thread.close();
  }
}
