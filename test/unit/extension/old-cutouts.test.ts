import { expect, it } from 'vitest';
import { oldCutouts } from '../../../src/extension/old-cutouts';

const NOW = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;

const cutout = (
  name: string,
  days: number,
  size = 1e6,
): { name: string; size: number; modified: number } => ({
  ...{ name, size },
  modified: NOW - days * DAY,
});

it('removes what is older than a week, but not what is open', () => {
  const cutouts = [cutout('new', 1), cutout('old', 8), cutout('open', 30)];
  expect(oldCutouts(cutouts, NOW, (name) => name === 'open')).toEqual(['old']);
});

it('keeps the newest of more than 2 GB', () => {
  const cutouts = [cutout('oldest', 3, 9e8), cutout('newest', 1, 9e8), cutout('middle', 2, 9e8)];
  expect(oldCutouts(cutouts, NOW, () => false)).toEqual(['oldest']);
  expect(oldCutouts([], NOW, () => false)).toEqual([]);
});
