import type { ThreadPort } from '../../../src/platform/node/thread-port';
import type { Thread, ThreadDeath } from '../../../src/platform/node/worker-thread';
import { runCatalogWorker } from '../../../src/worker/catalog/run-catalog-worker';
import { nodeTools } from '../../../src/worker/node-tools';
import { twoEnds } from '../worker/in-process';

/** A thread that runs the code of the catalogue worker in this one, and dies when it is told to. */
export class CatalogThread implements Thread {
  terminated = false;
  readonly post: ThreadPort['post'];
  readonly onMessage: ThreadPort['onMessage'];
  private readonly ends = twoEnds();
  private readonly listeners: ((death: ThreadDeath) => void)[] = [];

  constructor() {
    this.post = this.ends.host.post;
    this.onMessage = this.ends.host.onMessage;
    runCatalogWorker(this.ends.worker, nodeTools, (error) => {
      throw error;
    });
  }

  onDeath(listener: (death: ThreadDeath) => void): void {
    this.listeners.push(listener);
  }

  die(death: ThreadDeath): void {
    this.ends.close();
    this.listeners.forEach((listener) => listener(death));
  }

  async terminate(): Promise<void> {
    this.terminated = true;
    this.ends.close();
  }
}
