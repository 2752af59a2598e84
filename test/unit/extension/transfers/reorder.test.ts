import { describe, expect, it } from 'vitest';
import { stepTarget } from '../../../../src/extension/transfers/reorder';

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
