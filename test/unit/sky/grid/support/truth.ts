import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Point } from '../../../../../src/core/sky/grid/chains';
import { readFitsWcs } from '../../../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../../../src/core/sky/wcs';
import type { SkyFrame } from '../../../../../src/protocol/position';
import { type CardValues, headerOf } from '../../fits/support/headers';

export interface TruthLine {
  readonly kind: 'longitude' | 'latitude';
  readonly value: number;
  /** As `Angle.to_string` has it, with all digits. */
  readonly label: string;
  readonly points: string;
}

export interface TruthPlace {
  readonly x: number;
  readonly y: number;
  readonly frames: Readonly<
    Record<
      string,
      {
        readonly longitude: number;
        readonly latitude: number;
        readonly north: readonly [number, number];
        readonly east: readonly [number, number];
      }
    >
  > | null;
  /** Degrees, and square degrees. */
  readonly scaleX?: number;
  readonly scaleY?: number;
  readonly area?: number;
}

export interface TruthCase {
  readonly name: string;
  readonly cards: CardValues;
  readonly frame: SkyFrame;
  readonly steps: readonly [number, number];
  readonly lines: readonly TruthLine[];
  readonly planeScales: readonly [number, number];
  readonly places: readonly TruthPlace[];
}

const FILE = fileURLToPath(new URL('../../../../fixtures/sky-grid.json', import.meta.url));
export const { side: SIDE, cases: CASES } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly side: number;
  readonly cases: readonly TruthCase[];
};

export function wcsOf({ cards }: TruthCase): Wcs {
  const wcs = readFitsWcs(headerOf(cards));
  if (wcs === undefined || 'problem' in wcs) {
    throw new Error(JSON.stringify(wcs));
  }
  return wcs;
}

/** The parts of a line, packed as make_sky_grid.py has them. */
export function partsOf({ points }: TruthLine): Point[][] {
  const bytes = Buffer.from(points, 'base64');
  const parts: Point[][] = [[]];
  for (let at = 0; at < bytes.length; at += 4) {
    const [x, y] = [bytes.readInt16LE(at), bytes.readInt16LE(at + 2)];
    if (x === -32768) {
      parts.push([]);
    } else {
      parts.at(-1)?.push({ x: x / 32, y: y / 32 });
    }
  }
  return parts;
}

/** The parts of a line of ours. */
export function ourParts(positions: Float64Array): Point[][] {
  const parts: Point[][] = [[]];
  for (let k = 0; k < positions.length; k += 2) {
    const [x = NaN, y = NaN] = [positions[k], positions[k + 1]];
    if (Number.isNaN(x)) {
      parts.push([]);
    } else {
      parts.at(-1)?.push({ x, y });
    }
  }
  return parts;
}

/** How far a point is off the nearest part of a line. */
export function distance(point: Point, parts: readonly (readonly Point[])[]): number {
  let least = Infinity;
  for (const part of parts) {
    part.forEach((from, k) => {
      const to = part[k + 1] ?? from;
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const length = dx * dx + dy * dy;
      const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
      const t = Math.min(1, Math.max(0, along));
      least = Math.min(least, Math.hypot(from.x + t * dx - point.x, from.y + t * dy - point.y));
    });
  }
  return least;
}
