import { SkyMap, type Spot } from './sky-map';
import { boundedPixel, type Size, type SkyView, widestPixel } from './sky-view';
import { DEGREE, directionAt, turned, type Vector } from './vector';

/** The view that has a direction at a spot, or as near to it as north can stay up. */
export function movedTo(view: SkyView, size: Size, direction: Vector, spot: Spot): SkyView {
  const at = new SkyMap(view, size).turnedAt(spot);
  if (at === undefined) {
    return view;
  }
  const [ahead, east, north] = at;
  const [longitude] = directionAt(direction);
  if (view.kind === 'all-sky') {
    return { ...view, longitude: turned(longitude - Math.atan2(east, ahead) / DEGREE) };
  }
  // The height over the equator is ahead · sin b + north · cos b, b being the latitude of the middle.
  const reach = Math.hypot(ahead, north);
  const share = Math.max(-1, Math.min(1, direction[2] / reach));
  const tilt = Math.asin(share) - Math.atan2(north, ahead);
  const b = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, tilt));
  const beside = Math.atan2(east, ahead * Math.cos(b) - north * Math.sin(b)) / DEGREE;
  return { ...view, longitude: turned(longitude - beside), latitude: b / DEGREE };
}

/** Makes what is in sight `factor` times as wide; what is at the spot stays there. */
export function zoomedAt(view: SkyView, size: Size, factor: number, spot: Spot): SkyView {
  const widest = widestPixel(size);
  const direction = new SkyMap(view, size).directionAt(spot);
  if (view.kind === 'all-sky') {
    if (factor >= 1) {
      return view;
    }
    const [longitude, latitude] = direction ? directionAt(direction) : [view.longitude, 0];
    const field: SkyView = { kind: 'field', longitude, latitude, pixel: widest * factor };
    return direction ? movedTo(field, size, direction, spot) : field;
  }
  const pixel = boundedPixel(view.pixel * factor);
  if (pixel > widest) {
    return { kind: 'all-sky', longitude: view.longitude };
  }
  const zoomed: SkyView = { ...view, pixel };
  return direction ? movedTo(zoomed, size, direction, spot) : zoomed;
}

/** Moves what is in sight by pixels. */
export function panned(view: SkyView, size: Size, right: number, down: number): SkyView {
  const middle: Spot = [size.width / 2, size.height / 2];
  const direction = new SkyMap(view, size).middle;
  return movedTo(view, size, direction, [middle[0] + right, middle[1] + down]);
}
