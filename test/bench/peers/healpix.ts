/**
 * Our own HEALPix, in a process of its own, which is started as healpix_peer.py is. See process.ts for how it is
 * talked to.
 */
import { createInterface } from 'node:readline';
import { regionTest } from '../../../src/core/catalogs/region/region';
import { nestedPixels, nestedPixels64 } from '../../../src/core/healpix/nested';
import { rangesCount } from '../../../src/core/healpix/pixel-ranges';

const GOLDEN = (1 + Math.sqrt(5)) / 2;

/** On a spiral, evenly over the sky. */
function spread(count: number): { longitude: Float64Array; latitude: Float64Array } {
  const longitude = Float64Array.from({ length: count }, (_, k) => ((k / GOLDEN) % 1) * 360);
  const latitude = Float64Array.from(
    { length: count },
    (_, k) => (Math.asin(1 - (2 * k + 1) / count) * 180) / Math.PI,
  );
  return { longitude, latitude };
}

function worker(work: string, count: number): () => string | undefined {
  const points = spread(count);
  switch (work) {
    case 'points': {
      return () => `mean ${mean(nestedPixels(10, points)).toFixed(3)}`;
    }
    case 'points-29': {
      return () => `first ${nestedPixels64(29, points)[0]}`;
    }
    case 'inside': {
      const cone = {
        kind: 'cone',
        centre: { longitude: 62, latitude: 27 },
        radius: 30,
      } as const;
      return () => `${sum(regionTest(cone).contains(points))} inside`;
    }
    default: {
      return () => {
        let pixels = 0;
        for (let k = 0; k < count; k++) {
          const centre = { longitude: points.longitude[k] ?? 0, latitude: points.latitude[k] ?? 0 };
          pixels += rangesCount(regionTest({ kind: 'cone', centre, radius: 1 }).cover(10));
        }
        // Everybody has a few pixels of his own on the border.
        return pixels > 0 ? undefined : 'none';
      };
    }
  }
}

function sum(values: Uint8Array | Float64Array): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

function mean(values: Float64Array): number {
  return sum(values) / values.length;
}

async function serve(): Promise<void> {
  const [work = '', count = ''] = process.argv.slice(2);
  const run = worker(work, Number(count));
  console.log(JSON.stringify({ ready: true }));
  for await (const line of createInterface({ input: process.stdin })) {
    void line;
    const start = performance.now();
    const cpu = process.cpuUsage();
    const answer = run();
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const cpuMilliseconds = (user + system) / 1000;
    console.log(JSON.stringify({ milliseconds, cpuMilliseconds, answer }));
  }
}

void serve();
