import { RegionMemory } from '../core/s3/regions';
import type { Memory } from './links';

const KEY = 'skybucket.regions';
const MOST_KEPT = 200;

/** The regions of buckets, kept beyond the session: finding one out costs a request or two. */
export function rememberedRegions(memory: Memory): RegionMemory {
  const regions = new RegionMemory((connection, bucket, region) => {
    const others = kept(memory).filter(([c, b]) => c !== connection || b !== bucket);
    void memory.update(KEY, [...others.slice(1 - MOST_KEPT), [connection, bucket, region]]);
  });
  for (const [connection, bucket, region] of kept(memory)) {
    regions.expect(connection, bucket, region);
  }
  return regions;
}

type Kept = readonly [connection: string, bucket: string, region: string];

function kept(memory: Memory): readonly Kept[] {
  const value = memory.get<unknown>(KEY);
  return Array.isArray(value) ? value.filter(isKept) : [];
}

function isKept(value: unknown): value is Kept {
  return Array.isArray(value) && value.length === 3 && value.every((x) => typeof x === 'string');
}
