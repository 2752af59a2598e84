import { describe, expect, it, vi } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { BucketFacts } from '../../../src/core/s3/object-store';
import { AccountBuckets } from '../../../src/extension/views/account-buckets';

const bucket = (name: string): BucketFacts => ({ name, created: undefined, region: undefined });

describe('the buckets of an account', () => {
  it('are asked for once and sorted by name', async () => {
    const list = vi.fn(() => Promise.resolve([bucket('b'), bucket('a')]));
    const buckets = new AccountBuckets(list);
    await Promise.all([buckets.start(), buckets.start()]);
    await buckets.start();
    expect(buckets.found?.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(list).toHaveBeenCalledTimes(1);
  });

  it('keep what went wrong until they are asked for again', async () => {
    const denied = new SkybucketError('access-denied', 'No.');
    const list = vi.fn<() => Promise<BucketFacts[]>>();
    list.mockRejectedValueOnce(denied).mockResolvedValueOnce([]);
    const buckets = new AccountBuckets(list);
    await buckets.start();
    await buckets.start();
    expect(buckets.failure).toBe(denied);
    expect(list).toHaveBeenCalledTimes(1);
    buckets.reset();
    await buckets.start();
    expect(buckets).toMatchObject({ failure: undefined, found: [] });
  });

  it('are those of the latest look, where they are asked for anew meanwhile', async () => {
    const answers: ((found: BucketFacts[]) => void)[] = [];
    const buckets = new AccountBuckets(() => new Promise((resolve) => answers.push(resolve)));
    const first = buckets.start();
    buckets.reset();
    const second = buckets.start();
    answers[1]?.([bucket('new')]);
    answers[0]?.([bucket('old')]);
    await Promise.all([first, second]);
    expect(buckets.found?.map(({ name }) => name)).toEqual(['new']);
  });
});
