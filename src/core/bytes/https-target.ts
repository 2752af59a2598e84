import { SkybucketError } from '../errors';
import type { HttpResponse } from './http';
import { REDIRECTS, redirectTarget } from './redirect';
import { statusError } from './status-error';
import type { HttpTarget } from './target';
import { isSameOrigin, labelOf, parseWebAddress, type WebAddress } from './web-address';

export interface HttpsTargetOptions {
  /** Sent to the link's own origin only, never along a redirect. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds on any steady clock. */
  readonly now?: (() => number) | undefined;
}

/** A redirect that worked for this long and then refuses has probably led to a signed, expired link. */
const REDIRECT_LIFE_MS = 30_000;

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
    try {
      this.place = redirectTarget(this.label, location, { place: this.place, first: this.link });
    } catch (error) {
      if (error instanceof SkybucketError) {
        return error;
      }
      throw error;
    }
    this.movedAt = this.now();
    return 'again';
  }
}
