import { isEquatorial } from '../sky/angles';
import type { CelestialFrame } from '../sky/wcs';
import type { Draft } from './ds9-drafts';
import type { FileNumber } from './ds9-numbers';
import { type FileSystem, USUAL_SKY } from './ds9-systems';
import { fromPhysical, type Physical } from './physical';
import type { RegionSky } from './region-sky';

/** What region files are read and written for. */
export interface Surroundings {
  /** Undefined where the image has no celestial coordinates. */
  readonly sky: RegionSky | undefined;
  readonly physical: Physical;
}

/** Further away than any pixel, and near enough for exact numbers. */
const FARTHEST = 1e9;

/** Directions of one frame that wait to be turned into pixels together. */
interface Waiting {
  readonly frame: CelestialFrame;
  readonly longitude: number[];
  readonly latitude: number[];
  readonly targets: [number, number][];
}

/**
 * The places of drafts in pixels, 0-based; all those on the sky at once. Undefined for a draft of which a
 * place is not on the image's sky, or far beyond any pixel.
 */
export function placesOf(
  drafts: readonly Draft[],
  surroundings: Surroundings,
): ((readonly [number, number])[] | undefined)[] {
  const waiting = new Map<string, Waiting>();
  const place = ([a, b]: readonly [FileNumber, FileNumber], draft: Draft): [number, number] => {
    const system = systemOfPlace(a, b, draft.file);
    if (system === 'image') {
      return [a.value - 1, b.value - 1];
    }
    if (system === 'physical') {
      return fromPhysical(surroundings.physical, a.value, b.value);
    }
    const target: [number, number] = [NaN, NaN];
    const frame = system === 'own' ? surroundings.sky?.own.frame : system;
    if (frame) {
      const key = `${frame.system} ${frame.equinox}`;
      const group = waiting.get(key) ?? { frame, longitude: [], latitude: [], targets: [] };
      waiting.set(key, group);
      const hours = a.style === 'colons' && isEquatorial(frame);
      group.longitude.push(hours ? a.value * 15 : a.value);
      group.latitude.push(b.value);
      group.targets.push(target);
    }
    return target;
  };
  const all = drafts.map((draft) => draft.places.map((pair) => place(pair, draft)));
  for (const { frame, longitude, latitude, targets } of waiting.values()) {
    const found = surroundings.sky?.in(frame).toPixels({
      longitude: Float64Array.from(longitude),
      latitude: Float64Array.from(latitude),
    });
    for (const [k, target] of targets.entries()) {
      target[0] = found?.x[k] ?? NaN;
      target[1] = found?.y[k] ?? NaN;
    }
  }
  const isNear = (value: number): boolean => Math.abs(value) <= FARTHEST;
  return all.map((places) => (places.every((pair) => pair.every(isNear)) ? places : undefined));
}

/** Whether a place of the draft is given on the sky. */
export function isOnSky({ places, file }: Draft): boolean {
  return places.some(([a, b]) => {
    const system = systemOfPlace(a, b, file);
    return system !== 'image' && system !== 'physical';
  });
}

function systemOfPlace(
  a: FileNumber,
  b: FileNumber,
  { system, sky }: { readonly system: FileSystem; readonly sky: FileSystem | undefined },
): FileSystem {
  if (a.unit === 'degrees' || b.unit === 'degrees') {
    return system === 'image' || system === 'physical' ? (sky ?? USUAL_SKY) : system;
  }
  return a.unit === 'p' ? 'physical' : a.unit === 'i' ? 'image' : system;
}
