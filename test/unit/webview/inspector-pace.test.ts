import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from '../../../webview/inspector/pace';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('runs five times a second, however often it is asked', () => {
  const run = vi.fn();
  const pace = new Pace(run);
  for (let frame = 0; frame < 60; frame++) {
    pace.ask(200);
    vi.advanceTimersByTime(1000 / 60);
  }
  // At 0, 200, 400, 600, 800 and 1000 milliseconds.
  expect(run).toHaveBeenCalledTimes(6);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(6);
});

test('is hurried by who cannot wait, and never runs inside the call', () => {
  const run = vi.fn();
  const pace = new Pace(run);
  pace.ask(200);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(0);
  expect(run).toHaveBeenCalledTimes(1);
  pace.ask(200);
  pace.ask(50);
  vi.advanceTimersByTime(50);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(run).toHaveBeenCalledTimes(2);
});

test('forgets when cancelled', () => {
  const run = vi.fn();
  const pace = new Pace(run);
  pace.ask(200);
  pace.cancel();
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
});
