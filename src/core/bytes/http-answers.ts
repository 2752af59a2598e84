import { SkybucketError } from '../errors';
import { discard, readAtMost } from './body';
import { parseLength } from './content-length';
import { parseContentRange, parseUnsatisfied } from './content-range';
import type { HttpResponse } from './http';
import { isSameVersion, type Version, versionOf } from './version';

/** A span of an object on its way: `buffer[0, filled)` is final. */
export interface Part {
  readonly offset: number;
  readonly buffer: Uint8Array;
  filled: number;
}

export interface Probed {
  readonly version: Version;
  /** The first bytes of the object: all of it, where it is short. */
  readonly head: Uint8Array;
}

type OnBytes = (count: number) => void;

/**
 * Understands the answer to the very first read, `[0, length)` of an object nothing is known of.
 *
 * @param wholeUpTo largest object taken from a server that ignores the range.
 * @throws SkybucketError `range-ignored`, `server` or `network`.
 */
export async function readProbe(
  label: string,
  response: HttpResponse,
  length: number,
  wholeUpTo: number,
  onBytes: OnBytes,
): Promise<Probed> {
  const { status, headers, body } = response;
  if (status === 416) {
    await discard(body);
    // No byte of an empty object can be asked for.
    if ((parseUnsatisfied(headers['content-range']) ?? 0) === 0) {
      return { version: versionOf(headers, 0), head: new Uint8Array(0) };
    }
    throw nonsense(label, 'it refused the first bytes of an object that is not empty');
  }
  if (status === 200) {
    const declared = parseLength(response.headers['content-length']);
    if (declared !== undefined && declared > wholeUpTo) {
      await discard(body);
      throw rangeIgnored(label);
    }
    const head = await readAtMost(body, wholeUpTo + 1, onBytes);
    if (head.length > wholeUpTo) {
      throw rangeIgnored(label);
    }
    return { version: versionOf(headers, head.length), head };
  }
  const range = status === 206 ? parseContentRange(headers['content-range']) : undefined;
  const total = range?.total;
  if (total === undefined || range?.start !== 0 || range.end !== Math.min(length, total)) {
    await discard(body);
    throw wrongRange(label, headers['content-range']);
  }
  const part: Part = { offset: 0, buffer: new Uint8Array(range.end), filled: 0 };
  await fill(label, body, part, 0, onBytes);
  return { version: versionOf(headers, total), head: part.buffer };
}

/**
 * Understands the answer to a conditional read of what `part` still misses, and fills it in.
 *
 * @throws SkybucketError `changed` if the answer is of another version; `past-end`, `range-ignored`,
 *   `server`; `network` (retryable) if the body was short, with `part.filled` telling how far it came.
 */
export async function readPart(
  label: string,
  response: HttpResponse,
  version: Version,
  part: Part,
  wholeUpTo: number,
  onBytes: OnBytes,
): Promise<void> {
  const { status, headers, body } = response;
  const range = parseContentRange(headers['content-range']);
  const problem = ((): SkybucketError | undefined => {
    switch (status) {
      case 206:
        if (!isSameVersion(version, headers, range?.total)) {
          return changed(label);
        }
        return range?.start === part.offset + part.filled && range.end === endOf(part)
          ? undefined
          : wrongRange(label, headers['content-range']);
      case 200: {
        const declared = parseLength(headers['content-length']);
        if (!isSameVersion(version, headers, declared)) {
          return changed(label);
        }
        const wantsAll = part.offset === 0 && part.buffer.length === version.size;
        return wantsAll || version.size <= wholeUpTo ? undefined : rangeIgnored(label);
      }
      case 416: {
        const total = parseUnsatisfied(headers['content-range']);
        return total !== undefined && total !== version.size
          ? changed(label)
          : nonsense(label, 'it refused bytes that the object has');
      }
      default:
        return changed(label);
    }
  })();
  if (problem) {
    await discard(body);
    throw problem;
  }
  await fill(label, body, part, status === 206 ? part.offset + part.filled : 0, onBytes);
}

/** Fills `part` from a body that starts at offset `position` of the object. */
async function fill(
  label: string,
  body: HttpResponse['body'],
  part: Part,
  position: number,
  onBytes: OnBytes,
): Promise<void> {
  for await (const chunk of body) {
    const skipped = Math.max(0, part.offset + part.filled - position);
    const bytes = chunk.subarray(skipped, skipped + part.buffer.length - part.filled);
    part.buffer.set(bytes, part.filled);
    part.filled += bytes.length;
    position += chunk.length;
    onBytes(chunk.length);
  }
  if (part.filled < part.buffer.length) {
    throw new SkybucketError('network', `The answer for ${label} ended early.`, {
      hint: 'Try again.',
      retryable: true,
    });
  }
}

function endOf({ offset, buffer }: Part): number {
  return offset + buffer.length;
}

function changed(label: string): SkybucketError {
  return new SkybucketError('changed', `${label} has changed on the server while it was read.`, {
    hint: 'Open it again to read the new version.',
  });
}

function rangeIgnored(label: string): SkybucketError {
  return new SkybucketError(
    'range-ignored',
    `The server of ${label} cannot send parts of a file, only all of it.`,
    { hint: 'Download the file and open it from disk.' },
  );
}

function wrongRange(label: string, contentRange: string | undefined): SkybucketError {
  const what =
    contentRange === undefined
      ? 'it does not say which bytes it sent'
      : `it sent other bytes than asked for (Content-Range: ${contentRange.slice(0, 80)})`;
  return nonsense(label, what);
}

function nonsense(label: string, what: string): SkybucketError {
  return new SkybucketError('server', `The server of ${label} gave a wrong answer: ${what}.`, {
    hint: 'If this stays so, download the file and open it from disk.',
  });
}
