import type { Meter } from '../../core/bytes/meter';
import type { ReadOptions } from '../../core/bytes/source';
import { cancelled, SkybucketError } from '../../core/errors';
import { HduIndex } from '../../core/fits/hdu-index';
import type { OpenedObject } from '../services';

/** One version of a file. */
export interface ImageContent {
  readonly title: string;
  readonly index: HduIndex;
}

interface Version extends ImageContent {
  readonly opened: OpenedObject;
}

/**
 * The file behind a viewer. Opened when first used, and opened anew when it changes: what was under
 * way on the old version then ends as cancelled, so that two versions never mix in one picture.
 */
export class ImageFile {
  /** Bytes of the whole file, once known. */
  size: number | undefined;
  private readonly life = new AbortController();
  private version: Promise<Version> | undefined;
  private restarted = false;
  private failure: SkybucketError | undefined;

  /** @param onReload called when everything read so far is of an old version. */
  constructor(
    private readonly open: (options: ReadOptions) => Promise<OpenedObject>,
    readonly meter: Meter,
    private readonly onReload: () => void,
  ) {}

  /**
   * Starts anew, as a webview does with its first question: an object that kept changing is given
   * another chance.
   */
  async begin<T>(work: (content: ImageContent) => Promise<T>): Promise<T> {
    if (this.failure) {
      this.reload();
    }
    return this.use(work);
  }

  /**
   * Does some work on the current version.
   *
   * @throws SkybucketError `cancelled` when the file was opened anew meanwhile; `changed` when it
   *   changed for the second time, until the next {@link begin}; or what the work throws.
   */
  async use<T>(work: (content: ImageContent) => Promise<T>): Promise<T> {
    if (this.failure) {
      throw this.failure;
    }
    const asked = this.current();
    let result: T;
    try {
      result = await work(await asked);
    } catch (error) {
      throw this.verdict(error, asked);
    }
    if (this.version !== asked) {
      throw cancelled();
    }
    return result;
  }

  /** Drops what is known and opens the file anew. */
  reload(): void {
    const old = this.version;
    if (old) {
      void this.keep(old.then(reopened));
    }
    this.size = undefined;
    this.failure = undefined;
    this.restarted = false;
    this.onReload();
  }

  async close(): Promise<void> {
    this.life.abort();
    const version = await this.version?.catch(() => undefined);
    this.version = undefined;
    await version?.opened.close();
  }

  private current(): Promise<Version> {
    // Not the signal of who asks first: others may wait for the same file.
    return (
      this.version ??
      this.keep(this.open({ signal: this.life.signal, meter: this.meter }).then(versionOf))
    );
  }

  /** Makes it the current version; one that failed to open is forgotten, to be tried again. */
  private keep(version: Promise<Version>): Promise<Version> {
    this.version = version;
    version.catch(() => {
      if (this.version === version) {
        this.version = undefined;
      }
    });
    return version;
  }

  /** Takes the size of the file from who read `index`, unless that is of an older version. */
  async sizeOf(index: HduIndex, size: number): Promise<void> {
    if ((await this.version?.catch(() => undefined))?.index === index) {
      this.size = size;
    }
  }

  private verdict(error: unknown, asked: Promise<Version>): unknown {
    if (this.version !== undefined && this.version !== asked) {
      return cancelled();
    }
    if (!(error instanceof SkybucketError) || error.code !== 'changed') {
      return error;
    }
    if (this.restarted) {
      this.failure = new SkybucketError('changed', error.message, {
        hint: 'Try again once it is no longer being written.',
        retryable: true,
        cause: error,
      });
      return this.failure;
    }
    this.reload();
    this.restarted = true;
    return cancelled();
  }
}

function versionOf(opened: OpenedObject): Version {
  return { opened, title: opened.label, index: new HduIndex(opened.reader) };
}

async function reopened({ opened }: Version): Promise<Version> {
  try {
    return versionOf(await opened.reopen());
  } finally {
    await opened.close();
  }
}
