import type { SkyCapSpec } from '../../../src/protocol/plot';
import { SkyMap } from '../../search/footprints/sky-map';
import {
  boundedPixel,
  type Size,
  type SkyView,
  WHOLE_SKY,
  widestPixel,
} from '../../search/footprints/sky-view';
import { DEGREE, directionAt } from '../../search/footprints/vector';

/** What is wider than this is seen best with all of the sky around it, degrees from its middle. */
const WIDE = 40;
/** Around a single position, degrees. */
const LEAST_RADIUS = 5 / 3600;
/** Room left around, as a share. */
const ROOM = 1.12;

/** The view that shows all within a cap. */
export function fittingSky(around: SkyCapSpec | undefined, size: Size): SkyView {
  if (around === undefined) {
    return WHOLE_SKY;
  }
  const { longitude, latitude, radius } = around;
  if (radius > WIDE) {
    return { kind: 'all-sky', longitude: radius > 120 ? 0 : longitude };
  }
  const half = Math.max(1, Math.min(size.width, size.height)) / 2;
  const tangent = Math.tan(Math.max(radius, LEAST_RADIUS) * DEGREE);
  const pixel = Math.min(widestPixel(size), boundedPixel((ROOM * tangent) / half));
  return { kind: 'field', longitude, latitude, pixel };
}

/** A cap around all that a view has in sight. */
export function capOf(view: SkyView, size: Size): SkyCapSpec {
  const map = new SkyMap(view, size);
  const [longitude, latitude] = directionAt(map.middle);
  return { longitude, latitude, radius: view.kind === 'all-sky' ? 180 : map.radius / DEGREE };
}
