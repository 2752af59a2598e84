import type { ReplayRequest } from './replay';

/** What a service does in place of answering well. */
export type Behaviour =
  /** Another answer: an error, a page for people, nonsense. */
  | {
      readonly kind: 'answer';
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** MAST is working on it, and says so. */
  | { readonly kind: 'executing' }
  /** The right answer, cut off after so many bytes. */
  | { readonly kind: 'half'; readonly bytes: number }
  /** No answer until the asker goes away, or the gate is opened. */
  | { readonly kind: 'silent'; readonly until?: Promise<void> };

interface Rule {
  readonly matches: (request: ReplayRequest) => boolean;
  readonly behaviour: Behaviour;
  left: number;
}

/** How services are to behave: what is said last counts first. */
export class Behaviours {
  private rules: Rule[] = [];

  /** @param times how often; left out, from now on */
  add(
    matches: string | ((request: ReplayRequest) => boolean),
    behaviour: Behaviour,
    times = Infinity,
  ): void {
    const test =
      typeof matches === 'string'
        ? ({ path }: ReplayRequest): boolean => path.startsWith(matches)
        : matches;
    this.rules.unshift({ matches: test, behaviour, left: times });
  }

  clear(): void {
    this.rules = [];
  }

  next(request: ReplayRequest): Behaviour | undefined {
    const rule = this.rules.find(({ matches, left }) => left > 0 && matches(request));
    if (rule !== undefined) {
      rule.left -= 1;
    }
    return rule?.behaviour;
  }
}
