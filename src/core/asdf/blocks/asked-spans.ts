import { onAbort } from '../../bytes/on-abort';
import { PendingSpan } from '../../bytes/pending-span';
import { cancelled, SkybucketError } from '../../errors';
import type { ReadOptions, Span } from '../../bytes/source';
import { checkSpan } from '../../bytes/span';
import type { BlockHeader } from '../block';

/**
 * Spans of unpacked bytes that somebody asks for: those outside of the block have failed, all fail when
 * the signal aborts.
 */
export function askedSpans(
  header: BlockHeader,
  size: number,
  spans: readonly Span[],
  { signal }: ReadOptions,
): readonly PendingSpan[] {
  const pending = spans.map(({ offset, length }) => new PendingSpan(offset, length));
  for (const span of pending) {
    try {
      checkSpan(`block ${header.index}`, span);
      if (span.end > size) {
        throw pastEnd(header, span, size);
      }
    } catch (error) {
      span.fail(error);
    }
  }
  const cancel = (): void => pending.forEach((span) => span.fail(cancelled()));
  if (signal?.aborted) {
    cancel();
  } else if (signal) {
    const forget = onAbort(signal, cancel);
    void Promise.allSettled(pending.map(({ promise }) => promise)).then(forget);
  }
  return pending;
}

export function pastEnd(header: BlockHeader, span: Span, size: number): SkybucketError {
  return new SkybucketError(
    'past-end',
    `Bytes ${span.offset} to ${span.offset + span.length} of block ${header.index} were needed, but it ` +
      `holds only ${size}.`,
    { hint: 'The tree does not fit the blocks; the file is probably damaged.' },
  );
}
