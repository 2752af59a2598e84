import { COLOUR_TABLES } from '../../image/colour-tables';
import type { Axis } from '../axis';
import type { ChartStyle } from '../chart-style';
import type { Rgb } from '../../image/scene';
import { isBright } from '../tint';
import { drawDensity } from './density';
import type { Mark } from './first-columns';
import { tracePath } from './line-path';
import type { PlotLayout, PlotTitles } from './plot-layout';
import { drawFrame } from './plot-layout';
import type { PixelArea, PixelLayer } from './pixel-layer';
import { countWithin, markerFor, projected, rasterDiscs, tint } from './points';
import type { ScatterData } from './scatter-data';

export interface PlotScene {
  readonly data: ScatterData;
  readonly axes: { readonly x: Axis; readonly y: Axis };
  readonly mark: Mark;
  readonly titles: PlotTitles;
}

/** Where the points of a scene are, in device pixels from the upper left corner of the area. */
export interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Cells of the density this large, in CSS pixels, say less than the points of the even choice. */
const LARGE_CELL = 10;

/** The area of the layout in device pixels. */
function areaOf({ left, top, width, height }: PlotLayout, ratio: number): PixelArea {
  return {
    left: Math.round(left * ratio),
    top: Math.round(top * ratio),
    width: Math.max(1, Math.round(width * ratio)),
    height: Math.max(1, Math.round(height * ratio)),
  };
}

export function placesOf({ data, axes }: PlotScene, layout: PlotLayout, ratio: number): Places {
  const { width, height } = areaOf(layout, ratio);
  return {
    x: projected(data.x, axes.x, width, false),
    y: projected(data.y, axes.y, height, true),
  };
}

/** Whether the points themselves are drawn, and not, or not only, how many there are. */
export function showsPoints({ data, axes, mark }: PlotScene, layout: PlotLayout): boolean {
  const { density } = data;
  if (density === undefined || mark === 'line') {
    return true;
  }
  const across = (layout.width / density.width) * zoomOf(density.x, axes.x);
  const up = (layout.height / density.height) * zoomOf(density.y, axes.y);
  return Math.max(across, up) > LARGE_CELL;
}

function zoomOf(whole: { readonly low: number; readonly high: number }, axis: Axis): number {
  return axis.log ? 1 : (whole.high - whole.low) / (axis.high - axis.low);
}

/** Draws a scene. The canvas has `ratio` pixels for each CSS pixel, and is cleared before. */
export function paintPlot(
  context: CanvasRenderingContext2D,
  scene: PlotScene,
  layout: PlotLayout,
  places: Places,
  style: ChartStyle,
  ratio: number,
  layer: PixelLayer,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawFrame(context, layout, scene.titles, style);
  context.setTransform(1, 0, 0, 1, 0, 0);
  const area = areaOf(layout, ratio);
  const { data, axes, mark } = scene;
  const { density } = data;
  const { width, height } = area;
  if (density !== undefined && mark === 'points') {
    const colours = densityColours(isBright(rgbOf(style.text)));
    layer.draw(context, area, (sheet) => drawDensity(sheet, density, axes, colours));
  }
  if (!showsPoints(scene, layout)) {
    return;
  }
  if (mark === 'line') {
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, width, height);
    context.clip();
    context.translate(area.left, area.top);
    context.beginPath();
    tracePath(context, places.x, places.y, width);
    context.strokeStyle = style.line;
    context.lineWidth = 1.25 * ratio;
    context.lineJoin = 'round';
    context.stroke();
    context.restore();
    return;
  }
  const seen = countWithin(places.x, places.y, width, height);
  const { radius, opacity } = markerFor(seen, layout.width * layout.height);
  // Over a density, what the fullest cells are farthest from.
  const over: Rgb = isBright(rgbOf(style.text)) ? [0, 0, 0] : [255, 255, 255];
  const colour = density === undefined ? rgbOf(style.line) : over;
  const marker = { radius: radius * ratio, opacity };
  layer.draw(context, area, (sheet) => {
    rasterDiscs(sheet, places.x, places.y, marker);
    tint(sheet, colour);
  });
}

const known = new Map<string, Rgb>();

/** Red, green and blue of any colour of a style sheet. */
function rgbOf(colour: string): Rgb {
  const made = known.get(colour);
  if (made !== undefined) {
    return made;
  }
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (context === null) {
    return [128, 128, 128];
  }
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  const rgb: Rgb = [red, green, blue];
  known.set(colour, rgb);
  return rgb;
}

/** Part of viridis that leads away from the background: to bright colours in the dark, else to dark ones. */
function densityColours(onDark: boolean): Uint8Array {
  const all = Uint8Array.from(atob(COLOUR_TABLES.viridis), (character) => character.charCodeAt(0));
  const [first, last] = onDark ? [48, 255] : [225, 0];
  const steps = Math.abs(last - first);
  const colours = new Uint8Array(3 * (steps + 1));
  for (let i = 0; i <= steps; i++) {
    const entry = 3 * (first + Math.sign(last - first) * i);
    colours.set(all.subarray(entry, entry + 3), 3 * i);
  }
  return colours;
}
