import type { Shape } from '../../src/protocol/region';
import type { Position } from '../image/view';
import type { OnScreen } from './on-screen';
import { boundsOf, cornersOf } from './shape-geometry';

/** Half the size of the mark of a point, in CSS pixels, and the shapes smaller than which are a dot. */
export const POINT = 5;
export const DOT = 1.2;

/** Adds the outline of a shape to a path, in canvas positions. */
export function addOutline(path: Path2D, shape: Shape, screen: OnScreen, ratio: number): void {
  const { zoom } = screen;
  if (shape.kind === 'point') {
    addPoint(path, screen.place(shape.x, shape.y), POINT * ratio);
    return;
  }
  if (isDot(shape, zoom)) {
    const { x0, y0 } = boundsOf(shape);
    const [x, y] = screen.place(x0, y0);
    path.rect(x - 0.5, y - 0.5, 1, 1);
    return;
  }
  switch (shape.kind) {
    case 'circle':
      addCircle(path, screen.place(shape.x, shape.y), shape.radius * zoom);
      break;
    case 'annulus': {
      const centre = screen.place(shape.x, shape.y);
      addCircle(path, centre, shape.inner * zoom);
      addCircle(path, centre, shape.outer * zoom);
      break;
    }
    case 'ellipse': {
      const [x, y] = screen.place(shape.x, shape.y);
      const angle = screen.angle(shape.angle);
      path.moveTo(x + shape.a * zoom * Math.cos(angle), y + shape.a * zoom * Math.sin(angle));
      path.ellipse(x, y, shape.a * zoom, shape.b * zoom, angle, 0, 2 * Math.PI);
      break;
    }
    case 'box':
      addPolygon(path, cornersOf(shape), screen);
      break;
    case 'polygon':
      addPolygon(path, shape.vertices, screen);
      break;
    case 'line':
      path.moveTo(...screen.place(...shape.from));
      path.lineTo(...screen.place(...shape.to));
      break;
  }
}

/** Adds the stroke through what is cut out of others. */
export function addSlash(path: Path2D, shape: Shape, screen: OnScreen, ratio: number): void {
  const [from, to] = slashOf(shape, screen, ratio);
  path.moveTo(...from);
  path.lineTo(...to);
}

/** The ends of that stroke, from corner to corner of the box around the shape. */
export function slashOf(shape: Shape, screen: OnScreen, ratio: number): [Position, Position] {
  const { x0, y0, x1, y1 } = boundsOf(shape);
  const [ax, ay] = screen.place(x0, y0);
  const [bx, by] = screen.place(x1, y1);
  const least = POINT * ratio;
  const [cx, cy] = [(ax + bx) / 2, (ay + by) / 2];
  // Half of the diagonal, so that it stays within round shapes too.
  const h = Math.max(least, 0.35 * Math.abs(bx - ax));
  const v = Math.max(least, 0.35 * Math.abs(by - ay));
  return [
    [cx - h, cy + v],
    [cx + h, cy - v],
  ];
}

function isDot(shape: Shape, zoom: number): boolean {
  const { x0, y0, x1, y1 } = boundsOf(shape);
  return Math.max(x1 - x0, y1 - y0) * zoom < DOT;
}

function addCircle(path: Path2D, [x, y]: Position, radius: number): void {
  path.moveTo(x + radius, y);
  path.arc(x, y, radius, 0, 2 * Math.PI);
}

/** A cross with a gap, so that what it marks is seen. */
function addPoint(path: Path2D, [x, y]: Position, size: number): void {
  for (const [u, v] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    path.moveTo(x + 0.3 * size * u, y + 0.3 * size * v);
    path.lineTo(x + size * u, y + size * v);
  }
}

function addPolygon(path: Path2D, vertices: readonly Position[], screen: OnScreen): void {
  vertices.forEach(([x, y], at) => {
    const [left, top] = screen.place(x, y);
    if (at === 0) {
      path.moveTo(left, top);
    } else {
      path.lineTo(left, top);
    }
  });
  path.closePath();
}
