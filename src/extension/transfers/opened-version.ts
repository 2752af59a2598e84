import type { ByteSource, Identity } from '../../core/bytes/source';

/** Opens a source, and knows the version of the object that was read last. */
export class OpenedVersion {
  private source: ByteSource | undefined;
  private last: Identity = { kind: 'unknown' };

  constructor(private readonly opening: () => Promise<ByteSource>) {}

  get identity(): Identity {
    return this.last;
  }

  async open(): Promise<ByteSource> {
    this.source = await this.opening();
    return this.source;
  }

  /** To be called when the source knows its version: costs nothing then. */
  async note(): Promise<void> {
    this.last = (await this.source?.identity()) ?? { kind: 'unknown' };
  }
}
