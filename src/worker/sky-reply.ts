import { frameName } from '../core/sky/frames-equinox';
import { localScale } from '../core/sky/geometry-scale';
import { PlaneSky } from '../core/sky/plane-sky';
import type { CelestialFrame } from '../core/sky/wcs';
import type { SkyMethods, SkyReply, SkyScale } from '../protocol/sky';
import { boundedWarnings } from './bounded-warnings';
import type { FoundWcs } from './content';
import { frameOrOwn, notConverted, type SkyWcs, whyNoSky } from './sky-place';

type Asked = Omit<SkyMethods['sky'][0], 'hdu' | 'cell'>;

/** What the coordinate system is, at one pixel and in general. */
export function skyReply(wcs: FoundWcs, { x, y, slice, frame }: Asked): SkyReply {
  const why = whyNoSky(wcs);
  if (why !== undefined) {
    const warnings = wcs && 'warnings' in wcs ? wcs.warnings : [];
    const problems = boundedWarnings([why, ...warnings]);
    return { frame: undefined, projection: '', scale: undefined, problems };
  }
  const sky = wcs as SkyWcs;
  const problems = [
    new PlaneSky(sky, slice).notSpanned(x, y),
    notConverted(sky, frame),
    ...sky.warnings,
  ];
  return {
    frame: frameName(sky.celestial.frame),
    projection: sky.projection ?? '',
    scale: scaleOf(sky, { x, y, slice, frame }),
    problems: boundedWarnings(problems.filter((problem) => problem !== undefined)),
  };
}

function scaleOf(wcs: SkyWcs, { x, y, slice, frame }: Asked): SkyScale | undefined {
  const scale = localScale(wcs, x, y, { rest: slice, ...convertedTo(wcs, frame) });
  return (
    scale && {
      scaleX: scale.scaleX / 3600,
      scaleY: scale.scaleY / 3600,
      area: scale.area / 3600 ** 2,
      north: [scale.north.x, scale.north.y],
      east: [scale.east.x, scale.east.y],
    }
  );
}

/** Left out where positions stay in the image's own frame. */
function convertedTo(wcs: SkyWcs, frame: Asked['frame']): { frame?: CelestialFrame } {
  const to = frameOrOwn(wcs, frame);
  return to === wcs.celestial.frame ? {} : { frame: to };
}
