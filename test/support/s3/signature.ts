import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from './errors';
import { compareKeys, decodePath, encodeForPath } from './keys';
import type { TestUser, TestUsers } from './users';

/** Signature Version 4, as servers of Amazon verify it (General Reference, "Signing AWS API requests"). */

export interface SignedRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a signature that holds says. */
export interface Verified {
  readonly user: TestUser;
  readonly region: string;
  /** `x-amz-content-sha256`: a hash, `UNSIGNED-PAYLOAD`, or how the body is chunked. */
  readonly payload: string;
  /** For the signatures of the chunks of a body. */
  readonly chain: SignatureChain;
}

export interface SignatureChain {
  readonly key: Buffer;
  readonly time: string;
  readonly scope: string;
  readonly seed: string;
}

interface Claim {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly names: readonly string[];
  readonly signature: string;
  readonly time: string;
  readonly token: string | undefined;
  readonly presigned: boolean;
}

const unsignedPayload = 'UNSIGNED-PAYLOAD';
const mostSkew = 15 * 60_000;

/**
 * Verifies a request with a signature in its headers or its query. For which region it may be is not looked at.
 *
 * @param body of a service whose requests do not say the hash of theirs
 * @throws S3Error with the codes of S3
 */
export function verifySignature(
  request: SignedRequest,
  users: TestUsers,
  service = 's3',
  body?: Uint8Array,
): Verified {
  const query = splitQuery(request.url);
  const claim = query.some(([name]) => name === 'X-Amz-Signature')
    ? readPresigned(query)
    : readHeader(request.headers);
  const user = checkUser(claim, users);
  checkTime(claim, query, users.now());
  if (claim.service !== service) {
    throw malformed(`Error parsing the credential scope; expecting service '${service}'`);
  }
  checkSignedNames(claim, request.headers);
  const given = request.headers['x-amz-content-sha256'];
  if (service === 's3' && given === undefined && !claim.presigned) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  const payload =
    typeof given === 'string' ? given : claim.presigned ? unsignedPayload : sha256(body ?? '');
  const canonical = canonicalRequest(request, claim, query, payload, service);
  const scope = `${claim.day}/${claim.region}/${claim.service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', claim.time, scope, sha256(canonical)].join('\n');
  const key = [claim.day, claim.region, claim.service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${user.secretAccessKey}`),
  );
  const expected = hmac(key, text).toString('hex');
  if (!same(expected, claim.signature)) {
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: text,
        SignatureProvided: claim.signature,
        CanonicalRequest: canonical,
      },
    );
  }
  const chain = { key, time: claim.time, scope, seed: claim.signature };
  return { user, region: claim.region, payload, chain };
}

/** Signature of a piece of a body that is sent in chunks, or of its trailer. */
export function chunkSignature(
  chain: SignatureChain,
  previous: string,
  digest: string,
  kind: 'PAYLOAD' | 'TRAILER',
): string {
  const lines = [`AWS4-HMAC-SHA256-${kind}`, chain.time, chain.scope, previous];
  const text = [...lines, ...(kind === 'PAYLOAD' ? [sha256('')] : []), digest].join('\n');
  return hmac(chain.key, text).toString('hex');
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function malformed(message: string): S3Error {
  return new S3Error(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; ${message}`,
  );
}

function readHeader(headers: IncomingHttpHeaders): Claim {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const [, credential = '', names = '', signature = ''] = match ?? [];
  if (match === null) {
    throw malformed('the authorization mechanism or its fields are not understood.');
  }
  const time = headers['x-amz-date'];
  const token = headers['x-amz-security-token'];
  if (typeof time !== 'string') {
    throw new S3Error(
      403,
      'AccessDenied',
      'AWS authentication requires a valid Date or x-amz-date header',
    );
  }
  return {
    ...readCredential(credential),
    names: names.split(';'),
    signature,
    time,
    token: typeof token === 'string' ? token : undefined,
    presigned: false,
  };
}

function readPresigned(query: readonly (readonly [string, string])[]): Claim {
  const fields = new Map(query);
  return {
    ...readCredential(fields.get('X-Amz-Credential') ?? ''),
    names: (fields.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: fields.get('X-Amz-Signature') ?? '',
    time: fields.get('X-Amz-Date') ?? '',
    token: fields.get('X-Amz-Security-Token'),
    presigned: true,
  };
}

function readCredential(text: string): Pick<Claim, 'accessKeyId' | 'day' | 'region' | 'service'> {
  const [accessKeyId = '', day = '', region = '', service = '', end, ...more] = text.split('/');
  if (end !== 'aws4_request' || more.length > 0) {
    throw malformed(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  return { accessKeyId, day, region, service };
}

function checkUser(claim: Claim, users: TestUsers): TestUser {
  const user = users.find(claim.accessKeyId);
  if (user === undefined || (user.sessionToken !== undefined && claim.token === undefined)) {
    throw new S3Error(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: claim.accessKeyId },
    );
  }
  if (user.sessionToken !== claim.token) {
    throw new S3Error(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  if (user.expires !== undefined && user.expires <= users.now()) {
    throw new S3Error(400, 'ExpiredToken', 'The provided token has expired.');
  }
  return user;
}

function checkTime(claim: Claim, query: readonly (readonly [string, string])[], now: Date): void {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.time);
  const [, ...fields] = (match ?? []).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  if (match === null || !claim.time.startsWith(claim.day)) {
    throw malformed('Invalid credential date; it is not that of x-amz-date.');
  }
  if (claim.presigned) {
    const seconds = Number(new Map(query).get('X-Amz-Expires') ?? NaN);
    if (!(at + seconds * 1000 > now.getTime())) {
      throw new S3Error(403, 'AccessDenied', 'Request has expired');
    }
  } else if (Math.abs(at - now.getTime()) > mostSkew) {
    throw new S3Error(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: claim.time,
        ServerTime: now.toISOString(),
        MaxAllowedSkewMilliseconds: mostSkew,
      },
    );
  }
}

function checkSignedNames(claim: Claim, headers: IncomingHttpHeaders): void {
  const left = Object.keys(headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !claim.names.includes(name),
  );
  // What a presigned request says of itself stands in the query.
  const wrong = left.filter((name) => !(claim.presigned && name === 'x-amz-content-sha256'));
  if (wrong.length > 0) {
    throw new S3Error(
      403,
      'AccessDenied',
      'There were headers present in the request which were not signed',
      { HeadersNotSigned: wrong.join(', ') },
    );
  }
}

/** Names and values decoded; a bare `+` is a plus sign here, since all signers write `%20`. */
function splitQuery(url: string): (readonly [string, string])[] {
  const mark = url.indexOf('?');
  const parts = mark < 0 ? [] : url.slice(mark + 1).split('&');
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      const value = equals < 0 ? '' : part.slice(equals + 1);
      return [decodeURIComponent(name), decodeURIComponent(value)] as const;
    });
}

function encode(text: string): string {
  return encodeForPath(text).replaceAll('/', '%2F');
}

function canonicalRequest(
  { method, url, headers }: SignedRequest,
  claim: Claim,
  query: readonly (readonly [string, string])[],
  payload: string,
  service: string,
): string {
  const mark = url.indexOf('?');
  const raw = mark < 0 ? url : url.slice(0, mark);
  // S3 decodes the path and encodes it once, by its own rule; the other services encode what was sent once more.
  const path = service === 's3' ? encodeForPath(decodePath(raw) ?? raw) : encodeForPath(raw);
  const parameters = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compareKeys(x, y) : compareKeys(a, b)))
    .map((pair) => pair.join('='));
  const lines = claim.names.map((name) => {
    const value = headers[name] ?? '';
    return `${name}:${String(value).trim().replace(/ +/g, ' ')}`;
  });
  const names = claim.names.join(';');
  return [method, path, parameters.join('&'), ...lines, '', names, payload].join('\n');
}
