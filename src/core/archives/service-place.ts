import { isPublicHost } from '../bytes/public-host';
import type { HttpRequest, HttpResponse } from '../bytes/http';
import {
  isSameOrigin,
  labelOf,
  parseWebAddress,
  resolve,
  type WebAddress,
} from '../bytes/web-address';
import { SkybucketError } from '../errors';
import type { ServiceCall } from './service-call';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
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
    this.place = this.target(location);
    if (status <= 303) {
      this.method = 'GET';
    }
    return true;
  }

  private target(location: string): WebAddress {
    let to: WebAddress;
    try {
      to = resolve(location, this.place);
    } catch (cause) {
      throw this.notFollowed('to an address that makes no sense', cause);
    }
    if (to.protocol === 'http:' && this.first.protocol === 'https:') {
      throw this.notFollowed(`to the unencrypted ${labelOf(to)}`);
    }
    if (isPublicHost(this.first.hostname) && !isPublicHost(to.hostname)) {
      throw this.notFollowed(`into a local network (${to.hostname})`);
    }
    return to;
  }

  private notFollowed(where: string, cause?: unknown): SkybucketError {
    return new SkybucketError('bad-address', `${this.call.who} redirects ${where}.`, {
      hint: 'That is not followed, for safety.',
      cause,
    });
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
