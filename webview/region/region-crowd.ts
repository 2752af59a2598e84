import type { Region, Shape } from '../../src/protocol/region';
import type { Position } from '../image/view';
import { LineRaster } from './line-raster';
import type { OnScreen } from './on-screen';
import { cssColourOf } from './region-colours';
import { DOT, POINT, slashOf } from './region-path';
import { boundsOf, cornersOf } from './shape-geometry';

/** How far the sides that a round outline is drawn with are from it at most, in device pixels. */
const SAG = 0.15;
const MOST_SIDES = 2000;

/** Draws thousands of regions as hairlines, without what sets them off: that would cover the picture. */
export class RegionCrowd {
  #raster: LineRaster | undefined;
  #canvas: OffscreenCanvas | undefined;

  draw(
    context: CanvasRenderingContext2D,
    regions: readonly Region[],
    screen: OnScreen,
    ratio: number,
  ): void {
    const { width, height } = context.canvas;
    if (this.#canvas?.width !== width || this.#canvas.height !== height) {
      this.#canvas = new OffscreenCanvas(width, height);
      this.#raster = new LineRaster({ width, height });
    }
    const [canvas, raster] = [this.#canvas, this.#raster as LineRaster];
    raster.clear();
    for (const { shape, colour } of regions) {
      raster.colour = cssColourOf(colour);
      drawOutline(raster, shape, screen, ratio);
    }
    raster.colour = cssColourOf('red');
    for (const { shape, include } of regions) {
      if (!include) {
        const [from, to] = slashOf(shape, screen, ratio);
        raster.line(...from, ...to);
      }
    }
    canvas.getContext('2d')?.putImageData(raster.image, 0, 0);
    context.drawImage(canvas, 0, 0);
  }
}

function drawOutline(raster: LineRaster, shape: Shape, screen: OnScreen, ratio: number): void {
  const { zoom } = screen;
  if (shape.kind === 'point') {
    drawPoint(raster, screen.place(shape.x, shape.y), POINT * ratio);
    return;
  }
  const { x0, y0, x1, y1 } = boundsOf(shape);
  if (Math.max(x1 - x0, y1 - y0) * zoom < DOT) {
    const [x, y] = screen.place(x0, y0);
    raster.line(x, y, x, y);
    return;
  }
  switch (shape.kind) {
    case 'circle':
      drawRound(
        raster,
        screen.place(shape.x, shape.y),
        [shape.radius * zoom, shape.radius * zoom],
        0,
      );
      break;
    case 'annulus':
      for (const radius of [shape.inner * zoom, shape.outer * zoom]) {
        drawRound(raster, screen.place(shape.x, shape.y), [radius, radius], 0);
      }
      break;
    case 'ellipse':
      drawRound(
        raster,
        screen.place(shape.x, shape.y),
        [shape.a * zoom, shape.b * zoom],
        screen.angle(shape.angle),
      );
      break;
    case 'box':
      drawClosed(raster, cornersOf(shape), screen);
      break;
    case 'polygon':
      drawClosed(raster, shape.vertices, screen);
      break;
    case 'line':
      raster.line(...screen.place(...shape.from), ...screen.place(...shape.to));
      break;
  }
}

function drawPoint(raster: LineRaster, [x, y]: Position, size: number): void {
  for (const way of [-1, 1]) {
    raster.line(x + 0.3 * size * way, y, x + size * way, y);
    raster.line(x, y + 0.3 * size * way, x, y + size * way);
  }
}

/** @param angle of the first radius on the canvas, clockwise in radians. */
function drawRound(
  raster: LineRaster,
  [x, y]: Position,
  [a, b]: readonly [number, number],
  angle: number,
): void {
  const sides = Math.ceil(Math.PI / Math.sqrt((2 * SAG) / Math.max(a, b, 1)));
  const count = Math.min(Math.max(sides, 6), MOST_SIDES);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turn = (2 * Math.PI) / count;
  let [fromX, fromY] = [x + a * cos, y + a * sin];
  for (let at = 1; at <= count; at++) {
    const [u, v] = [a * Math.cos(at * turn), b * Math.sin(at * turn)];
    const [toX, toY] = [x + u * cos - v * sin, y + u * sin + v * cos];
    raster.line(fromX, fromY, toX, toY);
    [fromX, fromY] = [toX, toY];
  }
}

function drawClosed(raster: LineRaster, vertices: readonly Position[], screen: OnScreen): void {
  let before = vertices.at(-1);
  for (const vertex of vertices) {
    if (before !== undefined) {
      raster.line(...screen.place(...before), ...screen.place(...vertex));
    }
    before = vertex;
  }
}
