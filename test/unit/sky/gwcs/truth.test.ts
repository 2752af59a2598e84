import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  arraysOfColumns,
  type Column,
  gwcsAt,
  type GwcsFile,
  openGwcsFile,
} from './support/open-gwcs';

/** What gwcs computes (test/fixtures/make_sky_gwcs.py). */
interface Case {
  readonly inputs: readonly Column[];
  readonly outputs: readonly Column[];
  /** NaN outside of the bounding box. */
  readonly bounded?: readonly Column[];
  readonly box?: readonly (readonly [number, number])[];
  readonly between?: Readonly<Record<string, readonly Column[]>>;
  readonly inverse?: readonly Column[];
}

const { file, cases } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../fixtures/sky-gwcs.json', import.meta.url)), 'utf8'),
) as { file: string; cases: Record<string, Case> };

/** Relative, and of numbers below 1 absolute. */
const SAME = 1e-12;
/** wcslib finds what has no closed form to this, in degrees; ours goes on to the last digit. */
const ITERATED: Readonly<Record<string, number>> = {
  'to-sky-Airy': 1e-9,
  'to-sky-Polyconic': 1e-9,
  'to-plane-Molleweide': 1e-10,
  // In single precision there.
  'to-plane-COBEQuadSphericalCube': 1e-6,
  'to-sky-COBEQuadSphericalCube': 1e-4,
};

/** The largest difference, or where one is NaN and the other is not. */
function difference(ours: readonly Float64Array[], truth: readonly Column[]): number | string {
  const theirs = arraysOfColumns(truth);
  expect(ours.length).toBe(theirs.length);
  let most = 0;
  for (const [axis, values] of theirs.entries()) {
    for (const [k, value] of values.entries()) {
      const own = ours[axis]?.[k] ?? NaN;
      if (Number.isNaN(own) !== Number.isNaN(value)) {
        return `axis ${axis}, position ${k}: ${own} instead of ${value}`;
      }
      most = Math.max(
        most,
        own === value || Number.isNaN(value)
          ? 0
          : Math.abs(own - value) / Math.max(1, Math.abs(value)),
      );
    }
  }
  return most;
}

describe('what gwcs computes', () => {
  let opened: GwcsFile;
  beforeAll(async () => {
    opened = await openGwcsFile(new Uint8Array(Buffer.from(file, 'base64')));
  });

  it.each(Object.entries(cases))('%s', async (name, truth) => {
    const wcs = await gwcsAt(opened, name);
    const tolerance = ITERATED[name] ?? SAME;
    const inputs = arraysOfColumns(truth.inputs);
    const all = { outside: true };
    expect(
      difference(wcs.toFrame(wcs.frames.at(-1)?.name ?? '', inputs, all), truth.outputs),
    ).toBeLessThan(tolerance);
    for (const [frame, values] of Object.entries(truth.between ?? {})) {
      expect(difference(wcs.toFrame(frame, inputs, all), values)).toBeLessThan(tolerance);
    }
    if (truth.bounded) {
      expect(
        difference(wcs.toFrame(wcs.frames.at(-1)?.name ?? '', inputs), truth.bounded),
      ).toBeLessThan(tolerance);
    }
    expect(wcs.boundingBox).toEqual(truth.box);
    if (truth.inverse) {
      const given = wcs.toPixelAsGiven(wcs.toWorld(inputs, all), all);
      expect(given && difference(given, truth.inverse)).toBeLessThan(1e-9);
    }
  });
});
