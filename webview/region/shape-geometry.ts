import type { Shape } from '../../src/protocol/region';
import type { Position } from '../image/view';
import { ellipseDistance } from './ellipse-distance';

/** Where shapes are, in image positions: what of them lies where, and how far away. */
export interface Bounds {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const DEGREE = Math.PI / 180;

/** A vector turned from the x axis towards the y axis, by degrees. */
export function rotated([x, y]: Position, degrees: number): Position {
  const cos = Math.cos(degrees * DEGREE);
  const sin = Math.sin(degrees * DEGREE);
  return [x * cos - y * sin, x * sin + y * cos];
}

/** The smallest upright box around a shape. */
export function boundsOf(shape: Shape): Bounds {
  switch (shape.kind) {
    case 'point':
      return around(shape, 0, 0);
    case 'circle':
      return around(shape, shape.radius, shape.radius);
    case 'annulus':
      return around(shape, shape.outer, shape.outer);
    case 'ellipse': {
      const cos = Math.cos(shape.angle * DEGREE);
      const sin = Math.sin(shape.angle * DEGREE);
      return around(
        shape,
        Math.hypot(shape.a * cos, shape.b * sin),
        Math.hypot(shape.a * sin, shape.b * cos),
      );
    }
    case 'box':
      return boundsOfPoints(cornersOf(shape));
    case 'polygon':
      return boundsOfPoints(shape.vertices);
    case 'line':
      return boundsOfPoints([shape.from, shape.to]);
  }
}

function around(
  { x, y }: { readonly x: number; readonly y: number },
  h: number,
  v: number,
): Bounds {
  return { x0: x - h, y0: y - v, x1: x + h, y1: y + v };
}

function boundsOfPoints(points: readonly Position[]): Bounds {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return { x0, y0, x1, y1 };
}

/** The place a shape is at: its centre, for polygons and lines the middle of the box around it. */
export function centreOf(shape: Shape): Position {
  if (shape.kind !== 'polygon' && shape.kind !== 'line') {
    return [shape.x, shape.y];
  }
  const { x0, y0, x1, y1 } = boundsOf(shape);
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

/** The corners of a box, around it, from the one at the low ends of both of its sides. */
export function cornersOf({ x, y, width, height, angle }: Shape & { kind: 'box' }): Position[] {
  const corner = (across: number, along: number): Position => {
    const [u, v] = rotated([(across * width) / 2, (along * height) / 2], angle);
    return [x + u, y + v];
  };
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
}

/** Pixels from a position to the line that is drawn of a shape. */
export function distanceToOutline(shape: Shape, [x, y]: Position): number {
  switch (shape.kind) {
    case 'point':
      return Math.hypot(x - shape.x, y - shape.y);
    case 'circle':
      return Math.abs(Math.hypot(x - shape.x, y - shape.y) - shape.radius);
    case 'annulus': {
      const distance = Math.hypot(x - shape.x, y - shape.y);
      return Math.min(Math.abs(distance - shape.inner), Math.abs(distance - shape.outer));
    }
    case 'ellipse': {
      const at = rotated([x - shape.x, y - shape.y], -shape.angle);
      return ellipseDistance(shape.a, shape.b, at);
    }
    case 'box':
      return distanceToPath(cornersOf(shape), true, [x, y]);
    case 'polygon':
      return distanceToPath(shape.vertices, true, [x, y]);
    case 'line':
      return distanceToSegment(shape.from, shape.to, [x, y]);
  }
}

/** Whether a position lies inside of a shape; points and lines have no inside. */
export function contains(shape: Shape, [x, y]: Position): boolean {
  switch (shape.kind) {
    case 'point':
    case 'line':
      return false;
    case 'circle':
      return Math.hypot(x - shape.x, y - shape.y) <= shape.radius;
    case 'annulus': {
      const distance = Math.hypot(x - shape.x, y - shape.y);
      return distance >= shape.inner && distance <= shape.outer;
    }
    case 'ellipse': {
      const [u, v] = rotated([x - shape.x, y - shape.y], -shape.angle);
      return (u / shape.a) ** 2 + (v / shape.b) ** 2 <= 1;
    }
    case 'box': {
      const [u, v] = rotated([x - shape.x, y - shape.y], -shape.angle);
      return Math.abs(u) <= shape.width / 2 && Math.abs(v) <= shape.height / 2;
    }
    case 'polygon':
      return isInPolygon(shape.vertices, [x, y]);
  }
}

/** Square pixels inside of a shape. */
export function areaOf(shape: Shape): number {
  switch (shape.kind) {
    case 'point':
    case 'line':
      return 0;
    case 'circle':
      return Math.PI * shape.radius ** 2;
    case 'annulus':
      return Math.PI * (shape.outer ** 2 - shape.inner ** 2);
    case 'ellipse':
      return Math.PI * shape.a * shape.b;
    case 'box':
      return shape.width * shape.height;
    case 'polygon': {
      const { vertices } = shape;
      const twice = vertices.reduce((sum, [x, y], at) => {
        const [u, v] = vertices[(at + 1) % vertices.length] ?? [x, y];
        return sum + x * v - u * y;
      }, 0);
      return Math.abs(twice) / 2;
    }
  }
}

export function distanceToSegment(
  [ax, ay]: Position,
  [bx, by]: Position,
  [x, y]: Position,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / square;
  const t = Math.min(Math.max(share, 0), 1);
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function distanceToPath(points: readonly Position[], closed: boolean, at: Position): number {
  let nearest = Infinity;
  for (let i = closed ? 0 : 1; i < points.length; i++) {
    const from = points[(i + points.length - 1) % points.length];
    const to = points[i];
    if (from !== undefined && to !== undefined) {
      nearest = Math.min(nearest, distanceToSegment(from, to, at));
    }
  }
  return nearest;
}

/** By the even-odd rule. */
function isInPolygon(vertices: readonly Position[], [x, y]: Position): boolean {
  let inside = false;
  let [px, py] = vertices.at(-1) ?? [0, 0];
  for (const [vx, vy] of vertices) {
    if (vy > y !== py > y && x < ((px - vx) * (y - vy)) / (py - vy) + vx) {
      inside = !inside;
    }
    [px, py] = [vx, vy];
  }
  return inside;
}
