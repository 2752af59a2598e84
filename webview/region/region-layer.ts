import type { Region } from '../../src/protocol/region';
import type { Camera } from '../image/camera';
import type { OverlayLayer } from '../overlay/layer';
import type { RegionBoxes } from './region-boxes';
import { cssColourOf, outlineOf } from './region-colours';
import { RegionCrowd } from './region-crowd';
import type { RegionModel } from './region-model';
import { addOutline, addSlash } from './region-path';
import { paintDraft, paintHandles, paintLabel, paintSelected } from './region-paint';
import type { OnScreen } from './on-screen';
import { onScreen } from './on-screen';
import type { RegionPointer } from './region-pointer';

/** Outlines in one path at most: longer ones take more than their share of time to draw. */
const PATH_LENGTH = 10;
/** With more regions than this in sight they are drawn as hairlines without what sets them off. */
const CROWD = 1500;
/** Labels are drawn where no more regions than this are in sight. */
const MOST_LABELS = 400;
/** How far beyond the edge a region may be and still draw into the picture, in CSS pixels. */
const MARGIN = 12;

interface Strokes {
  readonly paths: Path2D[];
  /** Outlines in the last of the paths. */
  count: number;
}

/** Draws the regions in sight: a few paths for each colour, the selected one on top with its handles. */
export class RegionLayer implements OverlayLayer {
  readonly #model: RegionModel;
  readonly #boxes: RegionBoxes;
  readonly #pointer: RegionPointer;
  readonly #crowd = new RegionCrowd();
  /** Whether the next drawing is for an exported picture, which has no handles. */
  #captured = false;

  constructor(model: RegionModel, boxes: RegionBoxes, pointer: RegionPointer) {
    this.#model = model;
    this.#boxes = boxes;
    this.#pointer = pointer;
  }

  capture(): void {
    this.#captured = true;
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const captured = this.#captured;
    this.#captured = false;
    const screen = onScreen(camera);
    if (screen === undefined || !this.#model.hasImage) {
      return;
    }
    const ratio = devicePixelRatio;
    const { regions, selected, selectedRegion } = this.#model;
    const found = this.#inSight(regions, screen, ratio);
    const others = found.filter((at) => at !== selected || captured);
    this.#drawAll(context, others, screen, ratio);
    const labelled = found.length <= MOST_LABELS ? found : [];
    const font = `${12 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
    for (const at of labelled) {
      paintLabel(context, regions[at] as Region, screen, ratio, font);
    }
    if (!captured) {
      if (selectedRegion !== undefined) {
        paintSelected(context, selectedRegion, screen, ratio);
        paintHandles(context, this.#pointer.handles, this.#pointer.vertex, screen, ratio);
      }
      paintDraft(context, this.#pointer.draft, screen, ratio);
    }
  }

  #inSight(regions: readonly Region[], { zoom, sight }: OnScreen, ratio: number): number[] {
    const margin = (MARGIN * ratio) / zoom;
    return this.#boxes.within(regions, {
      x0: sight.x0 - margin,
      y0: sight.y0 - margin,
      x1: sight.x1 + margin,
      y1: sight.y1 + margin,
    });
  }

  #drawAll(
    context: CanvasRenderingContext2D,
    places: readonly number[],
    screen: OnScreen,
    ratio: number,
  ): void {
    const { regions } = this.#model;
    if (places.length > CROWD) {
      const crowd = places.map((at) => regions[at] as Region);
      this.#crowd.draw(context, crowd, screen, ratio);
      return;
    }
    const included = new Map<string, Strokes>();
    const excluded = new Map<string, Strokes>();
    const slashes: Strokes = { paths: [], count: PATH_LENGTH };
    for (const at of places) {
      const { shape, colour, include } = regions[at] as Region;
      addOutline(pathOf(include ? included : excluded, colour), shape, screen, ratio);
      if (!include) {
        addSlash(nextPath(slashes), shape, screen, ratio);
      }
    }
    context.lineJoin = 'round';
    const dash = [5 * ratio, 3 * ratio];
    for (const [strokes, dashes] of [
      [included, []],
      [excluded, dash],
    ] as const) {
      for (const [colour, { paths }] of strokes) {
        strokeBoth(context, paths, cssColourOf(colour), dashes, ratio);
      }
    }
    strokeBoth(context, slashes.paths, cssColourOf('red'), [], ratio);
  }
}

function pathOf(strokes: Map<string, Strokes>, colour: string): Path2D {
  const known = strokes.get(colour) ?? { paths: [], count: PATH_LENGTH };
  strokes.set(colour, known);
  return nextPath(known);
}

function nextPath(strokes: Strokes): Path2D {
  if (strokes.count >= PATH_LENGTH) {
    strokes.paths.push(new Path2D());
    strokes.count = 0;
  }
  strokes.count++;
  return strokes.paths.at(-1) as Path2D;
}

/** The line, over a wider one that sets it off from the picture. */
function strokeBoth(
  context: CanvasRenderingContext2D,
  paths: readonly Path2D[],
  colour: string,
  dash: readonly number[],
  ratio: number,
): void {
  context.setLineDash([]);
  context.lineWidth = 3 * ratio;
  context.strokeStyle = outlineOf(colour);
  paths.forEach((path) => context.stroke(path));
  context.setLineDash([...dash]);
  context.lineWidth = 1.25 * ratio;
  context.strokeStyle = colour;
  paths.forEach((path) => context.stroke(path));
}
