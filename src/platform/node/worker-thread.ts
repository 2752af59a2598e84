import type { Readable } from 'node:stream';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { threadPort, type ThreadPort } from './thread-port';

export interface ThreadOptions {
  /** Gets what it writes to stdout and stderr. */
  readonly onOutput: (text: string) => void;
  /**
   * Memory for objects; one that needs more dies, and not its host. Byte arrays are not among them:
   * what allocates them bounds them.
   */
  readonly heapMegabytes: number;
  /** What a script that does several things is to do; see `threadRole`. */
  readonly role?: string | undefined;
}

/** Why a worker ended that nobody had ended. */
export interface ThreadDeath {
  readonly outOfMemory: boolean;
  /** For the log. */
  readonly reason: string;
}

/** Code that runs beside this thread, with memory of its own. */
export interface Thread extends ThreadPort {
  /** Calls the listener once if the worker ends by itself. */
  onDeath(listener: (death: ThreadDeath) => void): void;
  /** Ends it, whatever it is doing. */
  terminate(): Promise<void>;
}

/** Starts a script as a worker, without the environment and the debugging flags of this process. */
export function startThread(
  script: string,
  { onOutput, heapMegabytes, role }: ThreadOptions,
): Thread {
  const worker = new Worker(script, {
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    workerData: role,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  pipe(worker.stdout, onOutput);
  pipe(worker.stderr, onOutput);

  const listeners = new Set<(death: ThreadDeath) => void>();
  let ended = false;
  const end = (death: ThreadDeath): void => {
    if (!ended) {
      ended = true;
      // It may be alive still, with a message lost.
      void worker.terminate();
      listeners.forEach((listener) => listener(death));
    }
  };
  worker.on('error', (error: Error & { code?: unknown }) =>
    end({
      outOfMemory: error.code === 'ERR_WORKER_OUT_OF_MEMORY',
      // What is thrown need not be an error.
      reason: error.stack ?? inspect(error),
    }),
  );
  worker.on('messageerror', (error) => end({ outOfMemory: false, reason: String(error) }));
  worker.on('exit', (code) => end({ outOfMemory: false, reason: `It ended with code ${code}.` }));

  return {
    ...threadPort(worker),
    onDeath: (listener) => {
      listeners.add(listener);
    },
    terminate: async () => {
      ended = true;
      await worker.terminate();
    },
  };
}

function pipe(stream: Readable, onOutput: (text: string) => void): void {
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => onOutput(text.trimEnd()));
}
