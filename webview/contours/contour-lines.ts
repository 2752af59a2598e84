import type { ContourPath } from '../../src/protocol/region';
import type { Camera } from '../image/camera';
import { formatNumber } from '../image/format';
import type { Position } from '../image/view';
import { cssColour } from '../mask/colour-row';
import type { ContourArea } from './contour-request';
import type { ContourSettings } from './contour-settings';

/** Of the dark edge that makes lines seen on any picture, in CSS pixels on each side. */
const EDGE = 1;

/** CSS pixels. */
const LABEL_SIZE = 11;

interface Level {
  readonly level: number;
  /** Relative to the corner of the area, in image pixels. */
  readonly path: Path2D;
  /** Somewhere on its longest line, beside those of its neighbours: where its label stands. */
  readonly place: Position | undefined;
}

/** The contours of an area, ready to be drawn in any view. */
export class ContourLines {
  readonly area: ContourArea;
  readonly #levels: readonly Level[];

  constructor(area: ContourArea, paths: readonly ContourPath[]) {
    this.area = area;
    this.#levels = paths.map(({ level, positions }, i) =>
      levelOf(level, positions, area, (0.15 + 0.37 * i) % 1),
    );
  }

  draw(
    context: CanvasRenderingContext2D,
    camera: Camera,
    { colour, width, labels }: Pick<ContourSettings, 'colour' | 'width' | 'labels'>,
  ): void {
    const matrix = this.#matrix(camera);
    if (matrix === undefined) {
      return;
    }
    const all = new Path2D();
    this.#levels.forEach(({ path }) => all.addPath(path, matrix));
    context.lineJoin = 'round';
    context.lineWidth = (width + 2 * EDGE) * devicePixelRatio;
    context.strokeStyle = 'rgb(0 0 0 / 45%)';
    context.stroke(all);
    context.lineWidth = width * devicePixelRatio;
    context.strokeStyle = cssColour(colour);
    context.stroke(all);
    if (labels) {
      this.#label(context, matrix, cssColour(colour));
    }
  }

  #label(context: CanvasRenderingContext2D, matrix: DOMMatrix, colour: string): void {
    const { width, height } = context.canvas;
    context.font = `${LABEL_SIZE * devicePixelRatio}px sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 3 * devicePixelRatio;
    context.strokeStyle = 'rgb(0 0 0 / 80%)';
    context.fillStyle = colour;
    for (const { level, place } of this.#levels) {
      if (place !== undefined) {
        const { x, y } = matrix.transformPoint({ x: place[0], y: place[1] });
        if (x > 0 && y > 0 && x < width && y < height) {
          const text = formatNumber(level, 4);
          context.strokeText(text, x, y);
          context.fillText(text, x, y);
        }
      }
    }
  }

  /** From the corner of the area to the canvas. */
  #matrix(camera: Camera): DOMMatrix | undefined {
    const { x0, y0 } = this.area;
    const at = camera.canvasPosition([x0, y0]);
    const right = camera.canvasPosition([x0 + 1, y0]);
    const up = camera.canvasPosition([x0, y0 + 1]);
    return (
      at &&
      right &&
      up &&
      new DOMMatrix([right[0] - at[0], right[1] - at[1], up[0] - at[0], up[1] - at[1], ...at])
    );
  }
}

/** @param share of its longest line at which its label stands. */
function levelOf(level: number, bytes: Uint8Array, { x0, y0 }: ContourArea, share: number): Level {
  const positions = new Float32Array(bytes.slice().buffer);
  const path = new Path2D();
  let [from, longest, place] = [0, 0, undefined as Position | undefined];
  for (let k = 0; k + 1 < positions.length; k += 2) {
    const [x, y] = [(positions[k] as number) - x0, (positions[k + 1] as number) - y0];
    if (Number.isNaN(x)) {
      from = k + 2;
    } else if (k === from) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
      if (k - from > longest) {
        longest = k - from;
        const at = from + 2 * Math.floor((longest / 2) * share);
        place = [(positions[at] as number) - x0, (positions[at + 1] as number) - y0];
      }
    }
  }
  return { level, path, place };
}
