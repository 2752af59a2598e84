import type { Box } from './boxes';
import { cornersOf, grown } from './boxes';
import type { CanvasMap } from './canvas-map';
import { clipLine } from './grid-clip';
import type { LabelledLine } from './grid-labels';
import { placeLabels } from './grid-labels';
import type { SkyLine } from './grid-request';
import { GRID_LINE, GRID_TEXT, labelSize, strokePath, writeLabel } from './ink';
import type { SkyStyle } from './position-words';

/** The width of the light part of lines, in CSS pixels. */
const WIDTH = 1.25;
const LABEL = { size: 11, colour: GRID_TEXT } as const;

export interface DrawnGrid {
  readonly lines: readonly SkyLine[];
  readonly style: SkyStyle;
  readonly map: CanvasMap;
  /** Where the image is on the canvas. */
  readonly box: Box;
  /** What labels must not lie on. */
  readonly taken: readonly Box[];
}

/** Draws the lines of a grid where the image is, and their labels. */
export function drawGrid(context: CanvasRenderingContext2D, grid: DrawnGrid): void {
  const { lines, style, map, box, taken } = grid;
  const clipped = lines.map(({ text, positions }): LabelledLine => ({
    text: text[style],
    stretches: clipLine(positions, map, box),
  }));
  context.beginPath();
  for (const { stretches } of clipped) {
    for (const { points } of stretches) {
      context.moveTo(points[0] as number, points[1] as number);
      for (let at = 2; at < points.length; at += 2) {
        context.lineTo(points[at] as number, points[at + 1] as number);
      }
    }
  }
  strokePath(context, WIDTH * devicePixelRatio, GRID_LINE);

  const labels = placeLabels(clipped, {
    box: grown(box, -devicePixelRatio),
    taken: taken.map(cornersOf),
    size: (text) => labelSize(context, text, LABEL),
  });
  for (const { text, middle, angle } of labels) {
    context.save();
    context.translate(...middle);
    context.rotate(angle);
    writeLabel(context, text, [0, 0], LABEL);
    context.restore();
  }
}
