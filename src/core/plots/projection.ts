import type { PlaneTest } from './inside';

const DEGREE = Math.PI / 180;

/** How the sky is drawn on a plane; degrees. */
export type Projection =
  /** Hammer's and Aitoff's around a meridian. */
  | { readonly kind: 'all-sky'; readonly longitude: number }
  /** Gnomonic: great circles are straight. */
  | { readonly kind: 'field'; readonly longitude: number; readonly latitude: number };

/**
 * Whether a direction (degrees) is drawn where a test of the plane says yes. x to the east, y to the north; the
 * all-sky is 4√2 wide and 2√2 high, a field has tangents of angles. False for what a field cannot draw.
 */
export function projectedTest(projection: Projection, test: PlaneTest): PlaneTest {
  if (projection.kind === 'all-sky') {
    return (longitude, latitude) => {
      const [l, b] = [half(longitude - projection.longitude) * DEGREE, latitude * DEGREE];
      const stretch = Math.sqrt(2 / (1 + Math.cos(b) * Math.cos(l / 2)));
      return test(2 * stretch * Math.cos(b) * Math.sin(l / 2), stretch * Math.sin(b));
    };
  }
  const [sin, cos] = [
    Math.sin(projection.latitude * DEGREE),
    Math.cos(projection.latitude * DEGREE),
  ];
  return (longitude, latitude) => {
    const [l, b] = [(longitude - projection.longitude) * DEGREE, latitude * DEGREE];
    const [east, up] = [Math.cos(b) * Math.sin(l), Math.sin(b)];
    const out = Math.cos(b) * Math.cos(l);
    const ahead = out * cos + up * sin;
    return ahead > 0 && test(east / ahead, (up * cos - out * sin) / ahead);
  };
}

/** The same angle from −180 to below 180. */
function half(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
