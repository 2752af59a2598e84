/** A page with a picture and what is shown of the sky over it, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { createBanner } from '../../../webview/image/notice';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { listenToKeys } from '../../../webview/image/keys';
import type { KeyActions } from '../../../webview/image/key-bindings';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/slices.css';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import type { OverlayLayer } from '../../../webview/overlay/layer';
import { SkyTools } from '../../../webview/sky/sky-tools';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import type { Look, SkyStand } from './sky-host';
import { IMAGE, PLANE, skyHost } from './sky-host';

/** What the runner finds in the page. */
export interface SkyWindow {
  stand: SkyStand;
  sky: SkyTools;
  picture: Picture;
  display: DisplayModel;
  said: string[];
  copied: string[];
  kept: number;
  frames: number;
  /** Shows or hides the bars that lie over a picture. */
  around: (slices: boolean, banner: boolean) => void;
  /** The pixels of the overlay as they are now: red, green, blue, alpha from the top left, as latin-1. */
  read: () => { width: number; height: number; data: string };
  /**
   * Milliseconds that the lowest layer takes to draw a frame of the view as it is: its own work, and until
   * the pixels are there; the middle ones of many.
   */
  drawTime: (frames: number) => { script: number; all: number };
}

const page = window as unknown as SkyWindow;
const query = new URLSearchParams(location.search);

registerControls();
page.stand = {
  asked: [],
  grids: [],
  cancelled: 0,
  held: query.has('held'),
  skyless: query.has('skyless'),
  broken: query.has('broken'),
  look: (query.get('look') ?? 'grey') as Look,
};
Object.assign(page, { said: [], copied: [], kept: 0, frames: 0 });
const host = skyHost(page.stand);
page.display = new DisplayModel(displayOf({ ...DISPLAY_DEFAULTS, stretch: 'linear' }));
page.picture = new Picture(host, page.display, 'minmax', {
  onChange: () => page.sky?.update(),
  onPixel: () => undefined,
  onLoadError: (error) => page.said.push(String(error)),
  onTileError: (error) => page.said.push(String(error)),
  onProblems: () => undefined,
});
const layers: OverlayLayer[] = [];
const addLayer = page.picture.addLayer.bind(page.picture);
page.picture.addLayer = (layer) => {
  layers.push(layer);
  addLayer(layer);
};
page.sky = new SkyTools({
  host,
  picture: page.picture,
  say: ({ message }) => page.said.push(message),
  copy: (text) => page.copied.push(text),
  onKept: () => page.kept++,
});
page.sky.onFrame = () => page.frames++;

const slices = element('div', { class: 'slices', text: 'Wavelength 12 of 40, 2.1195 µm' });
const banner = element('div', { class: 'stage-banner' }, [
  createBanner(
    'A part of the picture could not be read, so that it is coarser there.',
    [],
    () => undefined,
  ),
]);
const stage = element('main', { class: 'stage' }, [
  page.picture.canvas,
  page.picture.overlay,
  slices,
  banner,
  page.sky.bars,
]);
page.around = (showSlices, showBanner) => {
  slices.hidden = !showSlices;
  banner.hidden = !showBanner;
};
page.around(false, false);
document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }, [
      element('div', { class: 'group' }, [page.sky.element]),
    ]),
    stage,
  ]),
);
listenToKeys(page.picture.canvas, {
  escape: () => page.sky.escape() || page.picture.escape(),
} as unknown as KeyActions);
page.picture.show(IMAGE, PLANE);
page.sky.shown({ ref: IMAGE, plane: PLANE });
page.sky.restore(JSON.parse(query.get('state') ?? '{}'));

const overlay = (): HTMLCanvasElement =>
  stage.querySelector<HTMLCanvasElement>('.overlay-canvas') ?? document.createElement('canvas');
page.read = () => {
  const { width, height } = overlay();
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [width, height];
  const context = copy.getContext('2d', { willReadFrequently: true });
  context?.drawImage(overlay(), 0, 0);
  const image = context?.getImageData(0, 0, width, height);
  const data = Array.from(image?.data ?? [], (part) => String.fromCharCode(part)).join('');
  return { width, height, data };
};
page.drawTime = (frames) => {
  const { camera } = page.picture;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [camera.canvas.width, camera.canvas.height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const [scripts, pixels]: [number[], number[]] = [[], []];
  for (let i = 0; i < frames && context !== null; i++) {
    camera.pan(1, 0);
    const start = performance.now();
    context.clearRect(0, 0, canvas.width, canvas.height);
    layers[0]?.draw(context, camera);
    scripts.push(performance.now() - start);
    // Reading a pixel waits until all are drawn.
    context.getImageData(0, 0, 1, 1);
    pixels.push(performance.now() - start);
  }
  const middle = (times: number[]): number => times.sort((a, b) => a - b)[frames >> 1] ?? NaN;
  return { script: middle(scripts), all: middle(pixels) };
};
