import type { Shape } from '../../src/protocol/region';
import type { Position } from '../image/view';
import { cornersOf, rotated } from './shape-geometry';
import type { Handle } from './shape-handles';

/** The least extent that pulling leaves of a shape, in pixels. */
const LEAST = 0.01;
/** What turning with Shift held keeps to, in degrees. */
const SNAP = 15;

export function movedShape(shape: Shape, dx: number, dy: number): Shape {
  switch (shape.kind) {
    case 'polygon':
      return { ...shape, vertices: shape.vertices.map(([x, y]) => [x + dx, y + dy] as const) };
    case 'line': {
      const { from, to } = shape;
      return { ...shape, from: [from[0] + dx, from[1] + dy], to: [to[0] + dx, to[1] + dy] };
    }
    case 'point':
    case 'circle':
    case 'annulus':
    case 'ellipse':
    case 'box':
      return { ...shape, x: shape.x + dx, y: shape.y + dy };
  }
}

/**
 * The shape with one of its handles pulled to a position.
 *
 * @param regular Shift is held: ellipses become circles, boxes squares, angles multiples of 15°.
 */
export function pulledShape(shape: Shape, handle: Handle, to: Position, regular: boolean): Shape {
  switch (shape.kind) {
    case 'point':
      return { ...shape, x: to[0], y: to[1] };
    case 'circle':
      return { ...shape, radius: reach(shape, to) };
    case 'annulus':
      return handle.kind === 'inner'
        ? { ...shape, inner: Math.min(reach(shape, to), shape.outer - LEAST) }
        : { ...shape, outer: Math.max(reach(shape, to), shape.inner + LEAST) };
    case 'ellipse':
      return handle.kind === 'rotate'
        ? { ...shape, angle: turnedTo(shape, to, regular) }
        : pulledEllipse(shape, handle, to, regular);
    case 'box':
      return handle.kind === 'rotate'
        ? { ...shape, angle: turnedTo(shape, to, regular) }
        : pulledBox(shape, handle.index, to, regular);
    case 'polygon':
      return { ...shape, vertices: pulledVertices(shape.vertices, handle, to) };
    case 'line':
      return pulledLine(shape, handle.index, to, regular);
  }
}

/** A polygon without one of its vertices; undefined where too few would be left. */
export function withoutVertex(shape: Shape, index: number): Shape | undefined {
  return shape.kind === 'polygon' && shape.vertices.length > 3
    ? { ...shape, vertices: shape.vertices.filter((_, at) => at !== index) }
    : undefined;
}

function reach({ x, y }: { readonly x: number; readonly y: number }, to: Position): number {
  return Math.max(LEAST, Math.hypot(to[0] - x, to[1] - y));
}

/** The handle is across from the axis the angle is of. */
function turnedTo(
  { x, y }: { readonly x: number; readonly y: number },
  to: Position,
  regular: boolean,
): number {
  const angle = (Math.atan2(to[1] - y, to[0] - x) * 180) / Math.PI - 90;
  return normalAngle(regular ? Math.round(angle / SNAP) * SNAP : angle);
}

/** From −180 (not included) to 180. */
export function normalAngle(degrees: number): number {
  const angle = degrees - 360 * Math.round(degrees / 360);
  return angle === -180 ? 180 : angle + 0;
}

function pulledEllipse(
  shape: Shape & { kind: 'ellipse' },
  { kind }: Handle,
  to: Position,
  regular: boolean,
): Shape {
  const [u, v] = rotated([to[0] - shape.x, to[1] - shape.y], -shape.angle);
  const length = Math.max(LEAST, Math.abs(kind === 'a' ? u : v));
  if (regular) {
    return { ...shape, a: length, b: length };
  }
  return kind === 'a' ? { ...shape, a: length } : { ...shape, b: length };
}

/** The corner across stays. */
function pulledBox(
  shape: Shape & { kind: 'box' },
  index: number,
  to: Position,
  regular: boolean,
): Shape {
  const [fx, fy] = cornersOf(shape)[(index + 2) % 4] ?? [shape.x, shape.y];
  let [u, v] = rotated([to[0] - fx, to[1] - fy], -shape.angle);
  if (regular) {
    const side = Math.max(Math.abs(u), Math.abs(v));
    [u, v] = [u < 0 ? -side : side, v < 0 ? -side : side];
  }
  const [cx, cy] = rotated([u / 2, v / 2], shape.angle);
  return {
    ...shape,
    x: fx + cx,
    y: fy + cy,
    width: Math.max(LEAST, Math.abs(u)),
    height: Math.max(LEAST, Math.abs(v)),
  };
}

/** A vertex moves; the middle of an edge becomes a vertex. */
function pulledVertices(
  vertices: readonly Position[],
  { kind, index }: Handle,
  to: Position,
): Position[] {
  return kind === 'edge'
    ? [...vertices.slice(0, index + 1), to, ...vertices.slice(index + 1)]
    : vertices.map((vertex, at) => (at === index ? to : vertex));
}

function pulledLine(
  shape: Shape & { kind: 'line' },
  end: number,
  to: Position,
  regular: boolean,
): Shape {
  const other = end === 0 ? shape.to : shape.from;
  const at = regular ? snapped(other, to) : to;
  return end === 0 ? { ...shape, from: at } : { ...shape, to: at };
}

/** The position as far away, in a direction that is a multiple of 15°. */
export function snapped([x, y]: Position, to: Position): Position {
  const [dx, dy] = [to[0] - x, to[1] - y];
  const angle = Math.round((Math.atan2(dy, dx) * 180) / Math.PI / SNAP) * SNAP;
  const [u, v] = rotated([Math.hypot(dx, dy), 0], angle);
  return [x + u, y + v];
}
