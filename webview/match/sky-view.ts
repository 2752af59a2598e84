import type { LinkedView } from '../../src/protocol/match';
import type { PlaneRef } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import type { Position } from '../image/view';

const DEGREE = Math.PI / 180;

/** Device pixels from the middle that an angle is taken over. */
const REACH = 32;

/** What is in the middle of a picture, and the zoom it is seen at. */
export interface Looked {
  readonly centre: Position;
  readonly zoom: number;
  readonly cursor: Position | undefined;
}

/**
 * Where a view is on the sky. Undefined where its middle is not on it.
 *
 * @throws RemoteError what asking throws.
 */
export async function toLinkedView(
  host: Host,
  ref: PlaneRef,
  { centre, zoom, cursor }: Looked,
  signal: AbortSignal,
): Promise<LinkedView | undefined> {
  const [x, y] = centre;
  const reach = REACH / zoom;
  const asked = [
    centre,
    ...([
      [x + reach, y],
      [x - reach, y],
      [x, y + reach],
      [x, y - reach],
    ] as const),
    ...(cursor === undefined ? [] : [cursor]),
  ];
  const request = { ...ref, frame: 'ICRS' as const, positions: bytesOf(asked) };
  const { positions } = await host.request('toSky', request, { signal });
  const [middle, right, left, up, down, under] = pairsOf(positions);
  if (middle === undefined || !isFinitePair(middle)) {
    return undefined;
  }
  const along = separation(left, right);
  const across = separation(down, up);
  const scale = Math.sqrt(along * across) / (2 * REACH);
  return {
    longitude: middle[0],
    latitude: middle[1],
    scale,
    cursor: under !== undefined && isFinitePair(under) ? under : undefined,
  };
}

/**
 * How a picture looks there; undefined where it does not show that part of the sky.
 *
 * @throws RemoteError what asking throws.
 */
export async function fromLinkedView(
  host: Host,
  ref: PlaneRef,
  { longitude, latitude, scale, cursor }: LinkedView,
  size: { readonly width: number; readonly height: number },
  signal: AbortSignal,
): Promise<Looked | undefined> {
  // As far as the angle was taken over, north and east: near a pole, too.
  const reach = Math.min(REACH * scale, 1);
  const asked = [
    [longitude, latitude] as const,
    ...offsets(longitude, latitude, reach),
    ...(cursor === undefined ? [] : [cursor]),
  ];
  const request = { ...ref, frame: 'ICRS' as const, positions: bytesOf(asked) };
  const { positions } = await host.request('toPixels', request, { signal });
  const [middle, north, east, under] = pairsOf(positions);
  if (middle === undefined || north === undefined || east === undefined) {
    return undefined;
  }
  const [a, b] = [north[0] - middle[0], north[1] - middle[1]];
  const [c, d] = [east[0] - middle[0], east[1] - middle[1]];
  const pixels = Math.sqrt(Math.abs(a * d - b * c)) / reach;
  const zoom = 1 / (pixels * scale);
  return Number.isFinite(zoom) && zoom > 0 && isIn(middle, size)
    ? { centre: middle, zoom, cursor: under !== undefined && isIn(under, size) ? under : undefined }
    : undefined;
}

/** Places at an angle north and east of another one, in degrees. */
function offsets(longitude: number, latitude: number, angle: number): [Position, Position] {
  const [lon, lat, far] = [longitude * DEGREE, latitude * DEGREE, angle * DEGREE];
  const point = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  const north = [-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat)];
  const east = [-Math.sin(lon), Math.cos(lon), 0];
  const towards = (way: readonly number[]): Position => {
    const [x = 0, y = 0, z = 0] = point.map(
      (part, axis) => part * Math.cos(far) + (way[axis] ?? 0) * Math.sin(far),
    );
    return [Math.atan2(y, x) / DEGREE, Math.atan2(z, Math.hypot(x, y)) / DEGREE];
  };
  return [towards(north), towards(east)];
}

/** Degrees between two directions, exact for small angles. */
function separation(one: Position | undefined, other: Position | undefined): number {
  if (one === undefined || other === undefined) {
    return NaN;
  }
  const [lat1, lat2] = [one[1] * DEGREE, other[1] * DEGREE];
  const dLat = Math.sin((lat2 - lat1) / 2);
  const dLon = Math.sin(((other[0] - one[0]) * DEGREE) / 2);
  const h = dLat * dLat + Math.cos(lat1) * Math.cos(lat2) * dLon * dLon;
  return (2 * Math.asin(Math.min(1, Math.sqrt(h)))) / DEGREE;
}

function isIn([x, y]: Position, { width, height }: { width: number; height: number }): boolean {
  return x >= -0.5 && x < width - 0.5 && y >= -0.5 && y < height - 0.5;
}

function isFinitePair([x, y]: Position): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

function bytesOf(pairs: readonly Position[]): Uint8Array {
  return new Uint8Array(Float64Array.from(pairs.flat()).buffer);
}

function pairsOf(bytes: Uint8Array): Position[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / 16) }, (_, k) => [
    view.getFloat64(16 * k, true),
    view.getFloat64(16 * k + 8, true),
  ]);
}
