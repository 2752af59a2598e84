import { describe, expect, it } from 'vitest';
import {
  countParts,
  downloadPartSize,
  partSpan,
  runLength,
  runsAtATime,
  uploadPartSize,
} from '../../../src/core/transfer/part-plan';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

describe('parts of a download', () => {
  it('are small, and never very many', () => {
    expect(downloadPartSize(20 * MIB)).toBe(MIB);
    for (const size of [GIB, 100 * GIB, 5_000 * GIB]) {
      const partSize = downloadPartSize(size);
      expect(partSize % MIB).toBe(0);
      expect(countParts(size, partSize)).toBeLessThanOrEqual(2_000);
    }
  });

  it('cover the object', () => {
    expect(partSpan(10, 4, 2)).toEqual({ start: 8, end: 10 });
    expect(countParts(8, 4)).toBe(2);
    expect(countParts(0, 4)).toBe(0);
  });
});

describe('runs', () => {
  it('are more where the way is long', () => {
    expect(runsAtATime({ latency: 0.0005 })).toBe(4);
    expect(runsAtATime({ latency: 0.04 })).toBe(8);
    expect(runsAtATime({ latency: 2 })).toBe(16);
  });

  it('are longer where the link is fast, and shorter towards the end', () => {
    const slow = runLength(GIB, { latency: 0.04, bandwidth: 1e6 });
    const fast = runLength(GIB, { latency: 0.04, bandwidth: 200e6 });
    expect(slow).toBe(MIB);
    expect(fast).toBe(25e6);
    expect(runLength(32 * MIB, { latency: 0.04, bandwidth: 200e6 })).toBe(2 * MIB);
    expect(runLength(100 * GIB, { latency: 0.04, bandwidth: 1e10 })).toBe(64 * MIB);
  });
});

describe('parts of an upload', () => {
  it('are as S3 takes them', () => {
    expect(uploadPartSize(20 * MIB)).toBe(8 * MIB);
    const largest = 5 * 1024 * GIB;
    expect(countParts(largest, uploadPartSize(largest))).toBeLessThanOrEqual(10_000);
  });
});
