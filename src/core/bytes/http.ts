/**
 * The one door to the network. The core describes a request; `src/platform/node` sends it with
 * keep-alive. Every exchange is an event the meter and the request log see, redirects and retries
 * included, so nothing reaches the network uncounted.
 */

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  /** Left out: the protocol's own. */
  readonly port?: number | undefined;
  /**
   * Path with query, sent as it stands. It is never normalised: `//`, `..` and `%2F` are legal in
   * S3 keys and mean themselves.
   */
  readonly path: string;
  /** With `expect: 100-continue` the body waits until the server asks for it, or a second. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** Told how many bytes of the body have been handed to the network so far. */
  readonly onSent?: ((sent: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The longest silence to bear, in milliseconds, where the client's own is too short: a slow query. */
  readonly quietMs?: number | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body as it arrives. Ends normally only when it is whole as its framing says; throws
   * SkybucketError `network` on a reset or a short body, `timeout` when it stalls, `cancelled` after
   * an abort. Leaving the loop early destroys the socket.
   */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface HttpClient {
  /**
   * Sends one request and resolves when the head of the answer is in. No redirect is followed and
   * nothing is retried here. Throws SkybucketError `network`, `timeout` or `cancelled`.
   */
  send(request: HttpRequest): Promise<HttpResponse>;
}
