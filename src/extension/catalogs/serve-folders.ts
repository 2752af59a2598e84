import type { Meter } from '../../core/bytes/meter';
import { cancelled, SkybucketError } from '../../core/errors';
import type { RpcHandlers } from '../../protocol/rpc-server';
import type { FolderMethods } from '../../worker/catalog/methods';
import { readInReports } from '../../worker/serve-reads';
import type { OpenedObject } from '../services';
import type { FolderPlaces } from './folder-places';

/** Files that a worker may have open at once. A data set has tens of thousands, which are read some at a time. */
const MOST_OPEN = 20_000;

/**
 * The folders and files that the worker of a catalogue reads: it knows no sockets, we know no formats. All that is
 * read is counted by one meter.
 */
export class FolderServer {
  private readonly files = new Map<number, OpenedObject>();
  private next = 1;
  private closed = false;

  constructor(
    private readonly places: FolderPlaces,
    private readonly meter: Meter,
  ) {}

  readonly handlers: RpcHandlers<FolderMethods> = {
    list: ({ uri, folder }, { signal }) =>
      this.places.list(uri, folder, { signal, meter: this.meter }),

    files: async ({ uri, folder }, { signal, progress }) => {
      const options = { signal, meter: this.meter };
      for await (const files of this.places.files(uri, folder, options)) {
        if (files.length > 0) {
          await progress({ files });
        }
      }
      return null;
    },

    openFile: async ({ uri, path, size }, { signal }) => {
      if (this.files.size >= MOST_OPEN) {
        throw new SkybucketError('too-large', 'Too many files of the data set are open at once.');
      }
      const file = this.next++;
      const opened = await this.places.open(uri, path, size);
      if (this.closed || signal.aborted) {
        // Nobody will ever close it by its number.
        await opened.close();
        throw cancelled();
      }
      this.files.set(file, opened);
      return { file, label: opened.label, local: opened.reader.local };
    },

    closeFile: async ({ file }) => {
      const opened = this.files.get(file);
      this.files.delete(file);
      await opened?.close();
      return null;
    },

    size: async ({ file }, { signal }) => ({
      size: await this.reader(file).size({ signal, meter: this.meter }),
    }),

    read: async ({ file, spans }, { signal, progress }) => {
      await readInReports(this.reader(file), spans, { signal, meter: this.meter }, progress);
      return null;
    },
  };

  /** Closes what is open. */
  async close(): Promise<void> {
    this.closed = true;
    const all = [...this.files.values()];
    this.files.clear();
    await Promise.all(all.map((opened) => opened.close()));
  }

  private reader(file: number | undefined): OpenedObject['reader'] {
    const opened = file === undefined ? undefined : this.files.get(file);
    if (opened === undefined) {
      throw new SkybucketError('protocol', `There is no open file ${file}.`);
    }
    return opened.reader;
  }
}
