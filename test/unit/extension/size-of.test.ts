import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { Meter } from '../../../src/core/bytes/meter';
import type { ByteSource } from '../../../src/core/bytes/source';
import { SkybucketError } from '../../../src/core/errors';
import { sizeOf } from '../../../src/extension/size-of';

describe('the size of what is to be downloaded', () => {
  const source = (size: () => Promise<number>): { closed: boolean } & ByteSource => {
    const made = Object.assign(new MemorySource('x', new Uint8Array(0)), {
      ...{ closed: false, size },
      close: () => Promise.resolve(void (made.closed = true)),
    });
    return made;
  };

  it('is not known beforehand where the server cannot send the first byte alone', async () => {
    const without = source(() => Promise.reject(new SkybucketError('range-ignored', 'Only all.')));
    expect(await sizeOf(async () => without, new Meter())).toBeUndefined();
    expect(without.closed).toBe(true);
  });

  it('is told, or why it cannot be', async () => {
    expect(await sizeOf(async () => source(async () => 7), new Meter())).toBe(7);
    const denied = new SkybucketError('access-denied', 'No.');
    const refused = source(() => Promise.reject(denied));
    await expect(sizeOf(async () => refused, new Meter())).rejects.toBe(denied);
    expect(refused.closed).toBe(true);
  });
});
