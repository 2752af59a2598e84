import { contours } from '../core/contours/contours';
import { SkybucketError } from '../core/errors';
import type { ReadOptions } from '../core/bytes/source';
import type { Surroundings } from '../core/regions/ds9-places';
import { type KeywordText, physicalOf } from '../core/regions/physical';
import { radialProfile } from '../core/regions/radial-profile';
import { readRegions } from '../core/regions/read-regions';
import { type RegionSky, regionSky } from '../core/regions/region-sky';
import { regionStatistics, type RegionStatisticsStep } from '../core/regions/region-statistics';
import { segmentProfile } from '../core/regions/segment-profile';
import { pathLength } from '../core/regions/sky-path';
import { writeRegions } from '../core/regions/write-regions';
import type { PlaneRef } from '../protocol/methods';
import {
  MOST_REGIONS,
  type RegionMethods,
  type RegionStatisticsReply,
  type RegionSystem,
} from '../protocol/region';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { OpenPlane } from './line-handlers';
import { chosenFrame } from './frame-choices';
import type { OpenContent } from './part-handlers';
import {
  checkContours,
  checkPosition,
  checkRegions,
  checkRings,
  checkShape,
} from './region-bounds';
import type { WcsOf } from './wcs-of';

/**
 * Answers what is asked about regions, profiles and contours.
 *
 * @param content whose headers tell what physical pixels are
 */
export function regionHandlers(
  open: OpenPlane,
  wcs: WcsOf,
  content: OpenContent,
): RpcHandlers<Omit<RegionMethods, 'openRegions' | 'saveRegions'>> {
  const skyOf = async (ref: PlaneRef, options: ReadOptions): Promise<RegionSky | undefined> => {
    const found = await wcs(ref, options);
    return found === undefined || 'problem' in found ? undefined : regionSky(found, ref.slice);
  };
  const surroundings = async (ref: PlaneRef, options: ReadOptions): Promise<Surroundings> => {
    const sky = await skyOf(ref, options);
    const keyword = await keywordsOf(content, ref, options);
    // From a frame that is none of the sky nothing leads to those that files are written in.
    return {
      sky: sky?.own.frame.system === 'other' ? undefined : sky,
      physical: physicalOf(keyword),
    };
  };

  return {
    regionStatistics: async ({ shape, ...ref }, { signal, progress }) => {
      checkShape(shape);
      const { plane } = await open(ref, { signal });
      const sky = await skyOf(ref, { signal });
      for await (const step of regionStatistics(plane, shape, sky?.own, { signal })) {
        if (step.pixels === step.pixelsInBox) {
          return statisticsReply(step);
        }
        void progress(statisticsReply(step));
      }
      throw new Error('Statistics ended before they were done.');
    },

    segmentProfile: async ({ from, to, ...ref }, { signal, progress }) => {
      checkPosition(from);
      checkPosition(to);
      const { plane } = await open(ref, { signal });
      const sky = await skyOf(ref, { signal });
      const onProgress = (done: number): void => void progress({ done });
      const { step, values } = await segmentProfile(plane, from, to, { signal, onProgress });
      const length = sky && pathLength(sky.own, from, to);
      const steps = values.length - 1;
      const skyStep = length !== undefined && steps > 0 ? length / steps : undefined;
      return { step, skyStep, values: bytesOf(values) };
    },

    radialProfile: async ({ x, y, radius, ratio, angle, ...ref }, { signal, progress }) => {
      const rings = { x, y, radius, ratio, angle };
      checkRings(rings);
      const { plane } = await open(ref, { signal });
      const sky = await skyOf(ref, { signal });
      const onProgress = (done: number): void => void progress({ done });
      const profile = await radialProfile(plane, rings, { signal, onProgress });
      return {
        step: profile.step,
        scale: sky?.around(x, y)?.scale,
        mean: bytesOf(profile.mean),
        deviation: bytesOf(profile.deviation),
        pixels: bytesOf(profile.pixels),
      };
    },

    contours: async (params, { signal, progress }) => {
      const { x0, y0, x1, y1, step, levels, smooth, ...ref } = params;
      const view = await open(ref, { signal });
      checkContours(view.plane, params);
      const asked = { box: { x0, y0, x1, y1 }, step, levels, smooth };
      const onProgress = (done: number): void => void progress({ done });
      const found = await contours(view, asked, { signal, onProgress });
      const paths = found.map(({ level, positions }) => ({ level, positions: bytesOf(positions) }));
      return { paths };
    },

    readRegions: async ({ text, ...ref }, { signal }) => {
      if (typeof text !== 'string') {
        throw new SkybucketError('protocol', 'There is no text to read regions from.');
      }
      return readRegions(text, await surroundings(ref, { signal }), MOST_REGIONS);
    },

    writeRegions: async ({ regions, system, ...ref }, { signal }) => {
      checkRegions(regions);
      if (system === 'image') {
        return { text: writeRegions(regions, system, undefined) };
      }
      const { sky } = await surroundings(ref, { signal });
      return { text: writeRegions(regions, frameOf(system, sky), sky) };
    },
  };
}

/** @throws SkybucketError `unsupported` where the image has no celestial coordinates. */
function frameOf(
  system: Exclude<RegionSystem, 'image'>,
  sky: RegionSky | undefined,
): RegionSky['own']['frame'] {
  if (sky === undefined) {
    throw new SkybucketError('unsupported', 'The image has no celestial coordinates.', {
      hint: 'Save the regions in image coordinates.',
    });
  }
  return chosenFrame(system) ?? sky.own.frame;
}

/** Values in the header of an image; an array in a cell of a table has none. */
async function keywordsOf(
  content: OpenContent,
  { hdu, cell }: PlaneRef,
  options: ReadOptions,
): Promise<KeywordText> {
  if (cell) {
    return () => undefined;
  }
  const opened = await content(options);
  if (opened.format !== 'FITS') {
    return () => undefined;
  }
  const { cards } = await opened.header(hdu, false, options);
  return (keyword) => cards.find((each) => each.keyword === keyword)?.value;
}

function statisticsReply(step: RegionStatisticsStep): RegionStatisticsReply {
  const { pixels, pixelsInBox, finite, medianExact, area } = step;
  const known = (value: number | undefined): number | undefined =>
    Number.isFinite(value) ? value : undefined;
  return {
    ...{ pixels, pixelsInShape: pixelsInBox, finite, medianExact },
    sum: known(step.sum),
    mean: known(step.mean),
    median: known(step.median),
    deviation: known(step.deviation),
    rms: known(step.rms),
    min: known(step.min?.value),
    max: known(step.max?.value),
    area: known(area),
  };
}

/** Every platform VS Code runs on is little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
