import { DOT } from './hit';
import { graticule, type GridLine } from './graticule';
import { placeLabels, type TextSize } from './grid-text';
import type { Look } from './look';
import type { Outlines } from './outlines';
import type { SkyMap, Spot } from './sky-map';
import { type Pen, trace } from './trace';
import { angleBetween, type Vector, vectorAt } from './vector';

/** More outlines than this are not filled: it would take long, and the sky would be one colour. */
const MOST_FILLED = 400;
/** A canvas draws many lines quicker in parts. */
const BATCH = 250;
/** A dot's side, pixels. */
const DOT_SIDE = 3;
/** How far what is hovered or selected is kept apart from all else, pixels each way. */
const RIM = 1;

/** A line of the grid, and where it was drawn. */
export interface TracedLine {
  readonly line: GridLine;
  readonly spots: readonly Spot[];
}

/** Draws the lines of longitude and latitude; their numbers are for {@link paintNumbers}. */
export function paintGrid(
  context: CanvasRenderingContext2D,
  map: SkyMap,
  look: Look,
): TracedLine[] {
  context.strokeStyle = look.grid;
  context.lineWidth = 1;
  const lines = graticule(map);
  context.beginPath();
  const traced = lines.map((line) => {
    const pen = new RecordingPen(context);
    trace(map, line.points, 0, line.points.length / 3, pen);
    return { line, spots: pen.spots };
  });
  if (map.view.kind === 'all-sky') {
    const [x, y] = map.ellipse;
    const { width, height } = map.size;
    context.moveTo(width / 2 + x, height / 2);
    context.ellipse(width / 2, height / 2, x, y, 0, 0, 2 * Math.PI);
  }
  context.stroke();
  return traced;
}

/** Writes the numbers of the lines, over all that is drawn so that they can be read. */
export function paintNumbers(
  context: CanvasRenderingContext2D,
  map: SkyMap,
  look: Look,
  lines: readonly TracedLine[],
): void {
  context.font = look.font;
  context.textBaseline = 'middle';
  const sizeOf = (text: string): TextSize => ({
    width: context.measureText(text).width,
    height: 12,
  });
  // Else the corners of some letters stick out of their rims.
  context.lineJoin = 'round';
  for (const { text, x, y } of placeLabels(lines, map.size, sizeOf)) {
    context.lineWidth = 3;
    context.strokeStyle = look.background;
    context.strokeText(text, x, y);
    context.fillStyle = look.text;
    context.fillText(text, x, y);
  }
}

/** Draws all footprints; those too small to have a shape as dots, one where many lie on each other. */
export function paintAll(
  context: CanvasRenderingContext2D,
  map: SkyMap,
  outlines: Outlines,
  look: Look,
): void {
  const inSight = outlinesInSight(map, outlines);
  const shapes = inSight.filter((k) => (outlines.radii[k] ?? 0) * map.scale >= DOT);
  context.strokeStyle = context.fillStyle = look.line;
  context.lineWidth = 1;
  // Where many lie on each other, their lines still tell apart.
  context.globalAlpha = shapes.length > MOST_FILLED ? 0.55 : 0.9;
  for (let from = 0; from < shapes.length; from += BATCH) {
    context.beginPath();
    for (const k of shapes.slice(from, from + BATCH)) {
      traceOutline(map, outlines, k, context);
    }
    context.stroke();
  }
  if (shapes.length <= MOST_FILLED) {
    // Should all of them lie on each other, half of what is below still shines through.
    context.globalAlpha = Math.min(0.07, 1 - 0.5 ** (1 / shapes.length));
    shapes.forEach((k) => fill(context, map, outlines, k));
  }
  context.globalAlpha = 1;
  const taken = new Set<number>();
  const columns = Math.ceil(map.size.width) + 1;
  for (const k of inSight) {
    const spot =
      (outlines.radii[k] ?? 0) * map.scale < DOT ? map.spotOf(outlines.middleOf(k)) : undefined;
    const cell = spot && Math.round(spot[1]) * columns + Math.round(spot[0]);
    if (spot !== undefined && cell !== undefined && !taken.has(cell)) {
      taken.add(cell);
      paintDot(context, spot, DOT_SIDE);
    }
  }
}

/** Draws the outlines of one row over the others, with a rim so that they stand out among many. */
export function paintRow(
  context: CanvasRenderingContext2D,
  map: SkyMap,
  outlines: Outlines,
  row: number,
  look: Look,
  colour: string,
): void {
  for (const k of outlines.ofRow(row)) {
    if ((outlines.radii[k] ?? 0) * map.scale < DOT) {
      const spot = map.spotOf(outlines.middleOf(k));
      if (spot !== undefined) {
        const side = DOT_SIDE + 4;
        context.fillStyle = look.background;
        paintDot(context, spot, side + 2 * RIM);
        context.fillStyle = colour;
        paintDot(context, spot, side);
      }
      continue;
    }
    context.fillStyle = colour;
    context.globalAlpha = 0.15;
    fill(context, map, outlines, k);
    context.globalAlpha = 1;
    context.beginPath();
    traceOutline(map, outlines, k, context);
    context.strokeStyle = look.background;
    context.lineWidth = 2 + 2 * RIM;
    context.stroke();
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.stroke();
  }
}

/** What can be in sight at all, told by the circles around them. */
export function outlinesInSight(map: SkyMap, outlines: Outlines): number[] {
  const found: number[] = [];
  for (let k = 0; k < outlines.count; k++) {
    const radius = outlines.radii[k] as number;
    if (
      map.view.kind === 'all-sky' ||
      angleBetween(outlines.middleOf(k), map.middle) <= map.radius + radius
    ) {
      found.push(k);
    }
  }
  return found;
}

/** Draws the galactic equator: on the whole sky, it shows where one is. */
export function paintGalaxy(context: CanvasRenderingContext2D, map: SkyMap, look: Look): void {
  const points = new Float64Array(3 * 181);
  const [p, q] = GALACTIC_AXES;
  for (let k = 0; k <= 180; k++) {
    const [c, s] = [Math.cos((k * Math.PI) / 90), Math.sin((k * Math.PI) / 90)];
    points.set([c * p[0] + s * q[0], c * p[1] + s * q[1], c * p[2] + s * q[2]], 3 * k);
  }
  context.strokeStyle = look.text;
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.setLineDash([6, 4]);
  context.beginPath();
  trace(map, points, 0, 181, context);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Directions to the galactic centre (0, 0) and to (90, 0), from the definition of Galactic coordinates in FK5. */
const GALACTIC_AXES: readonly [Vector, Vector] = [
  vectorAt(266.40499625, -28.93617242),
  vectorAt(318.00438103, 48.32963721),
];

function traceOutline(map: SkyMap, outlines: Outlines, k: number, pen: Pen): boolean {
  const { points, starts, radii } = outlines;
  const [from, to] = [starts[k] as number, starts[k + 1] as number];
  // A point for each pixel around it is enough.
  const around = Math.max(8, 2 * Math.PI * (radii[k] as number) * map.scale);
  return trace(map, points, from, to, pen, Math.max(1, Math.floor((to - from) / around)));
}

/** Only of those in sight as a whole: of others it is not clear where the border goes on. */
function fill(context: CanvasRenderingContext2D, map: SkyMap, outlines: Outlines, k: number): void {
  context.beginPath();
  if (traceOutline(map, outlines, k, context)) {
    context.fill('evenodd');
  }
}

function paintDot(context: CanvasRenderingContext2D, [x, y]: Spot, side: number): void {
  context.fillRect(x - side / 2, y - side / 2, side, side);
}

/** Draws, and remembers where. */
class RecordingPen implements Pen {
  readonly spots: Spot[] = [];

  constructor(private readonly context: CanvasRenderingContext2D) {}

  moveTo(x: number, y: number): void {
    this.spots.push([x, y]);
    this.context.moveTo(x, y);
  }

  lineTo(x: number, y: number): void {
    this.spots.push([x, y]);
    this.context.lineTo(x, y);
  }
}
