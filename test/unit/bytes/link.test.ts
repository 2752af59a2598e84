import { describe, expect, it } from 'vitest';
import { DEFAULT_LINK, LinkEstimate } from '../../../src/core/bytes/link';

/** One exchange: the first chunk after `wait` ms, then `chunks` of 64 KiB, one every `each` ms. */
function clocked(): {
  link: LinkEstimate;
  exchange: (wait: number, chunks?: number, each?: number) => void;
} {
  let now = 0;
  const link = new LinkEstimate(DEFAULT_LINK, () => now);
  const exchange = (wait: number, chunks = 0, each = 0): void => {
    const running = link.begin();
    now += wait;
    running.received(65_536);
    for (let chunk = 0; chunk < chunks; chunk++) {
      now += each;
      running.received(65_536);
    }
    running.end();
  };
  return { link, exchange };
}

describe('LinkEstimate', () => {
  it('starts from sound defaults', () => {
    expect(new LinkEstimate().link()).toEqual({ latency: 0.05, bandwidth: 20e6, parallel: 32 });
  });

  it('measures latency, whatever handshakes and crowds add to some waits', () => {
    const { link, exchange } = clocked();
    [300, 12, 10, 11, 250, 10, 90, 12].forEach((wait) => exchange(wait));
    expect(link.link().latency).toBeCloseTo(0.01, 3);
    expect(link.link().bandwidth).toBe(20e6);
  });

  it('follows a latency that changes', () => {
    const { link, exchange } = clocked();
    for (let i = 0; i < 40; i++) {
      exchange(10);
    }
    for (let i = 0; i < 40; i++) {
      exchange(80);
    }
    expect(link.link().latency).toBeCloseTo(0.08, 6);
  });

  it('measures bandwidth from bodies long enough to tell', () => {
    const { link, exchange } = clocked();
    exchange(10, 2, 0.001);
    expect(link.link().bandwidth).toBe(20e6);
    exchange(10, 100, 32.768);
    expect(link.link().bandwidth / 2e6).toBeCloseTo(1, 1);
  });

  it('forgets an old bandwidth', () => {
    const { link, exchange } = clocked();
    exchange(10, 200, 32.768);
    exchange(10, 20_000, 0.65536);
    expect(link.link().bandwidth / 100e6).toBeGreaterThan(0.8);
  });

  it('counts bodies that come side by side together', () => {
    let now = 0;
    const link = new LinkEstimate(DEFAULT_LINK, () => now);
    const exchanges = Array.from({ length: 10 }, () => link.begin());
    now = 20;
    exchanges.forEach((exchange) => exchange.received(1000));
    for (let step = 0; step < 100; step++) {
      now += 1;
      exchanges.forEach((exchange) => exchange.received(10_000));
    }
    exchanges.forEach((exchange) => exchange.end());
    expect(link.link().latency).toBeCloseTo(0.02, 6);
    expect(link.link().bandwidth).toBeCloseTo(100e6, -6);
  });
});
