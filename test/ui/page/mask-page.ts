/** A page with a picture, its readout and the menu of its data-quality mask, and nothing else. */
import { DISPLAY_DEFAULTS, STRETCH_PARAMETERS } from '../../../src/protocol/display';
import type { MaskReply } from '../../../src/protocol/methods';
import { Canvas2dRenderer } from '../../../webview/image/canvas2d';
import { colourTable } from '../../../webview/image/colour-maps';
import { curveOf } from '../../../webview/image/curve';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import type { Grid } from '../../../webview/image/grid';
import type { Orientation } from '../../../webview/image/orientation';
import { Picture } from '../../../webview/image/picture';
import { Readout } from '../../../webview/image/readout';
import { createRenderer } from '../../../webview/image/renderer';
import type { Scene } from '../../../webview/image/scene';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { ValueProbe } from '../../../webview/image/values';
import { createMaskMenu } from '../../../webview/mask/mask-menu';
import { MaskModel } from '../../../webview/mask/mask-model';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import type { MaskStand } from './mask-host';
import { DQ, IMAGE, MASK, maskHost, PLANE, planeValue, SIDE } from './mask-host';

/** What the runner finds in the page. */
export interface MaskWindow {
  stand: MaskStand;
  mask: MaskModel;
  picture: Picture;
  display: DisplayModel;
  errors: string[];
  /** Shows a plane: the image, with another mask or none, or the mask itself. */
  show: (which: 'image' | 'mask' | 'maskless', part?: Partial<MaskReply>) => void;
  /** The pixels of the canvas as they are now: red, green, blue, alpha from the top left, as latin-1. */
  read: () => { width: number; height: number; data: string };
  planeValue: typeof planeValue;
  /** Device pixels in which the two renderers differ in a scene with a mask, and those it marks. */
  compare: (orientation: Orientation, zoom: number) => { different: number; marked: number };
  /** Milliseconds that drawing a frame takes, the least of many. */
  frameTime: (frames: number) => number;
}

const page = window as unknown as MaskWindow;
const query = new URLSearchParams(location.search);

registerControls();
page.stand = { asked: [], cancelled: 0, held: query.has('held'), broken: query.has('broken') };
page.errors = [];
page.planeValue = planeValue;
const host = maskHost(page.stand);
page.mask = new MaskModel();
page.display = new DisplayModel(displayOf(DISPLAY_DEFAULTS));
const readout = new Readout(() => undefined);
readout.setMode('picture');
const values = new ValueProbe(host, readout);
let shown: { readonly ref: typeof IMAGE | typeof DQ; readonly mask: MaskReply | undefined };
page.picture = new Picture(
  host,
  page.display,
  'zscale',
  {
    onChange: () => undefined,
    onPixel: (pixel) =>
      values.ask(
        pixel && {
          ref: shown.ref,
          pixel,
          unit: PLANE.unit,
          frame: 'own',
          mask: shown.mask,
          maskConsulted: page.mask.consulted,
        },
      ),
    onLoadError: (error) => page.errors.push(String(error)),
    onTileError: (error) => page.errors.push(String(error)),
    onProblems: () => undefined,
  },
  page.mask,
);
page.show = (which, part) => {
  const mask = which === 'maskless' ? undefined : { ...MASK, ...part };
  shown = { ref: which === 'mask' ? DQ : IMAGE, mask };
  page.picture.show(shown.ref, { ...PLANE, mask });
};
page.read = () => {
  const copy = page.picture.capture();
  const { width, height } = copy;
  const image = copy.getContext('2d')?.getImageData(0, 0, width, height);
  const data = Array.from(image?.data ?? [], (part) => String.fromCharCode(part)).join('');
  return { width, height, data };
};
page.frameTime = (frames) => {
  let least = Infinity;
  for (let i = 0; i < frames; i++) {
    const start = performance.now();
    // Reading a pixel waits for the GPU.
    page.picture.capture().getContext('2d')?.getImageData(0, 0, 1, 1);
    least = Math.min(least, performance.now() - start);
  }
  return least;
};

const stage = element('main', { class: 'stage' }, [page.picture.canvas, page.picture.overlay]);
document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }, [
      element('div', { class: 'group' }, [createMaskMenu(page.mask).element]),
    ]),
    stage,
    readout.element,
  ]),
);
page.show('image');

/** Every `step`th pixel of a plane, or the share of a step's pixels for a mask, from a corner on. */
function gridOf(
  bits: number | undefined,
  [x0, y0]: readonly [number, number],
  side: number,
  step: number,
): Grid {
  const ref = bits === undefined ? IMAGE : { ...DQ, bits };
  const values = Float32Array.from({ length: side * side }, (_, i) => {
    const x = x0 + (i % side) * step;
    const y = y0 + Math.floor(i / side) * step;
    const pair = planeValue(ref, x, y) + planeValue(ref, x + step - 1, y);
    return bits === undefined ? planeValue(ref, x, y) : pair / 2;
  });
  return { x0, y0, width: side, height: side, step, kind: 'averaged', values };
}

const canvases = [0, 1].map(() => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [217, 161];
  return canvas;
}) as [HTMLCanvasElement, HTMLCanvasElement];
const renderers = [createRenderer(canvases[0]), new Canvas2dRenderer(canvases[1])] as const;

page.compare = (orientation, zoom) => {
  const limits = { low: 0, high: 3 };
  const scene: Scene = {
    placement: { zoom, left: Math.round(30 - 60 * zoom), bottom: Math.round(20 - 40 * zoom) },
    image: { width: SIDE, height: SIDE },
    orientation,
    limits,
    curve: curveOf('linear', STRETCH_PARAMETERS, undefined),
    colours: colourTable('viridis', { inverted: false, contrast: 1, bias: 0.5 }),
    blank: [44, 58, 84],
    grids: [gridOf(undefined, [0, 0], 75, 4), gridOf(undefined, [40, 40], 64, 1)],
    background: [30, 30, 31],
  };
  const mask = {
    // An overview, and finer tiles that take its place.
    grids: [gridOf(5, [0, 0], 38, 8), gridOf(5, [32, 32], 48, 2), gridOf(5, [100, 60], 40, 1)],
    colour: [255, 66, 66],
    opacity: 0.65,
  } as const;
  const pixelsOf = (at: 0 | 1, drawn: Scene): Uint8ClampedArray => {
    renderers[at].draw(drawn);
    const { width, height } = canvases[at];
    const copy = new OffscreenCanvas(width, height).getContext('2d');
    copy?.drawImage(canvases[at], 0, 0);
    return copy?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  };
  const plain = pixelsOf(1, scene);
  const [webgl, canvas] = [pixelsOf(0, { ...scene, mask }), pixelsOf(1, { ...scene, mask })];
  const count = (a: Uint8ClampedArray, b: Uint8ClampedArray): number =>
    a.reduce((sum, part, i) => sum + Number(part !== b[i]), 0);
  return { different: count(webgl, canvas), marked: count(plain, canvas) };
};
