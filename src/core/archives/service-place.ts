import type { HttpRequest, HttpResponse } from '../bytes/http';
import { REDIRECTS, redirectTarget } from '../bytes/redirect';
import { isSameOrigin, parseWebAddress, type WebAddress } from '../bytes/web-address';
import type { ServiceCall } from './service-call';

/** All that another origin may hear of a call's headers: what is asked for, and how the body is written. */
const HARMLESS: readonly string[] = ['accept', 'content-type'];

/**
 * Where a call goes, redirect after redirect: to https, or to http where the call itself is http; from a
 * public host never into a local network; tokens never to another origin. A POST becomes a GET where a
 * browser makes it one (301, 302, 303).
 */
export class ServicePlace {
  private readonly first: WebAddress;
  private place: WebAddress;
  private method: 'GET' | 'POST';
  private readonly headers: Readonly<Record<string, string>>;

  /** @throws SkybucketError `bad-address` if the address is no http(s) link. */
  constructor(private readonly call: ServiceCall) {
    this.first = this.place = parseWebAddress(call.address);
    this.method = call.method;
    this.headers = lowerCased({ ...this.first.authorization, ...call.headers });
  }

  /** The address as text, without credentials. */
  get address(): string {
    const { protocol, hostname, port, path } = this.place;
    return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
  }

  request(): Omit<HttpRequest, 'signal'> {
    const { protocol, hostname, port, path } = this.place;
    const own = isSameOrigin(this.place, this.first);
    const body = this.method === 'POST' ? (this.call.body ?? '') : undefined;
    const headers = Object.fromEntries(
      Object.entries(this.headers).filter(
        ([name]) =>
          (own || HARMLESS.includes(name)) && (body !== undefined || name !== 'content-type'),
      ),
    );
    return {
      ...{ method: this.method, protocol, hostname, port, path },
      headers,
      body: body === undefined ? undefined : new TextEncoder().encode(body),
    };
  }

  /**
   * Follows a redirect. False for an answer that is none.
   *
   * @throws SkybucketError `bad-address` for one that is not followed.
   */
  move({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): boolean {
    const { location } = headers;
    if (!REDIRECTS.includes(status) || location === undefined) {
      return false;
    }
    const { place, first } = this;
    this.place = redirectTarget(this.call.who, location, { place, first });
    if (status <= 303) {
      this.method = 'GET';
    }
    return true;
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
