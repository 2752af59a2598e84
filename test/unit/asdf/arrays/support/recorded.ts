import type { BlockAccess, BlockBytes } from '../../../../../src/core/asdf/block';
import { memoryBlock } from '../../../../../src/core/asdf/memory-block';
import { strideList } from '../../../../../src/core/asdf/datatype';
import type { OpenedArray } from '../../../../../src/core/asdf/open-array';
import type { Span } from '../../../../../src/core/bytes/source';
import { SkybucketError } from '../../../../../src/core/errors';

/** A block that remembers what is asked of it. */
export class RecordedBlock implements BlockBytes {
  readonly size: number;
  readonly local = false;
  readonly spans: Span[] = [];
  /** How often something was asked for. */
  plans = 0;

  constructor(
    private readonly bytes: Uint8Array,
    readonly access: BlockAccess = { kind: 'plain' },
    readonly ratio = 1,
    /** Bytes that the file really has. */
    private readonly present = bytes.length,
  ) {
    this.size = bytes.length;
  }

  get length(): number {
    return this.spans.reduce((sum, { length }) => sum + length, 0);
  }

  readSpans(spans: readonly Span[]): Promise<Uint8Array>[] {
    this.plans += 1;
    this.spans.push(...spans.map(({ offset, length }) => ({ offset, length })));
    const read = memoryBlock(this.bytes).readSpans(spans);
    return spans.map(async ({ offset, length }, i) => {
      const bytes = await read[i];
      if (offset + length > this.present) {
        throw new SkybucketError('truncated', 'The file ends early.');
      }
      return bytes as Uint8Array;
    });
  }

  agree(): void {
    // It costs nothing.
  }
}

/** int16, little-endian, each with its place in C order for a value. */
export function counted(shape: readonly number[], block?: RecordedBlock): OpenedArray {
  const count = shape.reduce((product, length) => product * length, 1);
  const bytes = block ?? new RecordedBlock(countedBytes(count));
  return {
    ...{ datatype: 'int16', byteOrder: 'little', shape, strides: strideList(shape, 2), offset: 0 },
    ...{ bytes, mask: undefined, unit: undefined },
  };
}

export function countedBytes(count: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * count));
  for (let i = 0; i < count; i += 1) {
    view.setInt16(2 * i, i, true);
  }
  return new Uint8Array(view.buffer);
}
