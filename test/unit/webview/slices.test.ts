import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SlicePlayer } from '../../../webview/image/slice-player';
import { SliceTurns } from '../../../webview/image/slice-turns';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('turns', () => {
  test('ask at once, then only when the picture is there, for what is wanted last', () => {
    let asked = 0;
    const turns = new SliceTurns(() => asked++);
    turns.want();
    expect(asked).toBe(1);
    turns.want();
    turns.want();
    expect(asked).toBe(1);
    expect(turns.pending).toBe(true);
    turns.arrived();
    expect(asked).toBe(2);
    expect(turns).toMatchObject({ pending: false, idle: false });
    turns.arrived();
    expect(asked).toBe(2);
    expect(turns.idle).toBe(true);
  });

  test('give up a slow picture after a while, once', () => {
    let asked = 0;
    const turns = new SliceTurns(() => asked++);
    turns.await();
    turns.want();
    vi.advanceTimersByTime(290);
    turns.want();
    expect(asked).toBe(0);
    vi.advanceTimersByTime(20);
    expect(asked).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(asked).toBe(1);
  });

  test('forget what was wanted of another cube', () => {
    let asked = 0;
    const turns = new SliceTurns(() => asked++);
    turns.await();
    turns.want();
    turns.await();
    turns.arrived();
    vi.advanceTimersByTime(1000);
    expect(asked).toBe(0);
  });
});

describe('playing', () => {
  test('keeps its pace, and waits for every picture', () => {
    let steps = 0;
    let ready = true;
    const player = new SlicePlayer(
      () => {
        steps++;
        ready = false;
      },
      () => ready,
    );
    const arrive = (): void => {
      ready = true;
      player.ready();
    };
    player.rate = 10;
    player.start();
    vi.advanceTimersByTime(1);
    expect(steps).toBe(1);
    // A slow picture: nothing piles up.
    vi.advanceTimersByTime(5000);
    expect(steps).toBe(1);
    arrive();
    vi.advanceTimersByTime(1);
    expect(steps).toBe(2);
    // A fast one: no sooner than the pace has it.
    arrive();
    vi.advanceTimersByTime(90);
    expect(steps).toBe(2);
    vi.advanceTimersByTime(15);
    expect(steps).toBe(3);
    arrive();
    player.stop();
    vi.advanceTimersByTime(5000);
    expect(steps).toBe(3);
    expect(player.playing).toBe(false);
  });

  test('told of a picture more than once still takes one step', () => {
    let steps = 0;
    const player = new SlicePlayer(
      () => steps++,
      () => steps === 0,
    );
    player.start();
    player.ready();
    player.ready();
    vi.advanceTimersByTime(1000);
    expect(steps).toBe(1);
  });
});
