/** What a plan of requests has to know of the way to a host. */
export interface Link {
  /** Seconds from sending a request to the first byte of its answer. */
  readonly latency: number;
  /** Bytes per second, over all requests together. */
  readonly bandwidth: number;
  /** Requests at a time. */
  readonly parallel: number;
}

/** Before anything was measured. */
export const DEFAULT_LINK: Link = { latency: 0.05, bandwidth: 20e6, parallel: 32 };

/** A disk or memory: a read costs little, so only near spans are worth merging. */
export const LOCAL_LINK: Link = { latency: 0.0001, bandwidth: 3e9, parallel: 8 };

/** One exchange as the estimate sees it. */
export interface LinkExchange {
  received(bytes: number): void;
  /** Call once, however the exchange ended. */
  end(): void;
}

const REMEMBERED_WAITS = 32;
/** Less than this in one go says more about latency than about bandwidth. */
const TELLING_BYTES = 256 * 1024;
/** A long transfer is looked at in pieces of this many seconds. */
const WINDOW = 0.5;
/** Older flow counts half as much after this many seconds of transfer. */
const MEMORY = 4;

/**
 * Latency and bandwidth of one host, from the exchanges with it. Starts from an assumption and keeps
 * it until there is something to say.
 *
 * Latency is the lower quartile of the latest waits for a first byte: handshakes and waits behind
 * other transfers lift the upper ones. Bandwidth is bytes over time while bodies come in, over all
 * exchanges together; the first chunk of each is left out, because its time is latency.
 */
export class LinkEstimate {
  private readonly waits: number[] = [];
  private streaming = 0;
  private windowStart = 0;
  private windowBytes = 0;
  private bytes = 0;
  private seconds = 0;

  /** @param now milliseconds on any steady clock. */
  constructor(
    private readonly assumed: Link = DEFAULT_LINK,
    private readonly now: () => number = () => performance.now(),
  ) {}

  link(): Link {
    return {
      latency: clamp(lowerQuartile(this.waits) ?? this.assumed.latency, 0.0005, 5),
      bandwidth: clamp(
        this.seconds > 0 ? this.bytes / this.seconds : this.assumed.bandwidth,
        10e3,
        10e9,
      ),
      parallel: this.assumed.parallel,
    };
  }

  /** A request goes out now. */
  begin(): LinkExchange {
    const sent = this.now();
    let started = false;
    return {
      received: (bytes) => {
        if (started) {
          this.flow(bytes);
        } else {
          started = true;
          this.firstByte((this.now() - sent) / 1000);
        }
      },
      end: () => {
        if (started && --this.streaming === 0) {
          this.closeWindow();
        }
      },
    };
  }

  private firstByte(wait: number): void {
    this.waits.push(wait);
    if (this.waits.length > REMEMBERED_WAITS) {
      this.waits.shift();
    }
    if (this.streaming++ === 0) {
      this.openWindow();
    }
  }

  private flow(bytes: number): void {
    this.windowBytes += bytes;
    if (this.now() - this.windowStart > WINDOW * 1000) {
      this.closeWindow();
      this.openWindow();
    }
  }

  private openWindow(): void {
    this.windowStart = this.now();
    this.windowBytes = 0;
  }

  private closeWindow(): void {
    const seconds = (this.now() - this.windowStart) / 1000;
    if (this.windowBytes >= TELLING_BYTES || seconds >= WINDOW) {
      this.bytes += this.windowBytes;
      this.seconds += seconds;
    }
    if (this.seconds > MEMORY) {
      this.bytes /= 2;
      this.seconds /= 2;
    }
  }
}

function lowerQuartile(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 4)];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
