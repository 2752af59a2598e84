import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  checksumAlgorithms,
  checksumHeader,
  digestOf,
  readAlgorithm,
  type ChecksumAlgorithm,
  type StoredChecksum,
} from './checksum';
import { decodeChunks, type Trailer } from './chunked';
import { notImplemented, S3Error } from './errors';
import { piecesBody, type ObjectBody } from './objects';
import type { SignatureChain } from './signature';

/** The body of a request, whose every claim about itself has held. */
export interface Received {
  readonly body: ObjectBody;
  /** In hex. */
  readonly md5: string;
  /** The one that was sent along. */
  readonly checksum: StoredChecksum | undefined;
}

export interface ReceiveOptions {
  /** `x-amz-content-sha256`, where the request is signed. */
  readonly payload: string | undefined;
  readonly chain: SignatureChain | undefined;
  readonly mostBytes: number;
  /** Algorithms this server knows. */
  readonly known: readonly ChecksumAlgorithm[];
  /** The checksums in the headers are of an object and not of this body. */
  readonly ofObject: boolean;
  /** Told of bytes as they come. */
  readonly onReceived: (bytes: number) => void;
}

interface Claimed {
  readonly algorithm: ChecksumAlgorithm;
  /** Undefined: in the trailer. */
  readonly value: string | undefined;
}

/**
 * Takes in a body as it comes, holding its bytes once, and compares it with its length, MD5, SHA-256 and checksum.
 *
 * @throws S3Error 400, 411, 501
 */
export async function receive(
  request: IncomingMessage,
  options: ReceiveOptions,
): Promise<Received> {
  const { headers } = request;
  const payload = options.payload ?? String(headers['x-amz-content-sha256'] ?? '');
  const chunked = payload.startsWith('STREAMING-');
  const length = chunked ? headers['x-amz-decoded-content-length'] : headers['content-length'];
  const expected = typeof length === 'string' && /^\d+$/.test(length) ? Number(length) : undefined;
  if (expected === undefined && request.method === 'PUT') {
    throw new S3Error(
      411,
      'MissingContentLength',
      'You must provide the Content-Length HTTP header.',
    );
  }
  const tooLarge = (size: number): S3Error =>
    new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: size,
      MaxSizeAllowed: options.mostBytes,
    });
  if ((expected ?? 0) > options.mostBytes) {
    throw tooLarge(expected ?? 0);
  }
  const claimed = options.ofObject ? undefined : claimedChecksum(request, options.known);
  const trailer: Trailer = new Map();
  const stream = chunked
    ? decodeChunks(request, payload, options.chain, trailer)
    : (request as AsyncIterable<Uint8Array>);

  const md5 = createHash('md5');
  const sha256 = /^[0-9a-f]{64}$/.test(payload) ? createHash('sha256') : undefined;
  const digest = claimed === undefined ? undefined : digestOf(claimed.algorithm);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > options.mostBytes) {
      throw tooLarge(size);
    }
    md5.update(piece);
    sha256?.update(piece);
    digest?.update(piece);
    pieces.push(piece);
    options.onReceived(piece.length);
  }
  if (expected !== undefined && size !== expected) {
    throw new S3Error(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  checkSha256(payload, sha256?.digest('hex'));
  const hash = md5.digest();
  checkMd5(headers['content-md5'], hash);
  return {
    body: piecesBody(pieces),
    md5: hash.toString('hex'),
    checksum: claimed && checkedChecksum(claimed, digest?.digest(), trailer),
  };
}

function claimedChecksum(
  { headers }: IncomingMessage,
  known: readonly ChecksumAlgorithm[],
): Claimed | undefined {
  const inTrailer = String(headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  const claims = checksumAlgorithms.flatMap((algorithm): Claimed[] => {
    const name = checksumHeader(algorithm);
    const value = headers[name];
    return typeof value === 'string'
      ? [{ algorithm, value }]
      : inTrailer.includes(name)
        ? [{ algorithm, value: undefined }]
        : [];
  });
  const [claim, second] = claims;
  if (second !== undefined) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const said = headers['x-amz-sdk-checksum-algorithm'];
  if (typeof said === 'string' && claim?.algorithm !== readAlgorithm(said)) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (claim !== undefined && !known.includes(claim.algorithm)) {
    throw notImplemented(`checksums of the kind ${claim.algorithm}`);
  }
  return claim;
}

function checkSha256(given: string, computed: string | undefined): void {
  if (computed !== undefined && computed !== given) {
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: given, S3ComputedContentSHA256: computed },
    );
  }
}

function checkMd5(given: string | string[] | undefined, computed: Buffer): void {
  if (typeof given !== 'string') {
    return;
  }
  const bytes = Buffer.from(given, 'base64');
  if (bytes.length !== 16) {
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', {
      'Content-MD5': given,
    });
  }
  if (!bytes.equals(computed)) {
    throw new S3Error(
      400,
      'BadDigest',
      'The Content-MD5 you specified did not match what we received.',
      { ExpectedDigest: given, CalculatedDigest: computed.toString('base64') },
    );
  }
}

function checkedChecksum(
  { algorithm, value }: Claimed,
  computed: Buffer | undefined,
  trailer: Trailer,
): StoredChecksum {
  const name = checksumHeader(algorithm);
  const given = value ?? trailer.get(name) ?? '';
  const bytes = Buffer.from(given, 'base64');
  if (computed === undefined || bytes.length !== computed.length) {
    throw new S3Error(400, 'InvalidRequest', `Value for ${name} header is invalid.`);
  }
  if (!bytes.equals(computed)) {
    throw new S3Error(
      400,
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  }
  return { algorithm, value: computed.toString('base64'), type: 'FULL_OBJECT' };
}
