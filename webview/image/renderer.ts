import { Canvas2dRenderer } from './canvas2d';
import type { Grid } from './grid';
import type { Scene } from './scene';
import { WebGlRenderer } from './webgl';

/** Draws scenes on one canvas, at the size the canvas has in device pixels. */
export interface Renderer {
  readonly name: 'webgl2' | 'canvas2d';
  draw(scene: Scene): void;
  /** Frees what is kept for a grid that will not be drawn again. */
  forget(grid: Grid): void;
}

/** WebGL2 where there is such a thing, else the 2-D canvas. Both give the same pixels. */
export function createRenderer(canvas: HTMLCanvasElement): Renderer {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
  });
  return gl === null ? new Canvas2dRenderer(canvas) : new WebGlRenderer(canvas, gl);
}
