import { createRequire } from 'node:module';
import type * as WorkerThreads from 'node:worker_threads';

/** The object the extension gets too, so that its constructor can be watched. */
const threads = createRequire(__filename)('node:worker_threads') as {
  Worker: typeof WorkerThreads.Worker;
};
const { Worker } = threads;

/** Worker threads with the given script that are started from now on. */
export class ThreadWatch {
  started = 0;
  running = 0;

  constructor(script: RegExp) {
    const began = (worker: WorkerThreads.Worker): void => {
      this.started += 1;
      this.running += 1;
      worker.once('exit', () => (this.running -= 1));
    };
    threads.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        if (script.test(String(args[0]))) {
          began(this);
        }
      }
    };
  }

  dispose(): void {
    threads.Worker = Worker;
  }
}

export const IMAGE_WORKER = /image-worker\.js$/;
