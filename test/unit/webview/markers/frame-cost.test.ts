import { expect, it } from 'vitest';
import { FrameCost } from '../../../../webview/markers/frame-cost';

const MILLION = 1_000_000;

it('draws all in every frame where that is fast', () => {
  const cost = new FrameCost(250);
  for (let drawn = 65_536; drawn < MILLION; drawn *= 2) {
    cost.learn(drawn, 8);
  }
  cost.learn(MILLION, 12);
  expect(cost.thinning(MILLION, 16)).toBe(1);
  expect(cost.isCheap(MILLION)).toBe(true);
});

it('draws fewer, and seldom, where it is slow', () => {
  const cost = new FrameCost(250);
  cost.learn(60_000, 150);
  expect(cost.isCheap(60_000)).toBe(false);
  expect(cost.thinning(60_000, 2 ** 20)).toBe(8);
  // 24 ms of 150 are 9600 markers.
  expect(cost.thinning(9600, 2 ** 20)).toBe(1);
  expect(cost.pause).toBeGreaterThanOrEqual(1000);
});

it('knows how many there can be at rest', () => {
  const cost = new FrameCost(250);
  cost.learn(100_000, 120);
  expect(cost.restThinning(100_000, 16)).toBe(1);
  expect(cost.canRefine).toBe(true);
  cost.learn(200_000, 500);
  expect(cost.canRefine).toBe(false);
  expect(cost.restThinning(200_000, 16)).toBe(2);
  expect(cost.restThinning(MILLION, 16)).toBe(16);
});
