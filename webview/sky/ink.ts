import type { Position, Size } from '../image/view';

/** Lines and letters over a picture: light between dark, so that they are seen on any. */
const DARK = 'rgb(0 0 0 / 65%)';
const DARK_TEXT = 'rgb(0 0 0 / 80%)';
const DARK_SIGN = 'rgb(0 0 0 / 78%)';
const PLATE = 'rgb(0 0 0 / 74%)';
const LIGHT = 'rgb(255 255 255)';
export const GRID_LINE = 'rgb(150 215 255 / 95%)';
export const GRID_TEXT = 'rgb(205 236 255)';

const FONTS = new Map<string, string>();

/** The font of the page, at a size in CSS pixels. */
function fontOf(size: number, weight = 400): string {
  const key = `${weight} ${size * devicePixelRatio}px`;
  const font = FONTS.get(key) ?? `${key} ${getComputedStyle(document.body).fontFamily}`;
  FONTS.set(key, font);
  return font;
}

/** Strokes the path of the context. @param width of the light line, in device pixels. */
export function strokePath(
  context: CanvasRenderingContext2D,
  width: number,
  colour: string = LIGHT,
): void {
  stroke(context, { width, colour, dark: DARK, rim: 1, rimCap: 'butt' });
}

/** The same for a few short lines that stand beside the picture, on the ground of any theme. */
export function strokeSign(context: CanvasRenderingContext2D, width: number): void {
  stroke(context, { width, colour: LIGHT, dark: DARK_SIGN, rim: 2, rimCap: 'square' });
}

interface Stroke {
  /** Of the light line, in device pixels. */
  readonly width: number;
  readonly colour: string;
  readonly dark: string;
  /** How far the dark reaches beyond the light, in CSS pixels. */
  readonly rim: number;
  /** How it ends, where lines do. */
  readonly rimCap: CanvasLineCap;
}

function stroke(
  context: CanvasRenderingContext2D,
  { width, colour, dark, rim, rimCap }: Stroke,
): void {
  context.lineCap = rimCap;
  context.lineJoin = 'round';
  context.strokeStyle = dark;
  context.lineWidth = width + 2 * rim * devicePixelRatio;
  context.stroke();
  context.lineCap = 'butt';
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** How a label is written; sizes in CSS pixels. */
export interface LabelStyle {
  readonly size: number;
  readonly weight?: number;
  readonly colour?: string;
}

/** Room before and after the letters, in CSS pixels, and the height of a label, in its size. */
const PAD = 3;
const HEIGHT = 1.4;

/** How large a label is on its plate, in device pixels. Sets the font. */
export function labelSize(
  context: CanvasRenderingContext2D,
  text: string,
  { size, weight }: LabelStyle,
): Size {
  context.font = fontOf(size, weight);
  return {
    width: context.measureText(text).width + 2 * PAD * devicePixelRatio,
    height: HEIGHT * size * devicePixelRatio,
  };
}

/** Writes around a point, on a dark plate: a busy picture would make letters alone hard to read. */
export function writeLabel(
  context: CanvasRenderingContext2D,
  text: string,
  [x, y]: Position,
  style: LabelStyle,
): void {
  const { width, height } = labelSize(context, text, style);
  context.fillStyle = PLATE;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, height / 4);
  context.fill();
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.strokeStyle = DARK_TEXT;
  context.lineWidth = 2 * devicePixelRatio;
  context.strokeText(text, x, y);
  context.fillStyle = style.colour ?? LIGHT;
  context.fillText(text, x, y);
}
