import type { Header } from '../../src/core/fits/header';
import { readFitsWcs } from '../../src/core/sky/fits/read-wcs';
import type { WcsTables } from '../../src/core/sky/fits/table-needs';
import type { Comparison } from './comparison';
import { isObject, listAt, objectAt, type JsonObject } from './json';
import { columnsOf, compareRoundTrip, compareWorld } from './positions';

/** Reads the arrays that a description of coordinates needs. */
export type TablesOf = (alternate: string) => Promise<WcsTables>;

const EXACT = { degrees: 1e-9, relative: 1e-10 };
/** Where look-up tables act. */
const BY_TABLES = { degrees: 1e-6, relative: 1e-10 };

/** Compares what a header says of coordinates, by the letter of each description (`primary` has none). */
export async function compareFitsWcs(
  comparison: Comparison,
  path: string,
  header: Header,
  truth: JsonObject,
  tablesOf: TablesOf,
): Promise<void> {
  for (const [key, theirs] of Object.entries(truth).filter(([, value]) => isObject(value))) {
    const alternate = key === 'primary' ? ' ' : key;
    const tables = await tablesOf(alternate);
    const where = `${path}.${key}`;
    const wcs = readFitsWcs(header, { alternate, tables });
    const core = readFitsWcs(header, { alternate, tables, core: true });
    const points = objectAt(theirs as JsonObject, 'points');
    if (points === undefined) {
      comparison.same(`${where} (refused)`, wcs !== undefined && 'problem' in wcs, true);
      continue;
    }
    if (wcs === undefined || core === undefined || 'problem' in wcs || 'problem' in core) {
      comparison.differ(where, wcs ?? core, 'coordinates');
      continue;
    }
    const pixels = columnsOf(listAt(points, 'pixel'));
    const limits = tables.size > 0 ? BY_TABLES : EXACT;
    const found = wcs.toWorld(pixels);
    const world = columnsOf(listAt(points, 'world'));
    compareWorld(comparison, `${where}.world`, found, world, wcs.celestial, limits);
    const ofCore = core.toWorld(pixels);
    const coreWorld = columnsOf(listAt(points, 'core_only_world'));
    compareWorld(comparison, `${where}.core`, ofCore, coreWorld, core.celestial, EXACT);
    compareRoundTrip(comparison, where, wcs, pixels, tables.size > 0 ? 1e-4 : 1e-6);
  }
}

/** Compares the directions alone: positions on the first plane, and longitude and latitude there. */
export function compareCelestial(
  comparison: Comparison,
  path: string,
  header: Header,
  truth: JsonObject,
): void {
  const wcs = readFitsWcs(header);
  if (wcs === undefined || 'problem' in wcs || wcs.celestial === undefined) {
    comparison.differ(path, wcs, 'celestial coordinates');
    return;
  }
  const plane = columnsOf(listAt(truth, 'pixel'));
  const first = new Float64Array(plane[0]?.length ?? 0);
  const pixels = Array.from({ length: wcs.pixelAxes }, (_, axis) => plane[axis] ?? first);
  const world = wcs.toWorld(pixels);
  const { longitude, latitude, frame } = wcs.celestial;
  const ours = [longitude, latitude].map((axis) => world[axis] ?? first);
  const celestial = { longitude: 0, latitude: 1, frame };
  compareWorld(comparison, path, ours, columnsOf(listAt(truth, 'world')), celestial, EXACT);
}
