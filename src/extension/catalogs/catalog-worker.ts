import { tmpdir } from 'node:os';
import { cancelled } from '../../core/errors';
import type { Thread, ThreadDeath } from '../../platform/node/worker-thread';
import { RpcClient, type RpcRequestOptions } from '../../protocol/rpc-client';
import { RpcServer } from '../../protocol/rpc-server';
import type { WireError } from '../../protocol/wire';
import type { MatchQuestions } from '../../worker/catalog/match-methods';
import type {
  CatalogQuestions,
  CatalogWorkerEvents,
  FolderMethods,
} from '../../worker/catalog/methods';
import { fromWireError, toWireError } from '../../worker/wire-error';
import type { FolderServer } from './serve-folders';

export type CatalogAsked = Omit<CatalogQuestions, keyof MatchQuestions> & MatchQuestions;

export interface CatalogWorkerParts {
  /** Starts a thread that runs `src/worker/catalog`. */
  startThread(): Thread;
  /** What the thread reads of, for each thread anew. */
  serveFolders(): FolderServer;
  /** Called when a thread has died, with the reason for the log; what it knew is gone. */
  onDeath(reason: string): void;
}

interface Session {
  readonly thread: Thread;
  readonly client: RpcClient<CatalogAsked, Record<never, never>>;
  readonly server: RpcServer<FolderMethods, CatalogWorkerEvents>;
  readonly folders: FolderServer;
}

/**
 * The reader of the data sets of one panel, in a thread of its own. It reads through us: sockets, caches and meters
 * stay here. A thread that dies fails what is under way on it; the next question starts another.
 */
export class CatalogWorker {
  /** How many threads there have been: what one knew, the next does not. */
  generation = 0;
  private session: Session | undefined;
  private closed = false;

  constructor(private readonly parts: CatalogWorkerParts) {}

  /**
   * @throws SkybucketError what the worker throws; `cancelled` after an abort or {@link close};
   *   `protocol` or `too-large`, both retryable, if the worker dies.
   */
  async request<K extends keyof CatalogAsked>(
    method: K,
    params: CatalogAsked[K][0],
    options: RpcRequestOptions<CatalogAsked[K][2]> = {},
  ): Promise<CatalogAsked[K][1]> {
    if (this.closed) {
      throw cancelled();
    }
    this.session ??= this.start();
    return this.session.client.request(method, params, options);
  }

  /** Ends the thread, and closes what it read; what is under way ends as cancelled. */
  async close(): Promise<void> {
    this.closed = true;
    const { session } = this;
    this.session = undefined;
    session?.server.dispose();
    session?.client.dispose();
    await Promise.all([session?.thread.terminate(), session?.folders.close()]);
  }

  private start(): Session {
    const thread = this.parts.startThread();
    const folders = this.parts.serveFolders();
    const session: Session = {
      ...{ thread, folders },
      client: new RpcClient(thread, fromWireError),
      server: new RpcServer(thread, folders.handlers, toWireError),
    };
    this.generation += 1;
    thread.onDeath((death) => {
      if (this.session === session) {
        this.session = undefined;
      }
      session.server.dispose();
      session.client.dispose(deathOf(death));
      void folders.close();
      this.parts.onDeath(death.reason);
    });
    const start: CatalogWorkerEvents['start'] = { temporary: tmpdir() };
    void thread.post({ type: 'event', name: 'start', body: start });
    session.client.ready();
    return session;
  }
}

function deathOf({ outOfMemory }: ThreadDeath): WireError {
  return outOfMemory
    ? {
        code: 'too-large',
        message: 'The rows took more memory than there is for them.',
        hint: 'Ask for fewer columns, or a smaller part of the sky.',
        retryable: true,
      }
    : {
        code: 'protocol',
        message: 'What reads the catalogue has stopped unexpectedly.',
        hint: 'Try again; the log of Skybucket tells more.',
        retryable: true,
      };
}
