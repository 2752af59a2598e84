import type { ReadOptions, Span } from '../bytes/source';
import { checkInside, checkSpan } from '../bytes/span';
import { throwIfAborted } from '../errors';
import type { BlockBytes } from './block';

/** Bytes that are at hand as a block of a file. */
export function memoryBlock(bytes: Uint8Array): BlockBytes {
  const read = async (span: Span, options: ReadOptions): Promise<Uint8Array> => {
    throwIfAborted(options.signal);
    checkSpan('the array', span);
    checkInside('the array', span, bytes.length);
    return bytes.subarray(span.offset, span.offset + span.length);
  };
  return {
    ...{ size: bytes.length, local: true, access: { kind: 'plain' }, ratio: 1 },
    readSpans: (spans, options = {}) => spans.map((span) => read(span, options)),
    agree: () => undefined,
  };
}
