import { describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';

describe('Meter', () => {
  it('counts a round for every request that was needed after an answer', () => {
    const meter = new Meter();
    const one = meter.ask();
    const two = meter.ask();
    meter.begin(one)(true);
    meter.begin(two)(true); // waited for a connection, but was needed before
    expect(meter.figures()).toMatchObject({ requests: 2, rounds: 1 });
    meter.begin(meter.ask())(false);
    expect(meter.figures()).toMatchObject({ requests: 3, rounds: 2 });
    meter.begin(meter.ask())(true); // the failed one taught nothing
    expect(meter.figures().rounds).toBe(2);
  });

  it('takes bytes in use before the end of their answer as an answer', () => {
    const session = new Meter();
    const meter = session.child();
    const one = meter.ask();
    const end = meter.begin(one);
    meter.delivered(one);
    const endNext = meter.begin(meter.ask());
    endNext(true);
    end(true);
    expect(meter.figures().rounds).toBe(2);
    expect(session.figures().rounds).toBe(2);
  });

  it('counts for its parents, with their own view of what had been answered', () => {
    let now = 0;
    const session = new Meter(undefined, () => now);
    const [a, b] = [session.child(), session.child()];
    const endA = a.begin(a.ask());
    now = 10;
    const endB = b.begin(b.ask());
    a.received(100);
    endA(true);
    now = 30;
    b.received(5);
    endB(true);
    expect(session.figures()).toEqual({ requests: 2, bytes: 105, rounds: 1, milliseconds: 30 });
    expect(a.figures()).toEqual({ requests: 1, bytes: 100, rounds: 1, milliseconds: 10 });
    expect(b.figures()).toEqual({ requests: 1, bytes: 5, rounds: 1, milliseconds: 20 });
  });
});
