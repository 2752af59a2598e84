import type { Meter } from '../../core/bytes/meter';
import type { ReadOptions } from '../../core/bytes/source';
import { cancelled, SkybucketError, throwIfAborted } from '../../core/errors';
import type { OpenedObject } from '../services';
import { ImageWorker, type StartThread } from './image-worker';
import type { DocumentOf, OpenOtherObject } from './other-objects';

/** Where one version of a file is asked. */
export type ImageContent = Pick<ImageWorker, 'request'>;

interface Version {
  readonly opened: OpenedObject;
  readonly worker: ImageWorker;
}

export interface ImageFileParts {
  readonly open: (options: ReadOptions) => Promise<OpenedObject>;
  /** Opens a file that this one refers to, by the URI as it stands there; left out: none is opened. */
  readonly openOther?: OpenOtherObject | undefined;
  /** See `OtherObjects`. */
  readonly documentOf?: DocumentOf | undefined;
  readonly startThread: StartThread;
  readonly meter: Meter;
  /** Called when everything read so far is of an old version. */
  readonly onReload: () => void;
  /** Called when the worker of the file has died, with the reason for the log. */
  readonly onDeath: (reason: string) => void;
}

/**
 * The file behind a viewer. Opened when first used, and opened anew when it changes: what was under
 * way on the old version then ends as cancelled, so that two versions never mix in one picture.
 */
export class ImageFile {
  /** Bytes of the whole file, once known. */
  size: number | undefined;
  /** The local copy that is read instead; undefined where there is none. */
  copy: string | undefined;
  private readonly life = new AbortController();
  private version: Promise<Version> | undefined;
  private restarted = false;
  private failure: SkybucketError | undefined;

  constructor(private readonly parts: ImageFileParts) {}

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
   * @throws SkybucketError `cancelled` when the file was opened anew or closed meanwhile; `changed` when it
   *   changed for the second time, until the next {@link begin}; or what the work throws.
   */
  async use<T>(work: (content: ImageContent) => Promise<T>): Promise<T> {
    throwIfAborted(this.life.signal);
    if (this.failure) {
      throw this.failure;
    }
    const asked = this.current();
    let result: T;
    try {
      result = await work((await asked).worker);
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
    if (this.life.signal.aborted) {
      return;
    }
    const old = this.version;
    this.size = undefined;
    this.failure = undefined;
    this.restarted = false;
    if (old) {
      void this.begun(() => old.then(reopened));
    }
    this.parts.onReload();
  }

  async close(): Promise<void> {
    this.life.abort();
    const version = await this.version?.catch(() => undefined);
    this.version = undefined;
    await Promise.all([version?.worker.close(), version?.opened.close()]);
  }

  private current(): Promise<Version> {
    // Not the signal of who asks first: others may wait for the same file.
    const options = { signal: this.life.signal, meter: this.parts.meter };
    return this.version ?? this.begun(() => this.parts.open(options));
  }

  /** Makes it the current version; one that fails to open is forgotten, to be tried again. */
  private begun(open: () => Promise<OpenedObject>): Promise<Version> {
    const version = this.start(open, (size) => {
      if (this.version === version) {
        this.size = size;
      }
    });
    this.version = version;
    version.then(({ opened }) => {
      if (this.version === version) {
        this.copy = opened.copy;
      }
    }, ignore);
    version.catch(() => {
      if (this.version === version) {
        this.version = undefined;
      }
    });
    return version;
  }

  /** Opens a version; its worker gets ready meanwhile. */
  private async start(
    open: () => Promise<OpenedObject>,
    onSize: (size: number) => void,
  ): Promise<Version> {
    const worker = new ImageWorker({
      ...this.parts,
      openOther: this.parts.openOther ?? refuseOther,
      onSize,
    });
    try {
      const opened = await open();
      worker.open(opened.reader);
      return { opened, worker };
    } catch (error) {
      await worker.close();
      throw error;
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

function ignore(): void {
  // It is told to those who wait for the version.
}

async function reopened({ opened, worker }: Version): Promise<OpenedObject> {
  try {
    void worker.close();
    return await opened.reopen();
  } finally {
    await opened.close();
  }
}

async function refuseOther(): Promise<never> {
  throw new SkybucketError('unsupported', 'Other files cannot be opened from here.');
}
