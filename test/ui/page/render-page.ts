import { STRETCH_PARAMETERS } from '../../../src/protocol/display';
import type { ColourMapName, StretchName } from '../../../src/protocol/display';
import { Canvas2dRenderer } from '../../../webview/image/canvas2d';
import { colourTable } from '../../../webview/image/colour-maps';
import { curveOf } from '../../../webview/image/curve';
import type { Grid } from '../../../webview/image/grid';
import type { Orientation } from '../../../webview/image/orientation';
import type { Renderer } from '../../../webview/image/renderer';
import { createRenderer } from '../../../webview/image/renderer';
import type { Scene } from '../../../webview/image/scene';
import type { Placement } from '../../../webview/image/view';
import { differences } from '../../unit/webview/reference';
import { makeSky } from './sky';

/** A page with both renderers and nothing else: draws a scene, reads it back and compares. */

const WIDTH = 203;
const HEIGHT = 149;
const IMAGE = { width: 230, height: 170 };
const LIMITS = { low: 1.8, high: 4 };

export interface Variant {
  readonly renderer: Renderer['name'];
  readonly stretch?: StretchName;
  readonly map?: ColourMapName;
  readonly inverted?: boolean;
  readonly contrast?: number;
  readonly bias?: number;
  readonly orientation?: Orientation;
  readonly placement?: Placement;
}

export interface RenderWindow {
  /** What is wrong in the drawn canvas, the first few pixels. */
  check: (variant: Variant) => { renderer: string; different: number; first: string[] };
  /** Loses the WebGL context and has it restored; what is wrong in the canvas then. */
  loseContext: () => Promise<{ different: number; first: string[] }>;
}

const sky = makeSky(IMAGE.width, IMAGE.height, 5, 40);
sky.values.set([Infinity, -Infinity], 100 * IMAGE.width + 70);

/** Every `step`th pixel, from a corner of the image. */
function gridOf(x0: number, y0: number, width: number, height: number, step: number): Grid {
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    const x = x0 + (i % width) * step;
    const y = y0 + Math.floor(i / width) * step;
    return sky.values[y * IMAGE.width + x] ?? Number.NaN;
  });
  return { x0, y0, width, height, step, kind: 'sampled', values };
}

/** An overview whose last cells reach over the edge, and two tiles side by side. */
const GRIDS = [gridOf(0, 0, 58, 43, 4), gridOf(32, 16, 64, 64, 1), gridOf(96, 16, 64, 64, 1)];
const SORTED = sky.values.filter((value) => Number.isFinite(value)).sort();
const QUANTILES = Float32Array.from(
  { length: 1001 },
  (_, i) => SORTED[Math.round((i / 1000) * (SORTED.length - 1))] ?? 0,
);

function sceneOf(variant: Variant): Scene {
  const { stretch = 'linear', map = 'grey', inverted = false, contrast = 1, bias = 0.5 } = variant;
  return {
    placement: variant.placement ?? { zoom: 0.8, left: 9, bottom: 6 },
    image: IMAGE,
    orientation: variant.orientation ?? { turns: 0, flipped: false },
    limits: LIMITS,
    curve: curveOf(stretch, STRETCH_PARAMETERS, { quantiles: QUANTILES, limits: LIMITS }),
    colours: colourTable(map, { inverted, contrast, bias }),
    blank: [44, 58, 84],
    grids: GRIDS,
    background: [30, 30, 31],
  };
}

function newCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  document.body.append(canvas);
  return canvas;
}

const canvases = { webgl2: newCanvas(), canvas2d: newCanvas() };
const renderers = {
  webgl2: createRenderer(canvases.webgl2),
  canvas2d: new Canvas2dRenderer(canvases.canvas2d),
};

function compare(name: Renderer['name'], scene: Scene): { different: number; first: string[] } {
  const copy = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d');
  copy?.drawImage(canvases[name], 0, 0);
  const { data } = copy?.getImageData(0, 0, WIDTH, HEIGHT) ?? { data: new Uint8Array() };
  const found = differences(data, { width: WIDTH, height: HEIGHT }, scene);
  return { different: found.length, first: found.slice(0, 3) };
}

Object.assign(window as unknown as RenderWindow, {
  check: (variant) => {
    const scene = sceneOf(variant);
    const renderer = renderers[variant.renderer];
    renderer.draw(scene);
    return { renderer: renderer.name, ...compare(variant.renderer, scene) };
  },
  loseContext: async () => {
    const scene = sceneOf({ renderer: 'webgl2', stretch: 'asinh', map: 'heat' });
    renderers.webgl2.draw(scene);
    const extension = canvases.webgl2.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    const next = (event: string): Promise<unknown> =>
      new Promise((resolve) => canvases.webgl2.addEventListener(event, resolve, { once: true }));
    const lost = next('webglcontextlost');
    extension?.loseContext();
    await lost;
    // Restoring is allowed once every listener of the event has returned.
    await new Promise((resolve) => setTimeout(resolve));
    // Whoever draws meanwhile must not fail.
    renderers.webgl2.draw(scene);
    const restored = next('webglcontextrestored');
    extension?.restoreContext();
    await restored;
    return compare('webgl2', scene);
  },
} satisfies RenderWindow);
