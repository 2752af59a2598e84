import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { HttpRequest } from '../../core/bytes/http';
import { percentDecode } from '../../core/s3/percent';
import type { Credentials, RequestSigner } from '../../core/s3/credentials';
import { loadAwsSigning } from './load-aws-signing';

type Signable = Parameters<RequestSigner['sign']>[0];

/** What the server takes instead of the hash of a body that TLS protects already. */
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
/** Some servers stand behind one that changes these. */
const CHANGED_UNDERWAY = new Set(['accept-encoding']);
const NOTHING = new Uint8Array();

/** SHA-256 and its keyed form as the library calls them. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    throw new Error('A hash of this kind serves once.');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') {
    return Buffer.from(data);
  }
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/**
 * Signs requests to S3 with Signature Version 4: the path is neither encoded twice nor normalised, as keys want it.
 *
 * @param now gives the time of the signature; a test stands still
 */
export class SmithySigner implements RequestSigner {
  constructor(
    private readonly now: () => Date = () => new Date(),
    private readonly load = loadAwsSigning,
  ) {}

  async sign(
    request: Signable,
    credentials: Credentials,
    region: string,
  ): Promise<Readonly<Record<string, string>>> {
    const { SignatureV4 } = await this.load();
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const signature = new SignatureV4({
      credentials: {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      },
      region,
      service: 's3',
      sha256: Sha256,
      uriEscapePath: false,
      applyChecksum: true,
    });
    const { protocol, hostname, port, method } = request;
    const { path, query } = parted(request.path);
    const { headers } = await signature.sign(
      {
        method,
        protocol,
        hostname,
        ...(port === undefined ? {} : { port }),
        path,
        query,
        headers: {
          ...request.headers,
          host: hostHeader(request),
          'x-amz-content-sha256': payloadHash(request),
        },
      },
      { signingDate: this.now(), unsignableHeaders: CHANGED_UNDERWAY },
    );
    return headers;
  }
}

function payloadHash({ headers, protocol, body }: Signable): string {
  const given = headers['x-amz-content-sha256'];
  if (given !== undefined) {
    return given;
  }
  if (protocol === 'https:' && body !== undefined) {
    return UNSIGNED_PAYLOAD;
  }
  return createHash('sha256')
    .update(body ?? NOTHING)
    .digest('hex');
}

/** As Node sends it: an IPv6 address in brackets, the port unless it is the protocol's own. */
function hostHeader({
  protocol,
  hostname,
  port,
}: Pick<HttpRequest, 'protocol' | 'hostname' | 'port'>): string {
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  const own = port === undefined || port === (protocol === 'https:' ? 443 : 80);
  return own ? host : `${host}:${port}`;
}

/** Path and query of what is sent, the query decoded: the library encodes it again, as the server does. */
function parted(sent: string): { path: string; query: Record<string, string | string[]> } {
  const mark = sent.indexOf('?');
  if (mark < 0) {
    return { path: sent, query: {} };
  }
  const query: Record<string, string | string[]> = {};
  for (const pair of sent.slice(mark + 1).split('&')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map((part) => percentDecode(part) ?? part);
    if (name !== '') {
      const before = query[name];
      query[name] = before === undefined ? value : [before, value].flat();
    }
  }
  return { path: sent.slice(0, mark), query };
}
