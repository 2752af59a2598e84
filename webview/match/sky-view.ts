import type { LinkedView, LinkNews } from '../../src/protocol/match';
import type { PlaneRef } from '../../src/protocol/methods';
import type { Host } from '../image/host';
import type { Position, Size } from '../image/view';
import type { ShownPlane } from '../overlay/stand';

const DEGREE = Math.PI / 180;

/** Device pixels from the middle that an angle is taken over. */
const REACH = 32;

/** What is in the middle of a picture, and the zoom it is seen at. */
export interface Looked {
  readonly centre: Position;
  readonly zoom: number;
}

/**
 * Where a view and a pointer are on the sky, undefined where they are not on it.
 *
 * @throws RemoteError what asking throws.
 */
export async function toLinkedView(
  host: Host,
  ref: PlaneRef,
  { centre, zoom }: Looked,
  cursor: Position | undefined,
  signal: AbortSignal,
): Promise<LinkNews> {
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
  const along = separation(left, right);
  const across = separation(down, up);
  const scale = Math.sqrt(along * across) / (2 * REACH);
  const isSeen = middle !== undefined && isFinitePair(middle) && Number.isFinite(scale);
  return {
    view: isSeen ? { longitude: middle[0], latitude: middle[1], scale } : undefined,
    cursor: under !== undefined && isFinitePair(under) ? under : undefined,
  };
}

/**
 * How a picture looks there, and where a pointer is on it; undefined where it does not show that part of the
 * sky, or is not asked.
 *
 * @throws RemoteError what asking throws.
 */
export async function fromLinkedView(
  host: Host,
  { ref, plane }: ShownPlane,
  { view, cursor }: LinkNews,
  signal: AbortSignal,
): Promise<{ readonly looked: Looked | undefined; readonly cursor: Position | undefined }> {
  const asked = [...(view === undefined ? [] : around(view)), ...(cursor ? [cursor] : [])];
  if (asked.length === 0) {
    return { looked: undefined, cursor: undefined };
  }
  const request = { ...ref, frame: 'ICRS' as const, positions: bytesOf(asked) };
  const { positions } = await host.request('toPixels', request, { signal });
  const found = pairsOf(positions);
  const under = cursor && found.at(-1);
  return {
    looked: view && lookedAt(view, found, plane),
    cursor: under !== undefined && isIn(under, plane) ? under : undefined,
  };
}

/** The middle of a view, and what is north and east of it: near a pole, too. */
function around({ longitude, latitude, scale }: LinkedView): Position[] {
  return [[longitude, latitude], ...offsets(longitude, latitude, reachOf(scale))];
}

/** As far as the angle was taken over, in degrees. */
function reachOf(scale: number): number {
  return Math.min(REACH * scale, 1);
}

/** @param found where on the picture the places are that `around` gives. */
function lookedAt(
  { scale }: LinkedView,
  [middle, north, east]: readonly Position[],
  size: Size,
): Looked | undefined {
  if (middle === undefined || north === undefined || east === undefined) {
    return undefined;
  }
  const [a, b] = [north[0] - middle[0], north[1] - middle[1]];
  const [c, d] = [east[0] - middle[0], east[1] - middle[1]];
  const pixels = Math.sqrt(Math.abs(a * d - b * c)) / reachOf(scale);
  const zoom = 1 / (pixels * scale);
  return Number.isFinite(zoom) && zoom > 0 && isIn(middle, size)
    ? { centre: middle, zoom }
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

function isIn([x, y]: Position, { width, height }: Size): boolean {
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
