import { toShare, type Axis } from '../../inspector/axis';
import type { Ink, Pen } from './ink';
import { CROWD, MANY, paintByCount, paintChosenDots } from './paint-shapes';
import { paintSky } from './paint-sky';
import { type Area, frameOf, paintBar, paintFrame, paintGrid, type PlotFrame } from './plot-frame';
import type { PlotScene } from './plot-scene';
import type { PlotStyle } from './plot-style';

/** Draws a plot; gives back where it is, for those who point at it. */
export function paintPlot(ink: Ink, scene: PlotScene, style: PlotStyle): PlotFrame {
  if (scene.sky !== undefined) {
    return paintSky(ink, scene, scene.sky, style);
  }
  const frame = frameOf(ink, scene.axes, scene.scale);
  paintGrid(ink, frame, style);
  const { left, top, width, height } = frame;
  ink.clipped(left, top, width, height, () => {
    const paint = {
      hexbin: paintHexagons,
      density: paintCells,
      scatter: paintScatter,
      histogram: paintBars,
      sky: paintScatter,
    }[scene.data.kind];
    paint(ink, scene, frame, style);
    if (scene.data.kind !== 'histogram') {
      paintChosen(ink, scene, frame, style);
    }
  });
  paintFrame(ink, frame, scene.titles, style);
  if (scene.scale !== undefined) {
    paintBar(ink, frame, scene.scale, style);
  }
  return frame;
}

/** Where values are along the axes. */
export function placer(
  axes: PlotScene['axes'],
  { left, top, width, height }: Area,
): { readonly x: (value: number) => number; readonly y: (value: number) => number } {
  return {
    x: (value) => left + width * toShare(axes.x, value),
    y: (value) => top + height * (1 - toShare(axes.y, value)),
  };
}

function paintHexagons(ink: Ink, { data, axes, scale }: PlotScene, frame: PlotFrame): void {
  const { cell, points, counts } = data;
  if (scale === undefined || cell === undefined) {
    return;
  }
  const place = placer(axes, frame);
  const [right, up] = [cell.width / 2, cell.height / 4];
  paintByCount(ink, counts, scale, (pen, k) => {
    const [x, y] = [points[2 * k] as number, points[2 * k + 1] as number];
    if (!isNear(axes.x, x, cell.width) || !isNear(axes.y, y, cell.height)) {
      return;
    }
    const [west, middle, east] = [place.x(x - right), place.x(x), place.x(x + right)];
    pen.moveTo(east, place.y(y - up));
    pen.lineTo(east, place.y(y + up));
    pen.lineTo(middle, place.y(y + 2 * up));
    pen.lineTo(west, place.y(y + up));
    pen.lineTo(west, place.y(y - up));
    pen.lineTo(middle, place.y(y - 2 * up));
    pen.closePath();
  });
}

function isNear({ low, high }: Axis, value: number, room: number): boolean {
  return value >= low - room && value <= high + room;
}

function paintCells(ink: Ink, { data, axes, scale }: PlotScene, frame: PlotFrame): void {
  const { bins, cell, counts, xRange, yRange } = data;
  if (scale === undefined || cell === undefined || bins === undefined) {
    return;
  }
  const place = placer(axes, frame);
  paintByCount(ink, counts, scale, (pen, k) => {
    if (counts[k] === 0) {
      return;
    }
    const [column, row] = [k % bins.x, Math.floor(k / bins.x)];
    const [x, y] = [xRange[0] + column * cell.width, yRange[0] + row * cell.height];
    if (!isNear(axes.x, x, cell.width) || !isNear(axes.y, y, cell.height)) {
      return;
    }
    const [a, b] = [place.x(x), place.x(x + cell.width)];
    const [c, d] = [place.y(y), place.y(y + cell.height)];
    pen.moveTo(a, c);
    pen.lineTo(b, c);
    pen.lineTo(b, d);
    pen.lineTo(a, d);
    pen.closePath();
  });
}

function paintScatter(ink: Ink, scene: PlotScene, frame: PlotFrame, style: PlotStyle): void {
  if (scene.scale !== undefined) {
    // There are too many: how many there are says more than an even choice of them.
    paintCells(ink, scene, frame);
    return;
  }
  const seen = placed(scene.data.points, scene, frame);
  const count = seen.length / 2;
  const [radius, opacity] = count > CROWD ? [0.8, 0.5] : count > MANY ? [1.3, 0.7] : [2.2, 0.85];
  ink.dots(seen, radius, style.mark, opacity);
}

function paintChosen(ink: Ink, scene: PlotScene, frame: PlotFrame, style: PlotStyle): void {
  paintChosenDots(ink, placed(scene.chosen, scene, frame), style);
}

/** Points in pixels; those out of sight are left out. */
function placed(points: Float64Array, { axes }: PlotScene, frame: PlotFrame): Float64Array {
  const place = placer(axes, frame);
  const spots = new Float64Array(points.length);
  let kept = 0;
  for (let k = 0; k < points.length; k += 2) {
    const [x, y] = [place.x(points[k] as number), place.y(points[k + 1] as number)];
    const inside =
      x >= frame.left - 4 &&
      x <= frame.left + frame.width + 4 &&
      y >= frame.top - 4 &&
      y <= frame.top + frame.height + 4;
    if (inside) {
      spots[kept++] = x;
      spots[kept++] = y;
    }
  }
  return spots.subarray(0, kept);
}

function paintBars(ink: Ink, scene: PlotScene, frame: PlotFrame, style: PlotStyle): void {
  const { data, axes } = scene;
  const place = placer(axes, frame);
  const chosen = new Uint32Array(data.counts.length);
  const [low, high] = data.xRange;
  for (let k = 0; k < scene.chosen.length; k += 2) {
    const x = scene.chosen[k] as number;
    if (x >= low && x <= high) {
      const bin = Math.floor(((x - low) / (high - low)) * chosen.length);
      const at = Math.min(bin, chosen.length - 1);
      chosen[at] = (chosen[at] as number) + 1;
    }
  }
  const bars = (counts: Uint32Array) => (pen: Pen) => {
    counts.forEach((count, k) => {
      if (count > 0) {
        const width = (high - low) / counts.length;
        const [a, b] = [place.x(low + k * width), place.x(low + (k + 1) * width)];
        const [top, bottom] = [place.y(count), place.y(axes.y.low)];
        pen.moveTo(a, bottom);
        pen.lineTo(a, top);
        pen.lineTo(b, top);
        pen.lineTo(b, bottom);
        pen.closePath();
      }
    });
  };
  ink.fill(style.bar, bars(data.counts));
  ink.stroke(style.mark, 1, bars(data.counts));
  ink.fill(style.chosen, bars(chosen));
}
