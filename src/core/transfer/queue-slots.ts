import type { SkybucketError } from '../errors';
import { LINK_AUTHORITY } from '../s3/address';

/**
 * Files so small that they wait for answers, not for bytes, go this many at a time. A host has some connections more,
 * for what is looked at meanwhile.
 */
const SLOTS = 48;
/** Servers that are not S3 are not made for as many. */
const LINK_SLOTS = 32;
const SMALL = 1024 * 1024;
const SMALLEST = 1;
const MIDDLE = 16 * 1024 * 1024;
const MIDDLE_SLOTS = 6;
/** So many failures in a row are no accident. */
const SILENT = 4;

/** How many transfers there may be at a time: together, and with each host. */
export class TransferSlots {
  private used = 0;
  private readonly hosts = new Map<string, Host>();
  private readonly large: number;

  /** @param filesAtATime large ones */
  constructor(filesAtATime: number) {
    this.large = SLOTS / Math.max(1, Math.min(SLOTS, filesAtATime));
  }

  /** @param size bytes, undefined where it is not known */
  weight(size: number | undefined): number {
    if (isSmall(size)) {
      return SMALLEST;
    }
    return size !== undefined && size <= MIDDLE ? Math.min(MIDDLE_SLOTS, this.large) : this.large;
  }

  get isIdle(): boolean {
    return this.used < 1e-6;
  }

  /** True where all is taken, whatever the host. */
  isFull(weight: number): boolean {
    return this.used > 0 && this.used + weight > SLOTS + 1e-6;
  }

  /** True where one more with this host may begin at `now`. */
  allows(host: string, weight: number, now: number): boolean {
    const { used, limit, until } = this.host(host);
    return now >= until && (used === 0 || used + weight <= limit + 1e-6);
  }

  /** When it is worth asking `allows` again, if nothing ends before. */
  nextTry(host: string, now: number): number {
    const { until } = this.host(host);
    return until > now ? until : Infinity;
  }

  take(host: string, weight: number): void {
    this.used += weight;
    this.host(host).used += weight;
  }

  give(host: string, weight: number): void {
    this.used -= weight;
    this.host(host).used -= weight;
  }

  /**
   * One with this host failed, and may pass. Where the host is overloaded, half as many go to it from now on; where it
   * is that or nothing has come from it for a while, none begins before the moment `until`.
   */
  slowDown(host: string, until: number, overloaded: boolean): void {
    const state = this.host(host);
    state.failures += 1;
    if (until <= state.until || !(overloaded || state.failures >= SILENT)) {
      return;
    }
    state.until = until;
    if (overloaded) {
      state.limit = Math.max(1, Math.min(state.limit, state.used + 1) / 2);
    }
  }

  /** One went well: a little more with this host. */
  speedUp(host: string): void {
    const state = this.host(host);
    state.failures = 0;
    state.limit = Math.min(mostOf(host), state.limit + 0.5);
  }

  private host(name: string): Host {
    const known = this.hosts.get(name) ?? { used: 0, limit: mostOf(name), until: 0, failures: 0 };
    this.hosts.set(name, known);
    return known;
  }
}

/** @param size bytes, undefined where it is not known */
export function isSmall(size: number | undefined): boolean {
  return size !== undefined && size <= SMALL;
}

interface Host {
  used: number;
  limit: number;
  /** Nothing begins before. */
  until: number;
  /** Since one went well. */
  failures: number;
}

function mostOf(host: string): number {
  return host === LINK_AUTHORITY ? LINK_SLOTS : SLOTS;
}

/** Whom an address asks: the connection, which stands where the host does. */
export function hostOf(address: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(address)?.[1] ?? '';
}

/** Whether a failure is the host's, so that fewer requests may help it. */
export function isOverloaded(error: SkybucketError): boolean {
  return error.retryable && (error.code === 'server' || error.code === 'timeout');
}
