import type { ReadOptions } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import type { PlaneView } from '../core/image/plane-view';
import { frameName } from '../core/sky/frames-equinox';
import { type Direction, positionAngle, separation } from '../core/sky/geometry';
import { skyGrid } from '../core/sky/grid/grid';
import { PlaneSky } from '../core/sky/plane-sky';
import type { PlaneRef } from '../protocol/methods';
import type { RpcHandlers } from '../protocol/rpc-server';
import type { SeparationReply, SkyMethods } from '../protocol/sky';
import type { FoundWcs } from './content';
import { findPlace } from './find-place';
import type { SkyQuestions } from './methods';
import { columnsOf, turnsOf } from './position-bytes';
import { frameOrOwn, planeSky, type SkyWcs, whyNoSky } from './sky-place';
import { skyReply } from './sky-reply';
import type { WcsOf } from './wcs-of';

/** Opens a plane; what is asked of it here reads none of its pixels. */
type OpenView = (ref: PlaneRef, options: ReadOptions) => Promise<Pick<PlaneView, 'plane'>>;
type Asked<K extends keyof SkyMethods> = SkyMethods[K][0];

const NO_GRID: SkyMethods['skyGrid'][1] = { frame: undefined, lines: [] };

/** Answers what is asked about the sky behind an image. */
export function skyHandlers(wcsOf: WcsOf, open: OpenView): RpcHandlers<SkyQuestions> {
  return {
    sky: async (params, { signal }) => skyReply(await wcsOf(params, { signal }), params),

    skyGrid: async (params, { signal }) => {
      checkGrid(params);
      const wcs = await wcsOf(params, { signal });
      return whyNoSky(wcs) === undefined ? gridReply(wcs as SkyWcs, params) : NO_GRID;
    },

    toSky: async ({ slice, positions, frame, ...ref }, { signal }) => {
      const plane = planeSky(await wcsOf({ ...ref, slice }, { signal }), slice, frame);
      const [x, y] = columnsOf(positions);
      const { longitude, latitude } = plane.toSky({ x, y });
      return { positions: turnsOf(longitude, latitude) };
    },

    toPixels: async ({ slice, positions, frame, ...ref }, { signal }) => {
      const plane = planeSky(await wcsOf({ ...ref, slice }, { signal }), slice, frame);
      const [longitude, latitude] = columnsOf(positions);
      const { x, y } = plane.toPixels({ longitude, latitude });
      return { positions: turnsOf(x, y) };
    },

    findPlace: async (params, { signal }) => {
      const place = findPlace(await wcsOf(params, { signal }), params);
      if (place === null) {
        return null;
      }
      const { plane } = await open(params, { signal });
      const [x, y] = [place.x + 0.5, place.y + 0.5];
      return { ...place, inside: x >= 0 && y >= 0 && x <= plane.width && y <= plane.height };
    },

    separation: async (params, { signal }) =>
      separationReply(await wcsOf(params, { signal }), params),
  };
}

function gridReply(wcs: SkyWcs, params: Asked<'skyGrid'>): SkyMethods['skyGrid'][1] {
  const { slice, style, lines, pixelsPerPoint, x0, y0, x1, y1 } = params;
  const frame = frameOrOwn(wcs, params.frame);
  const plane = new PlaneSky(wcs, slice, frame);
  const spans = [0.5, 0.31, 0.77].every(
    (share) => plane.notSpanned(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) === undefined,
  );
  if (!spans) {
    return NO_GRID;
  }
  const options = { frame, style, lines, pixelsPerPoint };
  const found = skyGrid((positions) => plane.toSky(positions), { x0, y0, x1, y1 }, options);
  return {
    frame: frameName(frame),
    lines: found.map(({ positions, ...line }) => ({
      ...line,
      positions: new Uint8Array(positions.buffer),
    })),
  };
}

/** @throws SkybucketError `protocol` for a box that is none, or no number of lines. */
function checkGrid({ x0, y0, x1, y1, lines, pixelsPerPoint }: Asked<'skyGrid'>): void {
  const finite = [x0, y0, x1, y1, lines, pixelsPerPoint].every(Number.isFinite);
  if (!finite || !(x0 < x1) || !(y0 < y1)) {
    throw new SkybucketError('protocol', `There is no grid over [${x0}, ${x1}] × [${y0}, ${y1}].`);
  }
}

function separationReply(
  wcs: FoundWcs,
  { from, to, slice, frame }: Asked<'separation'>,
): SeparationReply {
  const pixels = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const nowhere = { pixels, separation: undefined, positionAngle: undefined };
  if (whyNoSky(wcs) !== undefined) {
    return nowhere;
  }
  const plane = new PlaneSky(wcs as SkyWcs, slice, frameOrOwn(wcs as SkyWcs, frame));
  const { longitude, latitude } = plane.toSky({
    x: Float64Array.of(from[0], to[0]),
    y: Float64Array.of(from[1], to[1]),
  });
  const at = (k: number): Direction => ({
    longitude: longitude[k] ?? NaN,
    latitude: latitude[k] ?? NaN,
  });
  const distance = separation(at(0), at(1));
  return Number.isFinite(distance)
    ? { pixels, separation: distance, positionAngle: positionAngle(at(0), at(1)) }
    : nowhere;
}
