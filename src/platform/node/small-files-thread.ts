import { Worker } from 'node:worker_threads';
import { sentence, SkybucketError } from '../../core/errors';
import type { DigestAlgorithm } from '../../core/transfer/checksum/tools';
import { SmallFilesMemory } from './small-files-memory';
import {
  fromMessage,
  Outbox,
  type Answer,
  type Held,
  type Placing,
  type Request,
} from './small-files-messages';

/** The thread ends when nothing was asked of it for this long. */
const IDLE_MS = 10_000;

type Named = Extract<Answer, { readonly named: string }>;
type OnNamed = (path: string, modified: number) => Promise<void>;

interface Asked {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
  readonly onNamed?: OnNamed;
  /** Why the name could not be written down. */
  failure?: { readonly error: unknown };
}

export type StartThread = (memory: SharedArrayBuffer) => Worker;

/** Starts the script of the thread, without the environment and the debugging flags of this process. */
export function smallFilesThread(script: string): StartThread {
  return (memory) => new Worker(script, { execArgv: [], env: {}, workerData: memory });
}

/** The thread of small files, started when the first is there, and the questions to it. */
export class SmallFilesThread {
  private worker: Worker | undefined;
  private lastId = 0;
  private readonly asked = new Map<number, Asked>();
  private idle: NodeJS.Timeout | undefined;
  private lost = false;
  private held = new SmallFilesMemory();
  private readonly outbox = new Outbox<Request>((requests) => this.worker?.postMessage(requests));

  constructor(private readonly start: StartThread) {}

  /** False once it has died, or was closed: what killed it is not tried again. */
  get isUsable(): boolean {
    return !this.lost;
  }

  /** What it shares with this thread. */
  get memory(): SmallFilesMemory {
    return this.held;
  }

  /** @throws SkybucketError `local-file`, retryable, where the thread dies */
  async digest(digest: DigestAlgorithm, held: Held): Promise<Uint8Array> {
    const answer = await this.ask((id) => ({ id, digest, held }));
    return 'digest' in answer ? answer.digest : new Uint8Array(0);
  }

  /**
   * Brings bytes to the disk and gives them their name.
   *
   * @param onNamed as `PartialFile.commit` has it
   * @throws SkybucketError as `PartialFile.commit` does, and where the thread dies (`local-file`, retryable)
   */
  async place(place: Placing, held: Held, onNamed: OnNamed): Promise<string | undefined> {
    const answer = await this.ask((id) => ({ id, place, held }), onNamed);
    return 'placed' in answer ? answer.placed : undefined;
  }

  /** Ends it, whatever it is doing. */
  async close(): Promise<void> {
    this.lost = true;
    clearTimeout(this.idle);
    await this.worker?.terminate();
  }

  private ask(make: (id: number) => Request, onNamed?: OnNamed): Promise<Answer> {
    if (this.lost) {
      return Promise.reject(ended());
    }
    clearTimeout(this.idle);
    this.worker ??= this.begin();
    this.worker.ref();
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject, ...(onNamed === undefined ? {} : { onNamed }) });
      this.outbox.add(make(id));
    });
  }

  private begin(): Worker {
    const worker = this.start(this.held.buffer);
    let reason: unknown;
    worker.on('message', (answers: readonly Answer[]) =>
      answers.forEach((each) => this.take(each)),
    );
    worker.on('messageerror', () => void worker.terminate());
    worker.on('error', (error) => (reason = error));
    // Not before: it may still be at work on what is tried again then.
    worker.on('exit', () => this.lose(worker, reason));
    return worker;
  }

  private take(answer: Answer): void {
    const asked = this.asked.get(answer.id);
    if (asked === undefined) {
      return;
    }
    if ('named' in answer) {
      void this.note(asked, answer);
      return;
    }
    this.asked.delete(answer.id);
    if (asked.failure !== undefined) {
      asked.reject(asked.failure.error);
    } else if ('error' in answer) {
      asked.reject(fromMessage(answer.error));
    } else {
      asked.resolve(answer);
    }
    if (this.asked.size === 0) {
      this.rest();
    }
  }

  private async note(asked: Asked, { id, named, modified }: Named): Promise<void> {
    try {
      await asked.onNamed?.(named, modified);
    } catch (error) {
      asked.failure = { error };
    }
    this.outbox.add({ id, noted: asked.failure === undefined });
  }

  /** A process may end while nobody waits for an answer. */
  private rest(): void {
    this.worker?.unref();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      const { worker } = this;
      this.worker = undefined;
      if (this.held.isUnused) {
        this.held = new SmallFilesMemory();
      }
      void worker?.terminate();
    }, IDLE_MS).unref();
  }

  /** Whoever waits for an answer would do so for ever. */
  private lose(worker: Worker, reason: unknown): void {
    if (this.worker !== worker) {
      return;
    }
    this.worker = undefined;
    this.lost = true;
    this.held = new SmallFilesMemory();
    clearTimeout(this.idle);
    const all = [...this.asked.values()];
    this.asked.clear();
    all.forEach(({ reject }) => reject(ended(reason)));
  }
}

function ended(reason?: unknown): SkybucketError {
  const why = reason === undefined ? '' : ` (${sentence(reason)})`;
  return new SkybucketError('local-file', `The thread that writes small files ended${why}.`, {
    hint: 'Try again.',
    retryable: true,
    cause: reason,
  });
}
