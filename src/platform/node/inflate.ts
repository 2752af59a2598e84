import { gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { Inflate } from '../../core/bytes/inflate';
import { SkybucketError } from '../../core/errors';

/** Output is collected in chunks of this size at most; a small tile gets a small one. */
const MOST_CHUNK = 256 * 1024;
const LEAST_CHUNK = 1024;

/** Bits of the flags of a gzip member that say what its header has (RFC 1952). */
const FLAG_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;

/**
 * Deflate by Node's zlib, all at once. As cfitsio reads them, streams may be followed by anything that
 * does not begin as another member.
 */
export class NodeInflate implements Inflate {
  gunzip(bytes: Uint8Array, most: number): Uint8Array {
    try {
      return isGzip(bytes, 0) ? members(bytes, most) : plain(inflateSync(bytes, options(most)));
    } catch (error) {
      throw refusal(error, most);
    }
  }
}

function members(bytes: Uint8Array, most: number): Uint8Array {
  try {
    return plain(gunzipSync(bytes, options(most)));
  } catch (error) {
    // What follows the last member may be in the way; or the stream is broken, and stays so.
    const end = endOfMembers(bytes, most);
    if (end === bytes.length) {
      throw error;
    }
    return plain(gunzipSync(bytes.subarray(0, end), options(most)));
  }
}

/** The first byte after the members that follow on each other from the start. */
function endOfMembers(bytes: Uint8Array, most: number): number {
  let at = 0;
  while (isGzip(bytes, at)) {
    const start = at + headerLength(bytes.subarray(at));
    const settings = { ...options(most), info: true };
    const told = inflateRawSync(bytes.subarray(start), settings) as unknown as Told;
    // After the data come a checksum and a length, four bytes each.
    at = start + told.engine.bytesWritten + 8;
  }
  return Math.min(at, bytes.length);
}

/** What zlib gives where `info` is asked for: how many bytes of the input it used. */
interface Told {
  readonly engine: { readonly bytesWritten: number };
}

function headerLength(member: Uint8Array): number {
  const flags = member[3] ?? 0;
  let length = 10;
  if (flags & FLAG_EXTRA) {
    length += 2 + (member[length] ?? 0) + 256 * (member[length + 1] ?? 0);
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if (flags & flag) {
      const end = member.indexOf(0, length);
      length = end < 0 ? member.length : end + 1;
    }
  }
  return length + (flags & FLAG_CRC ? 2 : 0);
}

function isGzip(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

function options(most: number): ZlibOptions {
  return {
    maxOutputLength: Math.max(most, 1),
    chunkSize: Math.min(Math.max(most, LEAST_CHUNK), MOST_CHUNK),
  };
}

/** Without the methods of Buffer, some of which mean something else. */
function plain({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function refusal(error: unknown, most: number): SkybucketError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    const text = `The gzip stream gives more than the ${most} bytes that can be there.`;
    return new SkybucketError('too-large', text, { cause: error });
  }
  const what = code === 'Z_BUF_ERROR' ? 'ends early' : `is broken (${message})`;
  return new SkybucketError('format', `The gzip stream ${what}.`, { cause: error });
}
