import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { ReadOptions } from '../../../src/core/bytes/source';
import { SkybucketError } from '../../../src/core/errors';
import type { OpenedObject } from '../../../src/extension/services';

/** An object whose content can change while it is read, and which remembers what was opened. */
export class FakeObject {
  opens = 0;
  closes = 0;
  /** What the next opening fails with. */
  failure: SkybucketError | undefined;
  private version = 0;

  constructor(
    private bytes: Uint8Array,
    private readonly local = false,
  ) {}

  /** From now on, readers of the old content fail with `changed`. */
  change(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.version += 1;
  }

  readonly open = async (): Promise<OpenedObject> => {
    await Promise.resolve();
    const failure = this.failure;
    this.failure = undefined;
    if (failure) {
      throw failure;
    }
    this.opens += 1;
    const { version, bytes } = this;
    const source = new MemorySource('s3://bucket/image.fits', bytes);
    const read = source.read.bind(source);
    source.read = (offset: number, length: number, options?: ReadOptions) =>
      version === this.version
        ? read(offset, length, options)
        : Promise.reject(new SkybucketError('changed', 'The object changed.'));
    return {
      label: source.label,
      reader: new SpanReader(source, { local: this.local }),
      reopen: this.open,
      close: async () => {
        this.closes += 1;
        await source.close();
      },
    };
  };
}
