import { graticule } from '../../search/footprints/graticule';
import { placeLabels } from '../../search/footprints/grid-text';
import { SkyMap, type Spot } from '../../search/footprints/sky-map';
import type { SkyView } from '../../search/footprints/sky-view';
import { trace } from '../../search/footprints/trace';
import { type Vector, vectorAt } from '../../search/footprints/vector';
import type { ColourScale } from './colour-scale';
import type { Ink, Pen } from './ink';
import { paintByCount, paintChosenDots } from './paint-shapes';
import { frameOf, paintBar, type PlotFrame } from './plot-frame';
import type { PlotScene } from './plot-scene';
import type { PlotStyle } from './plot-style';

/** Points of the ellipse around the whole sky. */
const ROUND = 180;

/** The map that a sky is drawn by. */
export function skyMapOf(frame: Pick<PlotFrame, 'width' | 'height'>, view: SkyView): SkyMap {
  return new SkyMap(view, { width: frame.width, height: frame.height });
}

/** Draws the rows on the sky, with lines of longitude and latitude. */
export function paintSky(ink: Ink, scene: PlotScene, view: SkyView, style: PlotStyle): PlotFrame {
  const frame = skyFrame(ink, scene.scale);
  const map = skyMapOf(frame, view);
  const { left, top, width, height } = frame;
  const moved = (pen: Pen): Pen => ({
    moveTo: (x, y) => pen.moveTo(x + left, y + top),
    lineTo: (x, y) => pen.lineTo(x + left, y + top),
    closePath: () => pen.closePath(),
  });
  ink.clipped(left, top, width, height, () => {
    paintRows(ink, scene, map, frame, moved, style);
    paintChosenDots(ink, spotsOf(scene.chosen, map, frame), style);
    paintLines(ink, map, frame, moved, style);
  });
  if (scene.scale !== undefined) {
    paintBar(ink, frame, scene.scale, style);
  }
  return frame;
}

/** All of the room but for the colour bar. */
function skyFrame(ink: Ink, scale: ColourScale | undefined): PlotFrame {
  const plain = { low: 0, high: 1, log: false, inverted: false };
  const frame = frameOf(ink, { x: plain, y: plain }, scale);
  const height = ink.height - 2;
  const right = frame.left + frame.width;
  const area = { left: 1, top: 1, width: right - 1, height };
  return { ...frame, ...area, x: [], y: [] };
}

function paintRows(
  ink: Ink,
  { data, scale }: PlotScene,
  map: SkyMap,
  frame: PlotFrame,
  moved: (pen: Pen) => Pen,
  style: PlotStyle,
): void {
  const { corners, counts, points } = data;
  if (scale === undefined) {
    const spots = spotsOf(points, map, frame);
    const many = spots.length / 2 > 5_000;
    ink.dots(spots, many ? 1 : 1.8, style.mark, many ? 0.6 : 0.85);
    return;
  }
  paintByCount(ink, counts, scale, (pen, k) => {
    const spots = cornersOf(corners, k, map);
    if (spots.length === 4) {
      const own = moved(pen);
      spots.forEach(([x, y], at) => (at === 0 ? own.moveTo(x, y) : own.lineTo(x, y)));
      own.closePath();
    }
  });
}

/** Corners of a cell on the map, all on the side of its middle where the all-sky is cut; none where it is not drawn. */
function cornersOf(corners: Float64Array, cell: number, map: SkyMap): Spot[] {
  const turned = [0, 1, 2, 3].map((corner): Vector => {
    const at = 12 * cell + 3 * corner;
    return map.turn(corners[at] as number, corners[at + 1] as number, corners[at + 2] as number);
  });
  if (!turned.every((vector) => map.shows(vector))) {
    return [];
  }
  const east = turned.reduce((sum, vector) => sum + vector[1], 0);
  const behind = turned.some((vector) => vector[0] < 0);
  // Beyond the meridian that cuts the map a cell would reach across all of it.
  const cut = behind && turned.some((vector) => Math.sign(vector[1]) !== Math.sign(east));
  return turned.map((vector) => {
    const away = cut && Math.sign(vector[1]) !== Math.sign(east);
    return away ? map.place([vector[0], 0, vector[2]], Math.sign(east)) : map.place(vector);
  });
}

function spotsOf(points: Float64Array, map: SkyMap, { left, top }: PlotFrame): Float64Array {
  const spots = new Float64Array(points.length);
  let kept = 0;
  for (let k = 0; k < points.length; k += 2) {
    const spot = map.spotOf(vectorAt(points[k] as number, points[k + 1] as number));
    if (spot !== undefined) {
      spots[kept++] = spot[0] + left;
      spots[kept++] = spot[1] + top;
    }
  }
  return spots.subarray(0, kept);
}

function paintLines(
  ink: Ink,
  map: SkyMap,
  { left, top }: PlotFrame,
  moved: (pen: Pen) => Pen,
  style: PlotStyle,
): void {
  const traced = graticule(map).map((line) => {
    const spots: Spot[] = [];
    ink.stroke(style.grid, 1, (pen) => {
      const own = moved(pen);
      trace(map, line.points, 0, line.points.length / 3, {
        moveTo: (x, y) => (spots.push([x, y]), own.moveTo(x, y)),
        lineTo: (x, y) => (spots.push([x, y]), own.lineTo(x, y)),
      });
    });
    return { line, spots };
  });
  if (map.view.kind === 'all-sky') {
    const [a, b] = map.ellipse;
    const { width, height } = map.size;
    ink.stroke(style.frame, 1, (pen) => {
      const own = moved(pen);
      for (let k = 0; k < ROUND; k++) {
        const angle = (2 * Math.PI * k) / ROUND;
        const spot = [width / 2 + a * Math.cos(angle), height / 2 + b * Math.sin(angle)] as const;
        (k === 0 ? own.moveTo : own.lineTo)(...spot);
      }
      own.closePath();
    });
  }
  const sizeOf = (text: string): { width: number; height: number } => ({
    width: ink.textWidth(text),
    height: 12,
  });
  for (const { text, x, y } of placeLabels(traced, map.size, sizeOf)) {
    ink.text(text, x + left, y + top, { colour: style.text, rim: style.background });
  }
}
