import { describe, expect, it } from 'vitest';
import { tableOf, torture } from '../../transfer/torture/torture';

// The same as `npm run test:torture`, smaller.
describe('transfers that are disturbed and killed', () => {
  it('end whole, and nothing that is not has a final name', async () => {
    const report = await torture({
      downloads: 20,
      uploads: 4,
      largest: 3_000_000,
      kills: 3,
      longestLife: 2_500,
      seed: 20,
    });
    expect(report.wrong, tableOf(report)).toEqual([]);
    expect(report.failed, tableOf(report)).toEqual([]);
    expect(report.leftOver).toEqual([]);
    expect(report).toMatchObject({ whole: 24, kills: 3 });
    expect(report.faults).toBeGreaterThan(0);
  }, 120_000);
});
