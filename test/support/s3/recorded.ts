import type { IncomingHttpHeaders } from 'node:http';

/** One request; the figures grow until it is over (see `S3TestServer.settled`). */
export interface RecordedRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** S3's name of the operation; undefined where the request was refused before that was known. */
  operation: string | undefined;
  /** 0 until the answer has begun. */
  status: number;
  /** Body bytes handed to the network. */
  bytes: number;
  /** Bytes of the request's own body, decoded. */
  received: number;
  /** The body was wanted; false where the request was refused before that, or has none. */
  continued: boolean;
  /** Whose signature held. */
  user: string | undefined;
  /** The client went away before the answer was complete. */
  aborted: boolean;
}
