import type { IncomingHttpHeaders } from 'node:http';
import type { TestBucket } from './bucket';
import { accessDenied, S3Error } from './errors';

/** The credentials a request carries, in words, or undefined for an unsigned one. */
export function credentialsIn(
  headers: IncomingHttpHeaders,
  query: ReadonlyMap<string, string>,
): string | undefined {
  const names = [
    ...['authorization', 'x-amz-security-token'].filter((name) => headers[name] !== undefined),
    ...['X-Amz-Signature', 'X-Amz-Security-Token', 'Signature'].filter((name) => query.has(name)),
  ];
  return names.length === 0 ? undefined : names.join(', ');
}

/** @throws S3Error 403 where the bucket wants a signature and there is none */
export function checkSignature(bucket: TestBucket, credentials: string | undefined): void {
  if (bucket.options.requireSignature === true && credentials === undefined) {
    throw accessDenied();
  }
}

/**
 * @param fitting regions a signature may be for, the one to name first
 * @throws S3Error 400 where it is for another
 */
export function checkSignedRegion(signed: string | undefined, fitting: readonly string[]): void {
  const [expected = ''] = fitting;
  if (signed !== undefined && !fitting.includes(signed)) {
    throw new S3Error(
      400,
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${signed}' is wrong; expecting '${expected}'`,
      { Region: expected },
    );
  }
}

/** @throws S3Error 403 where the requester pays and has not said so */
export function checkPayer(
  bucket: TestBucket,
  headers: IncomingHttpHeaders,
  credentials: string | undefined,
): void {
  const said = headers['x-amz-request-payer'] === 'requester' && credentials !== undefined;
  if (bucket.options.requesterPays === true && !said) {
    throw accessDenied();
  }
}

/**
 * Refuses what is addressed to another region than the bucket's, as AWS does.
 *
 * @param endpoint host to send future requests to, without scheme
 * @throws S3Error 301 or 400
 */
export function checkRegion(
  bucket: TestBucket,
  home: string,
  addressed: string,
  endpoint: string,
): void {
  if (home === addressed) {
    return;
  }
  const { wrongRegion = 'PermanentRedirect', regionHeader = true } = bucket.options;
  const headers = regionHeader ? { 'x-amz-bucket-region': home } : {};
  switch (wrongRegion) {
    case 'PermanentRedirect':
      throw new S3Error(
        301,
        wrongRegion,
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
        { Endpoint: endpoint, Bucket: bucket.name },
        headers,
      );
    case 'IllegalLocationConstraintException':
      throw new S3Error(
        400,
        wrongRegion,
        'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
        {},
        headers,
      );
    case 'AuthorizationHeaderMalformed':
      throw new S3Error(
        400,
        wrongRegion,
        `The authorization header is malformed; the region '${addressed}' is wrong; expecting '${home}'`,
        { Region: home },
        headers,
      );
  }
}
