import type { SetTimer } from '../../../src/core/transfer/queue-changes';

/** A clock that goes on only when it is told to; its timers run then, in their order. */
export class FakeClock {
  private time = 0;
  private number = 0;
  private readonly timers = new Map<number, { readonly at: number; readonly run: () => void }>();

  readonly now = (): number => this.time;

  readonly setTimer: SetTimer = (run, milliseconds) => {
    const id = this.number++;
    this.timers.set(id, { at: this.time + milliseconds, run });
    return () => this.timers.delete(id);
  };

  get pending(): number {
    return this.timers.size;
  }

  /** Lets promises go on after each timer. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.timers].sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (next === undefined || next[1].at > end) {
        break;
      }
      this.timers.delete(next[0]);
      this.time = Math.max(this.time, next[1].at);
      next[1].run();
      await settle();
    }
    this.time = end;
  }
}

/** Everything that waits for promises alone has gone on when this resolves. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
