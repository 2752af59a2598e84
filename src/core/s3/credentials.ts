import type { HttpRequest } from '../bytes/http';
import type { Connection } from './connection';

/** What signs a request. Never logged, never part of an error, never kept beyond memory by the core. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** They are of no use from then on; undefined where they last. */
  readonly expiration?: Date | undefined;
}

export interface CredentialOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Gives the credentials of a connection. One of them serves all that is read and written. */
export interface CredentialSource {
  /**
   * The credentials to ask a bucket with, or undefined where requests go unsigned: the connection is unsigned, or the
   * bucket is a public data set (credentials are never sent to one, unless the requester pays). Kept until shortly
   * before they expire; callers at the same time share one look-up. Asked before every request, since what the user
   * has to agree to (that the requester pays) is asked here, once for each bucket and session.
   *
   * @param bucket left out for what is asked of the service itself (the list of one's buckets)
   * @throws SkybucketError `access-denied` where there are none, with a hint how to get them (`aws sso login --profile
   *   x`), where the workspace is not trusted, and where the user would not pay; `cancelled`
   */
  get(
    connection: Connection,
    bucket: string | undefined,
    options?: CredentialOptions,
  ): Promise<Credentials | undefined>;

  /**
   * The next call looks them up anew.
   *
   * @param refused those that the server refused as expired or unknown: requests run side by side, and what was looked
   *   up since then stays. Left out, whatever there is, because the connection has changed.
   */
  forget(connection: Pick<Connection, 'id'>, refused?: Credentials): void;
}

/** Source for readers without any credentials: tests, and everything public. */
export const NO_CREDENTIALS: CredentialSource = {
  get: () => Promise.resolve(undefined),
  forget: () => undefined,
};

/** Signs with Signature Version 4, in headers. */
export interface RequestSigner {
  /**
   * The headers to send: those of the request and those of its signature (`authorization`, `x-amz-date`,
   * `x-amz-content-sha256`, `x-amz-security-token`). The path and the query are signed as they stand, not
   * normalised. A body is not hashed where it goes over https (`UNSIGNED-PAYLOAD`).
   */
  sign(
    request: Pick<
      HttpRequest,
      'method' | 'protocol' | 'hostname' | 'port' | 'path' | 'headers' | 'body'
    >,
    credentials: Credentials,
    region: string,
  ): Promise<Readonly<Record<string, string>>>;
}
