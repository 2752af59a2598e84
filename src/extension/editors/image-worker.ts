import { tmpdir } from 'node:os';
import type { Meter } from '../../core/bytes/meter';
import type { ByteReader } from '../../core/bytes/reader';
import { cancelled } from '../../core/errors';
import { startThread, type Thread, type ThreadDeath } from '../../platform/node/worker-thread';
import { RpcClient, type RpcRequestOptions } from '../../protocol/rpc-client';
import { RpcServer } from '../../protocol/rpc-server';
import type { WireError } from '../../protocol/wire';
import type { ImageMethods, ReaderEvents, ReaderMethods } from '../../worker/methods';
import { serveReads } from '../../worker/serve-reads';
import { fromWireError, toWireError } from '../../worker/wire-error';
import { type DocumentOf, OtherObjects, type OpenOtherObject } from './other-objects';

/** Objects of one file. The longest list of headers that is read takes 400 MB of them. */
const HEAP_MEGABYTES = 1024;

/** Starts a thread that runs `src/worker`. */
export type StartThread = () => Thread;

/**
 * @param script the path of the bundle of `src/worker`.
 * @param onOutput gets what it says for the log.
 */
export function imageThread(script: string, onOutput: (text: string) => void): StartThread {
  return () => startThread(script, { onOutput, heapMegabytes: HEAP_MEGABYTES });
}

export interface ImageWorkerParts {
  readonly startThread: StartThread;
  /** Counts what is read. */
  readonly meter: Meter;
  /** Called once the size of the file is known. */
  readonly onSize: (size: number) => void;
  /** Opens a file that this one refers to. */
  readonly openOther: OpenOtherObject;
  /** See {@link OtherObjects}. */
  readonly documentOf?: DocumentOf | undefined;
  /** Called when a thread has died, with the reason for the log. */
  readonly onDeath: (reason: string) => void;
}

/** A running thread and what is under way on it. */
interface Session {
  readonly thread: Thread;
  readonly client: RpcClient<ImageMethods, Record<never, never>>;
  server?: RpcServer<ReaderMethods, ReaderEvents>;
}

/**
 * The format reader of one version of a file, in a thread of its own so that it never holds up the
 * extension host. It reads through us: sockets, caches and meters stay here.
 *
 * Starts at once, since the file is being opened meanwhile. A thread that dies fails what is under way
 * on it; the next question starts another.
 */
export class ImageWorker {
  private session: Session | undefined;
  private reader: ByteReader | undefined;
  private closed = false;
  private readonly others: OtherObjects;

  constructor(private readonly parts: ImageWorkerParts) {
    this.others = new OtherObjects(parts.openOther, parts.documentOf);
    this.session = this.startSession();
  }

  /** To be called once, before the first question. */
  open(reader: ByteReader): void {
    this.reader = reader;
    if (this.session) {
      this.serve(this.session, reader);
    }
  }

  /**
   * @throws SkybucketError what the worker throws; `cancelled` after an abort or {@link close};
   *   `protocol` or `too-large`, both retryable, if the worker dies.
   */
  async request<K extends keyof ImageMethods>(
    method: K,
    params: ImageMethods[K][0],
    options: RpcRequestOptions<ImageMethods[K][2]>,
  ): Promise<ImageMethods[K][1]> {
    if (this.closed || this.reader === undefined) {
      throw cancelled();
    }
    if (this.session === undefined) {
      this.session = this.startSession();
      this.serve(this.session, this.reader);
    }
    return this.session.client.request(method, params, options);
  }

  /** Ends the thread, and closes what it was led to; what is under way ends as cancelled. */
  async close(): Promise<void> {
    this.closed = true;
    const { session } = this;
    this.session = undefined;
    session?.server?.dispose();
    session?.client.dispose();
    await Promise.all([session?.thread.terminate(), this.others.close()]);
  }

  private startSession(): Session {
    const thread = this.parts.startThread();
    const session: Session = { thread, client: new RpcClient(thread, fromWireError) };
    thread.onDeath((death) => {
      this.parts.onDeath(death.reason);
      if (this.session === session) {
        this.session = undefined;
      }
      session.server?.dispose();
      session.client.dispose(deathOf(death));
    });
    return session;
  }

  private serve(session: Session, reader: ByteReader): void {
    const { thread, client } = session;
    const { label, local } = reader;
    session.server = new RpcServer(
      thread,
      serveReads(reader, this.parts.meter, this.parts.onSize, this.others.open),
      toWireError,
    );
    const file: ReaderEvents['file'] = { label, local, temporary: tmpdir() };
    void thread.post({ type: 'event', name: 'file', body: file });
    client.ready();
  }
}

function deathOf({ outOfMemory }: ThreadDeath): WireError {
  return outOfMemory
    ? {
        code: 'too-large',
        message: 'Reading this file took more memory than one file may take.',
        hint: 'The file may be damaged; try again, or look at another part of it.',
        retryable: true,
      }
    : {
        code: 'protocol',
        message: 'What reads this file has stopped unexpectedly.',
        hint: 'Try again; the log of Skybucket tells more.',
        retryable: true,
      };
}
