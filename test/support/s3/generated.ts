import { createCipheriv, createHash } from 'node:crypto';
import type { ObjectBody } from './objects';

const block = 16;

/**
 * Bytes that look random, as many as one likes, none of them kept: the key stream of AES in counter mode, which can
 * be entered anywhere and is made at about a gigabyte a second. The same seed gives the same bytes.
 */
export function generatedBody(seed: string, size: number): ObjectBody {
  const key = createHash('sha256').update(seed).digest();
  return {
    size,
    read(offset, length) {
      const counter = Buffer.alloc(block);
      counter.writeBigUInt64BE(BigInt(Math.floor(offset / block)), 8);
      const cipher = createCipheriv('aes-256-ctr', key, counter);
      const skipped = offset % block;
      return cipher.update(Buffer.alloc(skipped + length)).subarray(skipped);
    },
  };
}

const pieceBytes = 1024 * 1024;

/** The SHA-256 of a body in hex, read piece by piece. */
export async function sha256Of(body: ObjectBody): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < body.size; at += pieceBytes) {
    hash.update(await body.read(at, Math.min(pieceBytes, body.size - at)));
  }
  return hash.digest('hex');
}
