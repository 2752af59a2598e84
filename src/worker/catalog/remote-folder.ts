import { onAbort } from '../../core/bytes/on-abort';
import type { ByteReader } from '../../core/bytes/reader';
import type {
  DatasetFolder,
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../core/catalogs/layout/dataset-folder';
import { SkybucketError, throwIfAborted, type ErrorCode } from '../../core/errors';
import { datasetLabel } from './dataset-label';
import { RemoteFile, type FolderHost } from './remote-file';

/** Files of one folder that the host has open at once. */
const MOST_OPEN = 1000;
/** More is no small file. */
const MOST_SMALL = 64 * 1024 * 1024;
/** S3 denies access to what is not there, to those who may not list. */
const GONE: readonly ErrorCode[] = ['not-found', 'access-denied'];

/** A folder that the host lists and whose files it reads. */
export class RemoteFolder implements DatasetFolder {
  readonly label: string;
  private readonly local: boolean;
  /** Those used last stand last. */
  private readonly opened = new Set<RemoteFile>();

  /**
   * @param uri ends with `/`
   * @param below a folder in it, which paths are relative to: `''` or with `/` at its end.
   */
  constructor(
    private readonly host: FolderHost,
    private readonly uri: string,
    private readonly below = '',
  ) {
    this.label = datasetLabel(uri) + below;
    this.local = uri.startsWith('file:');
  }

  /** The same folder, whose files are closed by themselves. */
  again(): RemoteFolder {
    return new RemoteFolder(this.host, this.uri, this.below);
  }

  /** A folder in it: ends with `/`. */
  inside(folder: string): RemoteFolder {
    return new RemoteFolder(this.host, this.uri, this.below + folder);
  }

  async list(folder: string, { signal }: FolderOptions = {}): Promise<FolderListing> {
    const place = { uri: this.uri, folder: this.below + folder };
    return this.host.request('list', place, { signal });
  }

  async *files(
    folder: string,
    { signal }: FolderOptions = {},
  ): AsyncGenerator<StoredFile, void, void> {
    throwIfAborted(signal);
    const stop = new AbortController();
    const leave = onAbort(signal, () => stop.abort());
    const waiting: StoredFile[] = [];
    let wake: () => void = () => undefined;
    let ended = false;
    let failure: unknown;
    const listing = this.host
      .request(
        'files',
        { uri: this.uri, folder: this.below + folder },
        {
          signal: stop.signal,
          onProgress: ({ files }) => {
            for (const { path, size } of files) {
              waiting.push({ path: path.slice(this.below.length), size });
            }
            wake();
          },
        },
      )
      .catch((error: unknown) => (failure = error))
      .finally(() => {
        ended = true;
        wake();
      });
    try {
      for (;;) {
        yield* waiting.splice(0);
        if (waiting.length === 0) {
          if (ended) {
            break;
          }
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
      await listing;
      if (failure !== undefined) {
        throw failure;
      }
    } finally {
      leave();
      stop.abort();
    }
  }

  async read(path: string, options: FolderOptions = {}): Promise<Uint8Array | undefined> {
    const file = this.fileAt(path, undefined);
    try {
      const size = await file.size(options);
      if (size > MOST_SMALL) {
        throw new SkybucketError(
          'too-large',
          `${file.label} has ${size} bytes, which is more than such a file can have.`,
        );
      }
      return await file.read(0, size, options);
    } catch (error) {
      if (error instanceof SkybucketError && GONE.includes(error.code)) {
        return undefined;
      }
      throw error;
    } finally {
      void file.close().catch(() => undefined);
    }
  }

  open(path: string, size: number | undefined): ByteReader {
    return this.fileAt(path, size, (file) => this.used(file));
  }

  /** Closes every file that was opened here. One that is read again is opened again. */
  async close(): Promise<void> {
    const files = [...this.opened];
    this.opened.clear();
    await Promise.all(files.map((file) => file.close().catch(() => undefined)));
  }

  /** Of many files those that were not used for long are closed until they are. */
  private used(file: RemoteFile): void {
    this.opened.delete(file);
    this.opened.add(file);
    if (this.opened.size > MOST_OPEN) {
      for (const idle of this.opened) {
        if (!idle.isBusy && idle !== file) {
          this.opened.delete(idle);
          void idle.close().catch(() => undefined);
          break;
        }
      }
    }
  }

  private fileAt(
    path: string,
    size: number | undefined,
    onUse?: (file: RemoteFile) => void,
  ): RemoteFile {
    const place = { uri: this.uri, path: this.below + path };
    return new RemoteFile(this.host, place, size, this.label + path, this.local, onUse);
  }
}
