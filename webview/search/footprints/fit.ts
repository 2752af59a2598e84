import { capOf, type Outlines, vectorIn } from './outlines';
import { SkyMap } from './sky-map';
import { boundedPixel, type Size, type SkyView, WHOLE_SKY, widestPixel } from './sky-view';
import { angleBetween, DEGREE, directionAt } from './vector';

/** What is wider than this is seen best with all of the sky around it, radians from its middle. */
const WIDE = 40 * DEGREE;
/** Around a position without extent, radians. */
const LEAST_RADIUS = (5 / 3600) * DEGREE;
/** Room left around, as a share. */
const ROOM = 1.15;

/** The view that shows all of some outlines. */
export function fittingView(
  outlines: Outlines,
  which: readonly number[] | undefined,
  size: Size,
): SkyView {
  const chosen = which ?? Array.from({ length: outlines.count }, (_, k) => k);
  if (chosen.length === 0) {
    return WHOLE_SKY;
  }
  const middles = new Float64Array(3 * (chosen.length + 1));
  chosen.forEach((k, at) => middles.set(outlines.middleOf(k), 3 * at));
  middles.set(vectorIn(middles, 0), 3 * chosen.length);
  const { middle, radius: spread } = capOf(middles);
  const [longitude, latitude] = directionAt(middle);
  const radius = chosen.reduce(
    (most, k) =>
      Math.max(most, angleBetween(middle, outlines.middleOf(k)) + (outlines.radii[k] ?? 0)),
    Math.max(spread, LEAST_RADIUS),
  );
  if (radius > WIDE) {
    return { kind: 'all-sky', longitude: spread > 3 ? 0 : longitude };
  }
  const half = Math.max(1, Math.min(size.width, size.height)) / 2;
  const pixel = Math.min(widestPixel(size), boundedPixel((ROOM * Math.tan(radius)) / half));
  return { kind: 'field', longitude, latitude, pixel };
}

/** The view that has a footprint in sight: this one where it has, else one moved there, and widened if need be. */
export function revealing(
  view: SkyView,
  size: Size,
  outlines: Outlines,
  which: readonly number[],
): SkyView {
  const map = new SkyMap(view, size);
  const [first] = which;
  if (first === undefined || view.kind === 'all-sky') {
    return view;
  }
  const middle = outlines.middleOf(first);
  const spot = map.spotOf(middle);
  const radius = Math.max(...which.map((k) => outlines.radii[k] ?? 0));
  const inSight =
    spot !== undefined &&
    spot[0] >= 0 &&
    spot[1] >= 0 &&
    spot[0] <= size.width &&
    spot[1] <= size.height;
  if (inSight) {
    return view;
  }
  const fitting = fittingView(outlines, which, size);
  if (fitting.kind === 'all-sky') {
    return fitting;
  }
  const wide = radius * map.scale > Math.min(size.width, size.height) / 2;
  return { ...fitting, pixel: wide ? fitting.pixel : view.pixel };
}
