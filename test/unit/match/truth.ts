import { readFileSync } from 'node:fs';
import { cardsOf, Header } from '../../../src/core/fits/header';
import { MemoryPlane } from '../../../src/core/image/memory-plane';
import { matchPlanes, type Matching } from '../../../src/core/match/matching';
import type { Kernel } from '../../../src/core/match/resample';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../src/core/sky/wcs';

/** See test/fixtures/make_match.py. */
interface MadeCase {
  readonly name: string;
  readonly onto: readonly string[];
  readonly of: readonly string[];
  readonly truth: { readonly 'nearest-neighbor': string; readonly bilinear: string };
}

export interface Placed {
  readonly name: string;
  readonly wcs: Wcs;
  readonly slice: readonly number[];
  readonly width: number;
  readonly height: number;
}

export interface MatchCase {
  readonly name: string;
  readonly onto: Placed;
  readonly of: Placed;
  readonly nearest: Float64Array;
  readonly linear: Float64Array;
}

const FILE = new URL('../../fixtures/match.json', import.meta.url);
const made = JSON.parse(readFileSync(FILE, 'utf8')) as { every: number; cases: MadeCase[] };

export const EVERY = made.every;

export const CASES: readonly MatchCase[] = made.cases.map(({ name, onto, of, truth }) => ({
  name,
  onto: placed('one', onto),
  of: placed('the other', of),
  nearest: unpacked(truth['nearest-neighbor']),
  linear: unpacked(truth.bilinear),
}));

/** A plane and its match, with pixels that tell which they are. */
export function numbered({ onto, of }: MatchCase): Matching {
  const values = valuesOf(of, (x, y) => x + of.width * y);
  return matched(onto, of, values, 'nearest');
}

/** The same with pixels that curve. */
export function curved({ onto, of }: MatchCase): Matching {
  const values = valuesOf(of, (x, y) => (x * x) / 50 + (x * y) / 40 + y);
  return matched(onto, of, values, 'linear');
}

function matched(onto: Placed, of: Placed, values: Float64Array, kernel: Kernel): Matching {
  const plane = new MemoryPlane({ width: of.width, values });
  return matchPlanes({ onto, of: { ...of, plane }, kernel });
}

function valuesOf(
  { width, height }: Placed,
  value: (x: number, y: number) => number,
): Float64Array {
  return Float64Array.from({ length: width * height }, (_, k) =>
    value(k % width, Math.floor(k / width)),
  );
}

/** @param cards of a header, 80 characters each. */
export function placed(name: string, cards: readonly string[]): Placed {
  const header = new Header(cardsOf(cards.map((card) => card.padEnd(80))));
  const wcs = readFitsWcs(header, {});
  if (wcs === undefined || 'problem' in wcs) {
    throw new Error(`${name} has no coordinates.`);
  }
  const length = (axis: 1 | 2): number => Number(header.number(`NAXIS${axis}`));
  return { name, wcs, slice: [], width: length(1), height: length(2) };
}

function unpacked(text: string): Float64Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return new Float64Array(bytes.buffer);
}
