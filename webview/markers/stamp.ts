import { cssColour } from '../mask/colour-row';
import type { MarkerStyle } from './marker-style';
import { EDGE, LINE } from './marker-style';
import { traceSymbol } from './symbol-path';

/** The pixels of a symbol that are not clear, row by row. */
export interface Stamp {
  /** Width and height of the square it lies in. */
  readonly across: number;
  readonly x: Int16Array;
  readonly y: Int16Array;
  /** Red, green, blue and alpha, times alpha, from the lowest byte on. */
  readonly colour: Uint32Array;
}

/** Draws a symbol once. @param size device pixels. */
export function stampOf(style: MarkerStyle, size: number): Stamp {
  const across = 2 * Math.ceil(size / 2 + EDGE * devicePixelRatio + 1);
  const canvas = document.createElement('canvas');
  canvas.width = across;
  canvas.height = across;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    return { across, x: new Int16Array(0), y: new Int16Array(0), colour: new Uint32Array(0) };
  }
  context.translate(across / 2, across / 2);
  traceSymbol(context, style.symbol, size / 2 - (LINE * devicePixelRatio) / 2);
  context.lineWidth = (LINE + 2 * EDGE) * devicePixelRatio;
  context.strokeStyle = 'rgb(0 0 0 / 70%)';
  context.stroke();
  context.lineWidth = LINE * devicePixelRatio;
  context.strokeStyle = cssColour(style.colour);
  context.stroke();
  return stampOfPixels(context.getImageData(0, 0, across, across).data, across);
}

function stampOfPixels(data: Uint8ClampedArray, across: number): Stamp {
  const [x, y, colour]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < across * across; at += 1) {
    const alpha = data[4 * at + 3] as number;
    if (alpha > 0) {
      const part = (k: number): number => Math.round(((data[4 * at + k] as number) * alpha) / 255);
      x.push(at % across);
      y.push(Math.floor(at / across));
      colour.push((part(0) | (part(1) << 8) | (part(2) << 16) | (alpha << 24)) >>> 0);
    }
  }
  return {
    ...{ across, x: Int16Array.from(x), y: Int16Array.from(y) },
    colour: Uint32Array.from(colour),
  };
}
