import type { Shape } from '../../src/protocol/region';
import type { Position } from '../image/view';
import { snapped } from './shape-edit';

/** What the pointer does: it selects, or draws a shape. */
export const REGION_TOOLS = [
  'select',
  'point',
  'circle',
  'annulus',
  'ellipse',
  'box',
  'polygon',
  'line',
] as const;
export type RegionTool = (typeof REGION_TOOLS)[number];

/** Those that are drawn by one drag. */
export type DragTool = Exclude<RegionTool, 'select' | 'polygon'>;

/**
 * The shape that a drag draws: boxes and ellipses from corner to corner, round ones from the centre.
 *
 * @param regular Shift is held: squares, circles, lines in steps of 15°.
 */
export function drawnShape(tool: DragTool, from: Position, to: Position, regular: boolean): Shape {
  const [x, y] = from;
  const distance = Math.hypot(to[0] - x, to[1] - y);
  switch (tool) {
    case 'point':
      return { kind: 'point', x: to[0], y: to[1] };
    case 'circle':
      return { kind: 'circle', x, y, radius: distance };
    case 'annulus':
      return { kind: 'annulus', x, y, inner: distance / 2, outer: distance };
    case 'line':
      return { kind: 'line', from, to: regular ? snapped(from, to) : to };
    case 'box':
    case 'ellipse': {
      let [u, v] = [to[0] - x, to[1] - y];
      if (regular) {
        const side = Math.max(Math.abs(u), Math.abs(v));
        [u, v] = [u < 0 ? -side : side, v < 0 ? -side : side];
      }
      const middle = { x: x + u / 2, y: y + v / 2, angle: 0 };
      const [width, height] = [Math.abs(u), Math.abs(v)];
      return tool === 'box'
        ? { kind: 'box', ...middle, width, height }
        : { kind: 'ellipse', ...middle, a: width / 2, b: height / 2 };
    }
  }
}

/** Whether a shape has any extent where it should; a drag along one axis draws no box. */
export function hasExtent(shape: Shape): boolean {
  switch (shape.kind) {
    case 'point':
      return true;
    case 'circle':
      return shape.radius > 0;
    case 'annulus':
      return shape.outer > 0;
    case 'ellipse':
      return shape.a > 0 && shape.b > 0;
    case 'box':
      return shape.width > 0 && shape.height > 0;
    case 'polygon':
      return shape.vertices.length >= 3;
    case 'line':
      return shape.from[0] !== shape.to[0] || shape.from[1] !== shape.to[1];
  }
}

/** A shape of a common size around a position, where one is placed without being drawn. */
export function placedShape(
  tool: Exclude<RegionTool, 'select'>,
  [x, y]: Position,
  radius: number,
): Shape {
  switch (tool) {
    case 'point':
      return { kind: 'point', x, y };
    case 'circle':
      return { kind: 'circle', x, y, radius };
    case 'annulus':
      return { kind: 'annulus', x, y, inner: radius, outer: 2 * radius };
    case 'ellipse':
      return { kind: 'ellipse', x, y, a: radius, b: radius / 2, angle: 0 };
    case 'box':
      return { kind: 'box', x, y, width: 2 * radius, height: 2 * radius, angle: 0 };
    case 'polygon':
      return {
        kind: 'polygon',
        vertices: [
          [x - radius, y - radius],
          [x + radius, y - radius],
          [x + radius, y + radius],
          [x - radius, y + radius],
        ],
      };
    case 'line':
      return { kind: 'line', from: [x - radius, y], to: [x + radius, y] };
  }
}
