import type { CutoutReply } from '../../src/protocol/cutout';
import type { Camera } from '../image/camera';
import type { Position } from '../image/view';
import type { OverlayLayer } from '../overlay/layer';

const DARK = 'rgb(0 0 0 / 70%)';
const LIGHT = 'rgb(255 214 90)';
/** Of the line and of the dashes, in CSS pixels. */
const WIDTH = 1.5;
const DASH = [7, 4];
/** Half the length of the cross in the middle. */
const CROSS = 6;

/** The outline of the cutout that would be made. */
export class CutoutOutline implements OverlayLayer {
  /** Undefined draws nothing. */
  box: Pick<CutoutReply, 'x0' | 'y0' | 'width' | 'height'> | undefined;

  /** Whether the next drawing is for an exported picture. */
  #captured = false;

  /** An exported picture is without what is only planned. */
  capture(): void {
    this.#captured = true;
  }

  draw(context: CanvasRenderingContext2D, camera: Camera): void {
    const { box } = this;
    const captured = this.#captured;
    this.#captured = false;
    if (box === undefined || captured) {
      return;
    }
    const [left, bottom] = [box.x0 - 0.5, box.y0 - 0.5];
    const [right, top] = [left + box.width, bottom + box.height];
    const corners = [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ].map((corner) => camera.canvasPosition(corner as [number, number]));
    const middle = camera.canvasPosition([(left + right) / 2, (bottom + top) / 2]);
    if (middle === undefined || !corners.every((corner) => corner !== undefined)) {
      return;
    }
    const scale = devicePixelRatio;
    context.lineJoin = 'miter';
    context.beginPath();
    corners.forEach(([x, y], k) => (k === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    stroke(context, DARK, (WIDTH + 2) * scale, []);
    stroke(
      context,
      LIGHT,
      WIDTH * scale,
      DASH.map((length) => length * scale),
    );
    cross(context, middle, CROSS * scale);
    stroke(context, DARK, (WIDTH + 2) * scale, []);
    stroke(context, LIGHT, WIDTH * scale, []);
  }
}

function cross(context: CanvasRenderingContext2D, [x, y]: Position, arm: number): void {
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
}

function stroke(
  context: CanvasRenderingContext2D,
  colour: string,
  width: number,
  dash: number[],
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
}
