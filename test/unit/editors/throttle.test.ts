import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from '../../../src/extension/editors/throttle';

describe('throttle', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('acts once for many calls, and again for later ones', () => {
    const action = vi.fn();
    const soon = throttle(action, 200);
    soon();
    soon();
    expect(action).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
    soon();
    vi.advanceTimersByTime(200);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('drops what is to come when cancelled', () => {
    const action = vi.fn();
    const soon = throttle(action, 200);
    soon();
    soon.cancel();
    vi.advanceTimersByTime(1000);
    expect(action).not.toHaveBeenCalled();
  });
});
