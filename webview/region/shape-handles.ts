import type { Shape } from '../../src/protocol/region';
import type { Position } from '../image/view';
import { cornersOf, rotated } from './shape-geometry';

/** What a shape can be taken by. */
export interface Handle {
  readonly kind: 'radius' | 'inner' | 'a' | 'b' | 'corner' | 'rotate' | 'vertex' | 'edge' | 'end';
  /** Which of them: a corner, vertex or end; of an edge, the vertex it begins at. */
  readonly index: number;
  readonly at: Position;
}

/** How far from the shape it is turned by, and from what length on an edge has a handle, in CSS pixels. */
const ROTATE_REACH = 22;
const EDGE_LENGTH = 36;
/** A polygon of more vertices than this is only moved and measured: its handles would cover it. */
const MOST_VERTICES = 400;

/** @param pixel image pixels of one CSS pixel: handles keep their size on the screen. */
export function handlesOf(shape: Shape, pixel: number): Handle[] {
  switch (shape.kind) {
    case 'point':
      return [];
    case 'circle':
      return compass('radius', shape, shape.radius, 0);
    case 'annulus':
      return [
        ...compass('radius', shape, shape.outer, 0),
        ...compass('inner', shape, shape.inner, 45),
      ];
    case 'ellipse': {
      const { a, b } = shape;
      return [
        ...[a, -a].map((u, index) => handle('a', index, placed(shape, [u, 0]))),
        ...[b, -b].map((v, index) => handle('b', index, placed(shape, [0, v]))),
        handle('rotate', 0, placed(shape, [0, b + ROTATE_REACH * pixel])),
      ];
    }
    case 'box':
      return [
        ...cornersOf(shape).map((at, index) => handle('corner', index, at)),
        handle('rotate', 0, placed(shape, [0, shape.height / 2 + ROTATE_REACH * pixel])),
      ];
    case 'polygon':
      return shape.vertices.length > MOST_VERTICES ? [] : polygonHandles(shape.vertices, pixel);
    case 'line':
      return [handle('end', 0, shape.from), handle('end', 1, shape.to)];
  }
}

function handle(kind: Handle['kind'], index: number, at: Position): Handle {
  return { kind, index, at };
}

/** Four around a centre. */
function compass(
  kind: Handle['kind'],
  { x, y }: { readonly x: number; readonly y: number },
  radius: number,
  from: number,
): Handle[] {
  return [0, 90, 180, 270].map((angle, index) => {
    const [u, v] = rotated([radius, 0], angle + from);
    return handle(kind, index, [x + u, y + v]);
  });
}

function placed(
  { x, y, angle }: { readonly x: number; readonly y: number; readonly angle: number },
  along: Position,
): Position {
  const [u, v] = rotated(along, angle);
  return [x + u, y + v];
}

/** Its vertices, and the middle of each edge, by which it gets one more. */
function polygonHandles(vertices: readonly Position[], pixel: number): Handle[] {
  const edges = vertices.flatMap(([x, y], index) => {
    const [u, v] = vertices[(index + 1) % vertices.length] ?? [x, y];
    return Math.hypot(u - x, v - y) < EDGE_LENGTH * pixel
      ? []
      : [handle('edge', index, [(x + u) / 2, (y + v) / 2])];
  });
  return [...vertices.map((at, index) => handle('vertex', index, at)), ...edges];
}
