import { createHash } from 'node:crypto';
import { S3Error } from './errors';
import { chunkSignature, sha256, type SignatureChain } from './signature';

/** What stands behind the last chunk of a body, by name in lower case. */
export type Trailer = Map<string, string>;

function broken(): S3Error {
  return new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly');
}

/** Takes lines and bytes from a stream. */
class Feed {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.held.indexOf('\r\n');
      if (end >= 0) {
        const line = this.held.toString('latin1', 0, end);
        this.held = this.held.subarray(end + 2);
        return line;
      }
      if (this.held.length > 16_384 || !(await this.more())) {
        throw broken();
      }
    }
  }

  async *take(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      if (this.held.length === 0 && !(await this.more())) {
        throw broken();
      }
      const piece = this.held.subarray(0, left);
      this.held = this.held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.chunks.next();
    if (done === true) {
      return false;
    }
    const next = Buffer.from(value.buffer, value.byteOffset, value.length);
    this.held = this.held.length === 0 ? next : Buffer.concat([this.held, next]);
    return true;
  }
}

/**
 * The bytes of a body in the `aws-chunked` coding (S3 API reference, "Signature calculations: transferring payload in
 * multiple chunks"), the signature of each chunk verified where there is one.
 *
 * @param payload `x-amz-content-sha256`: `STREAMING-…`
 * @param trailer gets what stands behind the last chunk
 * @throws S3Error 400 where the body ends early or makes no sense, 403 for a signature that is wrong
 */
export async function* decodeChunks(
  stream: AsyncIterable<Uint8Array>,
  payload: string,
  chain: SignatureChain | undefined,
  trailer: Trailer,
): AsyncGenerator<Uint8Array> {
  const signed = payload.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD') ? chain : undefined;
  const feed = new Feed(stream);
  let previous = chain?.seed ?? '';
  const check = (digest: string, given: string | undefined, kind: 'PAYLOAD' | 'TRAILER'): void => {
    if (signed === undefined) {
      return;
    }
    const expected = chunkSignature(signed, previous, digest, kind);
    if (given !== expected) {
      throw new S3Error(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      );
    }
    previous = expected;
  };
  for (let size = -1; size !== 0;) {
    const [, hex = '', signature] =
      /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(await feed.line()) ?? [];
    if (hex === '') {
      throw broken();
    }
    size = parseInt(hex, 16);
    const hash = createHash('sha256');
    for await (const piece of feed.take(size)) {
      if (signed !== undefined) {
        hash.update(piece);
      }
      yield piece;
    }
    check(hash.digest('hex'), signature, 'PAYLOAD');
    if (size > 0 && (await feed.line()) !== '') {
      throw broken();
    }
  }
  const lines: string[] = [];
  for (let line = await feed.line(); line !== ''; line = await feed.line()) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).toLowerCase().trim(), line.slice(colon + 1).trim()];
    if (name === 'x-amz-trailer-signature') {
      check(sha256(lines.map((one) => `${one}\n`).join('')), value, 'TRAILER');
    } else {
      lines.push(`${name}:${value}`);
      trailer.set(name, value);
    }
  }
}
