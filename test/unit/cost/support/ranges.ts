import type { Span } from '../../../../src/core/bytes/source';
import type { S3TestServer } from '../../../support/s3/server';

/** The spans the server was asked for, in order of offset. */
export function rangesAsked(server: S3TestServer): Span[] {
  return server.requests
    .map(({ headers }) => /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? ''))
    .map((range) => ({
      offset: Number(range?.[1]),
      length: Number(range?.[2]) + 1 - Number(range?.[1]),
    }))
    .sort((a, b) => a.offset - b.offset);
}

/** Bytes asked for more than once. */
export function bytesAskedAgain(ranges: readonly Span[]): number {
  let again = 0;
  let reached = 0;
  for (const { offset, length } of ranges) {
    again += Math.max(0, Math.min(reached, offset + length) - offset);
    reached = Math.max(reached, offset + length);
  }
  return again;
}

export function totalLength(spans: readonly Span[]): number {
  return spans.reduce((sum, { length }) => sum + length, 0);
}
