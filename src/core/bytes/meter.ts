/**
 * Counts what reading costs. One meter belongs to a document or an operation; each child counts for
 * itself and for its parents, up to the meter of the session.
 *
 * A *round* is a request whose need was known only from an earlier answer. It is counted from the
 * order of events: a request is one round deeper than the deepest request that had been answered when
 * it was asked for. Waiting for a free connection is not a round, because the request was asked for
 * before the wait. The count can only be too high (an answer that had nothing to do with the new
 * request still counts), never too low.
 */

export interface MeterFigures {
  /** HTTP exchanges: HEAD, redirects and retries too. Local reads count none. */
  readonly requests: number;
  /** Body bytes received (bytes read, for a local file). */
  readonly bytes: number;
  readonly rounds: number;
  /** Time during which at least one request was under way. */
  readonly milliseconds: number;
}

/** One finished exchange, as the request log shows it. */
export interface Exchange {
  readonly method: string;
  /** Without query, so that signed links do not land in a log. */
  readonly url: string;
  readonly range: string | undefined;
  readonly status: number | 'failed' | 'cancelled';
  readonly bytes: number;
  readonly milliseconds: number;
}

/** A request that has been asked for. Obtain it *before* waiting for a connection. */
export interface Ask {
  readonly round: number;
  /** The same need as the parent meter sees it, fixed at the same moment. */
  readonly parent: Ask | undefined;
}

export class Meter {
  private requests = 0;
  private bytes = 0;
  private deepest = 0;
  private answered = 0;
  private underWay = 0;
  private busySince = 0;
  private busy = 0;

  constructor(
    private readonly parent?: Meter,
    private readonly now: () => number = () => performance.now(),
    private readonly onChange: () => void = () => undefined,
  ) {}

  /** A meter of its own whose counts also reach this one. */
  child(onChange?: () => void): Meter {
    return new Meter(this, this.now, onChange);
  }

  /** Marks that a request is needed now. */
  ask(): Ask {
    return { round: this.answered + 1, parent: this.parent?.ask() };
  }

  /** A request goes out (again, for a retry or a redirect). Call the returned function once at its end. */
  begin(ask: Ask): (answered: boolean) => void {
    const endParent = ask.parent && this.parent?.begin(ask.parent);
    this.requests += 1;
    this.deepest = Math.max(this.deepest, ask.round);
    if (this.underWay++ === 0) {
      this.busySince = this.now();
    }
    this.onChange();
    return (answered) => {
      if (--this.underWay === 0) {
        this.busy += this.now() - this.busySince;
      }
      if (answered) {
        this.answered = Math.max(this.answered, ask.round);
      }
      this.onChange();
      endParent?.(answered);
    };
  }

  /**
   * Bytes of an answer are in use before its end, so what is asked for from now on may follow from
   * them. Without this a chain of requests read from unfinished answers would count as one round.
   */
  delivered(ask: Ask): void {
    this.answered = Math.max(this.answered, ask.round);
    if (ask.parent) {
      this.parent?.delivered(ask.parent);
    }
  }

  /** Body bytes that came in. */
  received(bytes: number): void {
    this.bytes += bytes;
    this.parent?.received(bytes);
    this.onChange();
  }

  figures(): MeterFigures {
    return {
      requests: this.requests,
      bytes: this.bytes,
      rounds: this.deepest,
      milliseconds: this.busy + (this.underWay > 0 ? this.now() - this.busySince : 0),
    };
  }
}
