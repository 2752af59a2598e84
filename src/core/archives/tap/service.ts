import { isPublicHost } from '../../bytes/public-host';
import { isSameOrigin, parseWebAddress, resolve, type WebAddress } from '../../bytes/web-address';
import { SkybucketError } from '../../errors';
import type { ServiceTools } from '../service-call';

/** A TAP service and how it is reached. */
export interface TapService {
  /** Of the service as a whole, the part before `/sync`. */
  readonly address: string;
  /** What it is called in sentences: `IRSA`. */
  readonly who: string;
  readonly tools: ServiceTools;
  /** Sent to the service's own host only. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The address of a part of the service: `sync`, `async`, `tables`. */
export function endpoint({ address }: Pick<TapService, 'address'>, path: string): string {
  return `${address.trim().replace(/[?/]+$/, '')}/${path}`;
}

/** The address in a header or a document of the service, which may be relative. */
export function linked(location: string, from: string): WebAddress {
  try {
    return resolve(location.trim(), parseWebAddress(from));
  } catch (cause) {
    throw new SkybucketError('server', 'The service gave an address that makes no sense.', {
      hint: 'Ask the service for help, or try the query without a job.',
      cause,
    });
  }
}

export function textOfAddress({ protocol, hostname, port, path }: WebAddress): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
}

/**
 * Where a job of the service is, as the service says: jobs are told to start and stop and carry the user's
 * token, so they are taken from the service's own site only. A service behind a gateway often names itself
 * by http; https it is where that was asked.
 *
 * @throws SkybucketError `bad-address` for a place elsewhere, `server` for one that makes no sense.
 */
export function jobAddress(service: Pick<TapService, 'address' | 'who'>, location: string): string {
  const home = parseWebAddress(service.address);
  const place = secured(linked(location, endpoint(service, 'async')), home);
  if (!isSameOrigin(place, home) && !isSameSite(place, home)) {
    throw new SkybucketError(
      'bad-address',
      `${service.who} sends its jobs to another site (${place.hostname}).`,
      { hint: 'That is not followed, for safety. Run the query at once, without a job.' },
    );
  }
  // What is below a job is written behind its address.
  return textOfAddress({ ...place, path: place.path.replace(/[?#].*$/s, '').replace(/\/+$/, '') });
}

/**
 * Where data of a job is: anywhere that may be followed from the service: no local network from a public host,
 * no way back to http.
 *
 * @throws SkybucketError `bad-address`, `server`
 */
export function dataAddress(service: TapService, location: string, from: string): string {
  const home = parseWebAddress(service.address);
  const place = secured(linked(location, from), home);
  const local = isPublicHost(home.hostname) && !isPublicHost(place.hostname);
  if (local || (place.protocol === 'http:' && home.protocol === 'https:')) {
    throw new SkybucketError(
      'bad-address',
      `${service.who} keeps its results at ${place.protocol}//${place.hostname}.`,
      { hint: 'That is not followed, for safety.' },
    );
  }
  return textOfAddress(place);
}

/** Headers of the user's own go to the service's own origin only. */
export function headersFor(service: TapService, address: string): Readonly<Record<string, string>> {
  const own = isSameOrigin(parseWebAddress(address), parseWebAddress(service.address));
  return own ? (service.headers ?? {}) : {};
}

/** By https where only the http of the same host stands in the way. */
function secured(place: WebAddress, home: WebAddress): WebAddress {
  const renamed = place.protocol === 'http:' && home.protocol === 'https:';
  return renamed && place.hostname === home.hostname && (place.port ?? 80) === 80
    ? { ...place, protocol: 'https:', port: home.port }
    : place;
}

/** Hosts of one house: all but the first part of the name is the same, and that is no mere `.org` or `.ac.uk`. */
function isSameSite(a: WebAddress, b: WebAddress): boolean {
  if (a.protocol !== b.protocol || !isPublicHost(a.hostname) || /^[\d.]+$|^\[/.test(a.hostname)) {
    return false;
  }
  const house = b.hostname.split('.').slice(1);
  const short = house.length < 2 || (house.length === 2 && (house[0] ?? '').length <= 3);
  return !short && a.hostname.endsWith(`.${house.join('.')}`);
}
