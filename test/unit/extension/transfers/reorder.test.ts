import { describe, expect, it } from 'vitest';
import { dropTarget, openFiles, stepTarget } from '../../../../src/extension/transfers/reorder';
import { doneState, failedState, fileOf } from './made-up';

const ORDER = [
  { id: '1', batch: 'a' },
  { id: '2', batch: 'a' },
  { id: '3', batch: 'b' },
  { id: '4', batch: 'b' },
  { id: '5', batch: 'c' },
];

describe('a step up or down in the queue', () => {
  it('goes over the neighbour', () => {
    expect(stepTarget(ORDER, new Set(['3']), 'up', false)).toEqual({ before: '2' });
    expect(stepTarget(ORDER, new Set(['2']), 'down', false)).toEqual({ before: '4' });
    expect(stepTarget(ORDER, new Set(['2', '3']), 'up', false)).toEqual({ before: '1' });
  });

  it('goes over a whole batch where a batch is moved', () => {
    expect(stepTarget(ORDER, new Set(['3', '4']), 'up', true)).toEqual({ before: '1' });
    expect(stepTarget(ORDER, new Set(['1', '2']), 'down', true)).toEqual({ before: '5' });
    expect(stepTarget(ORDER, new Set(['3', '4']), 'down', true)).toBe('end');
  });

  it('ends at both ends', () => {
    expect(stepTarget(ORDER, new Set(['1']), 'up', false)).toBeUndefined();
    expect(stepTarget(ORDER, new Set(['4']), 'down', false)).toBe('end');
    expect(stepTarget(ORDER, new Set(['5']), 'down', false)).toBeUndefined();
    expect(stepTarget(ORDER, new Set(), 'down', false)).toBeUndefined();
  });
});

describe('a drop on a row', () => {
  const drop = (moved: readonly string[], target: readonly string[]): unknown =>
    dropTarget(ORDER, new Set(moved), new Set(target));

  it('takes the place of the row: above it from below, below it from above', () => {
    expect(drop(['5'], ['2'])).toEqual({ before: '2' });
    expect(drop(['1'], ['3'])).toEqual({ before: '4' });
    expect(drop(['1'], ['2'])).toEqual({ before: '3' });
    expect(drop(['1', '2'], ['5'])).toBe('end');
  });

  it('on a batch goes before or after all of it', () => {
    expect(drop(['3', '4'], ['1', '2'])).toEqual({ before: '1' });
    expect(drop(['1', '2'], ['3', '4'])).toEqual({ before: '5' });
    expect(drop(['3', '4'], ['5'])).toBe('end');
  });

  it('on itself does nothing, and on what is over, or on nothing, goes to the end', () => {
    expect(drop(['2'], ['2'])).toBeUndefined();
    expect(drop(['1', '2'], ['1', '2'])).toBeUndefined();
    expect(drop(['2'], ['9'])).toBe('end');
    expect(drop(['2'], [])).toBe('end');
    // One of a batch, dropped on that batch: among the others.
    expect(drop(['1'], ['1', '2'])).toEqual({ before: '3' });
  });

  it('is among those that are not over', () => {
    const files = [
      fileOf('1', 'a', { state: doneState(1) }),
      fileOf('2', 'a', { state: { kind: 'active' } }),
      fileOf('3', 'a', { state: failedState('No.') }),
      fileOf('4', 'b', { state: { kind: 'paused' } }),
      fileOf('5', 'b'),
    ];
    expect(openFiles(files)).toEqual([
      { id: '2', batch: 'a' },
      { id: '4', batch: 'b' },
      { id: '5', batch: 'b' },
    ]);
  });
});
