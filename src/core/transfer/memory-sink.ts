import type { DownloadSink } from './download';

/** Takes a download into memory: for what has to be had as a whole. */
export class MemorySink implements DownloadSink {
  readonly bytes: Uint8Array;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  async write(position: number, bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, position);
  }

  async commit(): Promise<string> {
    return 'memory';
  }

  async discard(): Promise<void> {
    // Goes with the last reference to it.
  }
}
