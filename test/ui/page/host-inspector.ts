import type { PlacedValue, PlaneRef, StatisticsReply } from '../../../src/protocol/methods';
import type { Handlers } from '../../../src/protocol/rpc';
import { RemoteError } from '../../../src/protocol/rpc';
import type { Stand } from './host';
import type { SkyImage } from './sky';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Plain statistics of a box: by a loop in double precision, and by sorting. */
export function statisticsOf(sky: SkyImage, { x0, y0, x1, y1 }: Box): StatisticsReply {
  const pixels = (x1 - x0) * (y1 - y0);
  const finite = new Float32Array(pixels);
  let n = 0;
  let sum = 0;
  let min: PlacedValue = { value: Infinity, x: 0, y: 0 };
  let max: PlacedValue = { value: -Infinity, x: 0, y: 0 };
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const value = sky.values[y * sky.width + x] ?? Number.NaN;
      if (!Number.isNaN(value)) {
        finite[n++] = value;
        sum += value;
        min = value < min.value ? { value, x, y } : min;
        max = value > max.value ? { value, x, y } : max;
      }
    }
  }
  const sorted = finite.subarray(0, n).sort();
  const square = sorted.reduce((total, value) => total + (value - sum / n) ** 2, 0);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return {
    pixels,
    pixelsInBox: pixels,
    finite: n,
    infinite: 0,
    sum,
    mean: sum / n,
    deviation: Math.sqrt(square / n),
    median: (at((n - 1) >> 1) + at(n >> 1)) / 2,
    medianExact: true,
    min,
    max,
  };
}

/** What the page's host says to the panels of the inspector; scenario `inspector-error` fails once each. */
export function inspectorHandlers(
  stand: Stand,
  skyOf: (ref: PlaneRef) => SkyImage,
): Pick<Handlers, 'histogram' | 'statistics' | 'pixels'> {
  const failed = new Set<string>();
  const failOnce = (method: string): void => {
    if (stand.scenario === 'inspector-error' && !failed.has(method)) {
      failed.add(method);
      throw new RemoteError({
        code: 'network',
        message: 'The server stopped answering after 3 tries.',
        hint: 'Check the connection and try again.',
        retryable: true,
      });
    }
  };
  const noteCancel = (signal: AbortSignal): void => {
    if (signal.aborted) {
      stand.cancelled++;
      throw new Error('aborted');
    }
  };
  return {
    histogram: async ({ low, high, bins, ...ref }) => {
      stand.asked.push(`histogram ${low} ${high} ${bins}`);
      await pause(5);
      failOnce('histogram');
      const counts = new Array<number>(bins).fill(0);
      const outside = { below: 0, above: 0, finite: 0, missing: 0 };
      for (const value of skyOf(ref).values) {
        if (Number.isNaN(value)) {
          outside.missing++;
          continue;
        }
        outside.finite++;
        const bin = Math.floor(((value - low) / (high - low)) * bins);
        if (value < low) {
          outside.below++;
        } else if (value > high) {
          outside.above++;
        } else {
          const at = Math.min(bin, bins - 1);
          counts[at] = (counts[at] ?? 0) + 1;
        }
      }
      return { counts, ...outside };
    },
    statistics: async ({ x0, y0, x1, y1, ...ref }, { progress, signal }) => {
      stand.asked.push(`statistics ${x0} ${y0} ${x1} ${y1}`);
      const whole = statisticsOf(skyOf(ref), { x0, y0, x1, y1 });
      for (const share of [0.25, 0.5, 0.75]) {
        void progress({ ...whole, pixels: Math.round(whole.pixels * share) });
        do {
          await pause(10);
        } while (stand.scenario === 'slow-statistics' && stand.released === 0 && !signal.aborted);
        noteCancel(signal);
      }
      failOnce('statistics');
      return whole;
    },
    pixels: async ({ x0, y0, x1, y1, ...ref }, { signal }) => {
      stand.asked.push(`pixels ${x0} ${y0} ${x1} ${y1}`);
      await pause(stand.scenario === 'slow-pixels' ? 200 : 5);
      noteCancel(signal);
      failOnce('pixels');
      const sky = skyOf(ref);
      const texts: string[] = [];
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) {
          texts.push(String(sky.values[y * sky.width + x]));
        }
      }
      return { texts };
    },
  };
}
