import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { S3Error } from '../s3/errors';
import type { Answer } from './relay';
import { faultOf, type Fault } from './rules';

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>>,
  method: string | undefined,
): Answer {
  const body = Buffer.from(new S3Error(status, code, message).document('proxy'));
  const length = { 'content-type': 'application/xml', 'content-length': String(body.length) };
  return {
    status,
    headers: { ...length, ...headers },
    body: Readable.from(method === 'HEAD' ? [] : [body]),
  };
}

/** The answer a fault gives in the server's stead, or undefined where the server is to be asked. */
export function ownAnswer(
  { method, headers }: IncomingMessage,
  faults: readonly Fault[],
): Answer | undefined {
  const refuse = faultOf(faults, 'refuse');
  if (refuse !== undefined) {
    const { status = 503, code = 'SlowDown', headers: extra = {} } = refuse;
    return refusal(status, code, 'Please reduce your request rate.', extra, method);
  }
  const redirect = faultOf(faults, 'redirect');
  if (redirect !== undefined) {
    const { status = 302, location } = redirect;
    return { status, headers: { location, 'content-length': '0' }, body: Readable.from([]) };
  }
  const etag = faultOf(faults, 'etag')?.etag;
  if (etag !== undefined && (headers['if-match'] ?? etag) !== etag) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    return refusal(412, 'PreconditionFailed', message, {}, method);
  }
  if (etag !== undefined && headers['if-none-match'] === etag) {
    return { status: 304, headers: { etag }, body: Readable.from([]) };
  }
  return undefined;
}
