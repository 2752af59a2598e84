import type { ArrayContext } from '../../../src/core/asdf/array-context';
import type { AsdfNode } from '../../../src/core/asdf/node';
import { findGwcs } from '../../../src/core/sky/gwcs/find-gwcs';
import { loadGwcs } from '../../../src/core/sky/gwcs/load-gwcs';
import type { Comparison } from '../comparison';
import { isList, listAt, numberOf, objectAt, type JsonObject } from '../json';
import { columnsOf, compareRoundTrip, compareWorld } from '../positions';

const LIMITS = { degrees: 1e-9, relative: 1e-10 };

/** Compares the first coordinate system of a tree: world coordinates, frames along the way, bounding box. */
export async function compareGwcs(
  comparison: Comparison,
  path: string,
  tree: AsdfNode | undefined,
  context: ArrayContext,
  truth: JsonObject,
): Promise<void> {
  const [node] = findGwcs(tree);
  const wcs = node && (await loadGwcs(node, context));
  if (wcs === undefined || 'problem' in wcs) {
    comparison.differ(path, wcs?.problem, 'coordinates');
    return;
  }
  comparison.same(
    `${path}.frames`,
    wcs.frames.map(({ name }) => name).join(),
    listAt(truth, 'frames').join(),
  );
  const box = listAt(truth, 'bounding_box')
    .filter(isList)
    .map((interval) => interval.map(numberOf));
  comparison.same(
    `${path}.bounding_box`,
    JSON.stringify(wcs.boundingBox ?? []),
    JSON.stringify(box),
  );
  const points = objectAt(truth, 'points') ?? {};
  const pixels = columnsOf(listAt(points, 'pixel'));
  const outside = { outside: true };
  const world = columnsOf(listAt(points, 'world'));
  const found = wcs.toWorld(pixels, outside);
  compareWorld(comparison, `${path}.world`, found, world, wcs.celestial, LIMITS);
  const intermediate = objectAt(truth, 'intermediate') ?? {};
  for (const frame of Object.keys(intermediate)) {
    const theirs = columnsOf(listAt(intermediate, frame));
    const ours = wcs.toFrame(frame, pixels, outside);
    compareWorld(comparison, `${path}.${frame}`, ours, theirs, undefined, LIMITS);
  }
  compareRoundTrip(comparison, path, wcs, pixels, 1e-6);
}
