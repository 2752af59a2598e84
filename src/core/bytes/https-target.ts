import { SkybucketError } from '../errors';
import type { HttpResponse } from './http';
import { isPublicHost } from './public-host';
import { statusError } from './status-error';
import type { HttpTarget } from './target';
import { isSameOrigin, labelOf, parseWebAddress, resolve, type WebAddress } from './web-address';

export interface HttpsTargetOptions {
  /** Sent to the link's own origin only, never along a redirect. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds on any steady clock. */
  readonly now?: (() => number) | undefined;
}

/** A redirect that worked for this long and then refuses has probably led to a signed, expired link. */
const REDIRECT_LIFE_MS = 30_000;

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/**
 * A plain https (or http) link. Redirects are followed to https, or to http where the link itself is
 * http; from a public host never into a local network; and with nothing of the request's own headers.
 */
export class HttpsTarget implements HttpTarget {
  readonly label: string;
  private readonly link: WebAddress;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly now: () => number;
  private place: WebAddress;
  private movedAt = 0;

  /** @throws SkybucketError `bad-address` if the text is no http(s) link. */
  constructor(link: string, options: HttpsTargetOptions = {}) {
    this.link = this.place = parseWebAddress(link);
    this.label = labelOf(this.link);
    this.headers = { ...this.link.authorization, ...options.headers };
    this.now = options.now ?? (() => performance.now());
  }

  request(): ReturnType<HttpTarget['request']> {
    const { protocol, hostname, port, path } = this.place;
    const headers = isSameOrigin(this.place, this.link) ? this.headers : {};
    return { protocol, hostname, port, path, headers };
  }

  refused({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): 'again' | SkybucketError {
    const { location } = headers;
    if (REDIRECTS.includes(status) && location !== undefined) {
      return this.move(location);
    }
    const moved = this.place !== this.link;
    if ([401, 403, 404, 410].includes(status) && moved) {
      if (this.now() - this.movedAt > REDIRECT_LIFE_MS) {
        this.place = this.link;
        return 'again';
      }
    }
    return statusError(this.label, status);
  }

  private move(location: string): 'again' | SkybucketError {
    const from = this.place;
    let to: WebAddress;
    try {
      to = resolve(location, from);
    } catch (cause) {
      return this.refusedRedirect('to an address that makes no sense', cause);
    }
    if (to.protocol === 'http:' && this.link.protocol === 'https:') {
      return this.refusedRedirect(`to the unencrypted ${labelOf(to)}`);
    }
    if (isPublicHost(this.link.hostname) && !isPublicHost(to.hostname)) {
      return this.refusedRedirect(`into a local network (${to.hostname})`);
    }
    this.place = to;
    this.movedAt = this.now();
    return 'again';
  }

  private refusedRedirect(where: string, cause?: unknown): SkybucketError {
    return new SkybucketError('bad-address', `${this.label} redirects ${where}.`, {
      hint: 'That is not followed, for safety.',
      cause,
    });
  }
}
