/** What can go wrong with one request. */
export type Fault =
  /** The answer begins this much later, on top of the link's own latency. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** S3's own refusal (503 SlowDown by default); the request does not reach the server. */
  | {
      readonly kind: 'refuse';
      readonly status?: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A TCP reset after this many body bytes; 0: before the head of the answer. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The connection stays open and silent after this many body bytes; 0: before the head. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** The connection ends in good order after this many body bytes, short of `Content-Length`. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** The server reads a range that starts this much later: the bytes are wrong, the head is right. */
  | { readonly kind: 'shift-body'; readonly by: number }
  /** `Content-Range` speaks of a range that starts this much later; the bytes are right. */
  | { readonly kind: 'shift-content-range'; readonly by: number }
  /** `Range` is dropped: 200 and the whole object in place of 206. */
  | { readonly kind: 'ignore-range' }
  /** The object looks like another version: this ETag (with quotes), and 412 to `If-Match` of the old one. */
  | { readonly kind: 'etag'; readonly etag: string }
  /** The server gets the first bytes of the request's body only, then both sides see a reset. */
  | { readonly kind: 'reset-upload'; readonly afterBytes: number }
  /** The server gets the whole request and answers, and the client sees a reset in place of the answer. */
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number };

/** Which requests a fault befalls. Every condition that is given must hold. */
export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** Tested on the raw path with its query. */
  readonly path?: RegExp;
  /** The first request it befalls, counted from 1 among those that `method` and `path` fit. */
  readonly from?: number;
  /** At most so many requests. */
  readonly times?: number;
  /** That share of the requests, evenly spread: 0.25 is every fourth. */
  readonly share?: number;
}

/** Counts for each rule how many requests fitted it, and picks the faults of the next one. */
export class RuleBook {
  private rules: readonly FaultRule[] = [];
  private seen: number[] = [];
  private hit: number[] = [];

  /** Replaces the rules; their counts begin anew. */
  replace(rules: readonly FaultRule[]): void {
    this.rules = rules;
    this.seen = rules.map(() => 0);
    this.hit = rules.map(() => 0);
  }

  current(): readonly FaultRule[] {
    return this.rules;
  }

  /** The faults that befall this request, in the order of the rules. */
  faultsFor(method: string, path: string): readonly Fault[] {
    return this.rules.flatMap((rule, index) => {
      const fits =
        (rule.method === undefined || rule.method === method) &&
        (rule.path === undefined || path.search(rule.path) >= 0);
      return fits && this.picks(rule, index) ? [rule.fault] : [];
    });
  }

  private picks(rule: FaultRule, index: number): boolean {
    const seen = (this.seen[index] ?? 0) + 1;
    this.seen[index] = seen;
    const turn = seen - (rule.from ?? 1) + 1;
    if (turn < 1 || (this.hit[index] ?? 0) >= (rule.times ?? Infinity)) {
      return false;
    }
    const { share = 1 } = rule;
    if (Math.floor(turn * share) === Math.floor((turn - 1) * share)) {
      return false;
    }
    this.hit[index] = (this.hit[index] ?? 0) + 1;
    return true;
  }
}

/** The one fault of a kind among several, the last rule winning. */
export function faultOf<K extends Fault['kind']>(
  faults: readonly Fault[],
  kind: K,
): Extract<Fault, { kind: K }> | undefined {
  return faults.filter((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind).at(-1);
}
