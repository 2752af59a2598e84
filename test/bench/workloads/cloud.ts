import {
  CloudPlaces,
  type CloudPlace,
  type ObjectExists,
} from '../../../src/core/archives/mast/cloud';
import { lookUpPaths, URIS_AT_ONCE } from '../../../src/core/archives/mast/path-lookup';
import { inBatches } from '../../../src/core/archives/mast/batches';
import { askProducts, type MastProduct } from '../../../src/core/archives/mast/products';
import type { MastTools } from '../../../src/core/archives/mast/tools';
import { Meter } from '../../../src/core/bytes/meter';
import { headObject } from '../../../src/core/s3/head-object';
import { RegionMemory } from '../../../src/core/s3/regions';
import { NodeHttpClient } from '../../../src/platform/node/http-client';
import { fillArchiveBuckets, MAST_BUCKET } from '../../support/archives/buckets';
import { REFERENCE_OBSID } from '../../support/archives/observations';
import { ArchiveReplay } from '../../support/archives/replay';
import { startFaultProxy } from '../../support/proxy/fault-proxy';
import { startS3Server } from '../../support/s3/server';
import { connectionTo } from '../../unit/cost/support/open';
import { OURS, type Row } from '../contest';

const CALL_MS = 200;
const workload = 'cloud';
const NOTHING = { signal: undefined, ask: undefined };

type Find = (products: readonly MastProduct[]) => Promise<ReadonlyMap<string, CloudPlace>>;

/** The products of the reference observation, and where they are in the cloud, every call of 200 ms. */
export async function cloud(): Promise<Row[]> {
  const s3 = await startS3Server();
  fillArchiveBuckets(s3);
  const far = await startFaultProxy({
    target: s3.endpoint,
    link: { latencyMilliseconds: CALL_MS },
  });
  const archives = await ArchiveReplay.start({ circles: 0 });
  const http = new NodeHttpClient();
  const meter = new Meter();
  const tools: MastTools = { http, server: archives.origin, meter };
  const regions = new RegionMemory();
  const exists: ObjectExists = async (bucket, key, options) =>
    (await headObject({ http, regions }, connectionTo(far.endpoint), { bucket, key }, options)) !==
    undefined;
  try {
    const { products } = await askProducts(tools, [String(REFERENCE_OBSID)]);
    archives.delayMs = CALL_MS;
    const ours: Find = (some) => new CloudPlaces(tools, { exists }).find(some);
    const serial: Find = (some) => oneAfterTheOther(tools, exists, some);
    return [
      await timed(OURS, products, meter, ours),
      await timed('one call after the other', products, meter, serial),
    ];
  } finally {
    http.dispose();
    await archives.close();
    await far.close();
    await s3.close();
  }
}

async function timed(
  who: string,
  products: readonly MastProduct[],
  meter: Meter,
  find: Find,
): Promise<Row> {
  const before = meter.figures();
  const start = performance.now();
  const places = await find(products);
  const milliseconds = performance.now() - start;
  const after = meter.figures();
  const found = [...places.values()].filter(({ kind }) => kind === 'cloud').length;
  return {
    ...{ workload, who, milliseconds, rounds: after.rounds - before.rounds },
    requests: after.requests - before.requests,
    figures: { products: places.size, 'in the cloud': found },
  };
}

/** The same calls as a loop makes them: batches of paths, then a HEAD of each. */
async function oneAfterTheOther(
  tools: MastTools,
  exists: ObjectExists,
  products: readonly MastProduct[],
): Promise<ReadonlyMap<string, CloudPlace>> {
  const places = new Map<string, CloudPlace>();
  const { meter } = tools;
  for (const batch of inBatches(products, URIS_AT_ONCE)) {
    const uris = batch.map(({ uri }) => uri);
    for (const [index, path] of (await lookUpPaths(tools, uris)).entries()) {
      const there =
        path.kind === 'path' && (await exists(MAST_BUCKET, path.key, { ...NOTHING, meter }));
      places.set(
        uris[index] as string,
        there
          ? { kind: 'cloud', bucket: MAST_BUCKET, key: path.key }
          : { kind: 'none', reason: 'not in the cloud' },
      );
    }
  }
  return places;
}
