/** A page with a picture and the form of a cutout over it, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { CutoutForm, type SelectedBox } from '../../../webview/cutout/cutout-form';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { SkyTools } from '../../../webview/sky/sky-tools';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import { cutoutHost, type CutoutStand } from './cutout-host';
import { IMAGE, PLANE, type Look } from './sky-host';

/** What the runner finds in the page. */
export interface CutoutWindow {
  stand: CutoutStand;
  form: CutoutForm;
  picture: Picture;
  display: DisplayModel;
  region: SelectedBox | undefined;
  /** Pictures of cutouts that were to be saved. */
  pngs: { readonly canvas: HTMLCanvasElement; readonly understood: string }[];
  /** Whether the picture of the last one is that of the screen, which shows its pixels one for one; else where it is not. */
  sameAsScreen: (x0: number, y0: number) => string;
  kept: number;
  closings: number;
  /** Pixels of the overlay that have a colour of the outline. */
  outlined: () => number;
}

const page = window as unknown as CutoutWindow;
const query = new URLSearchParams(location.search);

registerControls();
page.stand = {
  ...{ asked: [], grids: [], cancelled: 0, held: false, skyless: false, broken: false },
  ...{ cutouts: [], stays: query.has('stays'), given: 0 },
  look: (query.get('look') ?? 'grey') as Look,
};
Object.assign(page, { pngs: [], kept: 0, closings: 0, region: undefined });
const host = cutoutHost(page.stand);
page.display = new DisplayModel(displayOf({ ...DISPLAY_DEFAULTS, stretch: 'linear' }));
page.picture = new Picture(host, page.display, 'minmax', {
  onChange: () => undefined,
  onPixel: () => undefined,
  onLoadError: (error) => console.error(String(error)),
  onTileError: (error) => console.error(String(error)),
  onProblems: () => undefined,
});
const stand = {
  host,
  picture: page.picture,
  say: ({ message }: { message: string }) => console.error(message),
  copy: () => undefined,
  onKept: () => page.kept++,
};
const sky = new SkyTools(stand);
sky.restore({ grid: query.has('grid'), compass: false, scaleBar: false });
page.form = new CutoutForm(stand, {
  selected: () => page.region,
  exportPng: async (canvas, understood) => {
    page.pngs.push({ canvas, understood });
    return true;
  },
  onClose: () => page.closings++,
});
page.sameAsScreen = (x0, y0) => {
  const { canvas } = page.pngs.at(-1) ?? {};
  if (canvas === undefined) {
    return 'nothing was saved';
  }
  const { width, height } = canvas;
  const [left = 0, low = 0] = page.picture.camera.canvasPosition([x0 - 0.5, y0 - 0.5]) ?? [];
  const screen = page.picture.capture();
  const of = (from: HTMLCanvasElement, x: number, y: number): Uint8ClampedArray =>
    from.getContext('2d')?.getImageData(x, y, width, height).data ?? new Uint8ClampedArray();
  const [one, other] = [of(canvas, 0, 0), of(screen, Math.round(left), Math.round(low) - height)];
  const wrong = one.findIndex((part, at) => part !== other[at]);
  const colours = new Set(one).size;
  return wrong < 0 && colours > 8 ? '' : `from byte ${wrong} on, ${colours} values`;
};
page.outlined = () => {
  const canvas = document.querySelector<HTMLCanvasElement>('.overlay-canvas');
  const { width = 0, height = 0 } = canvas ?? {};
  const data =
    width * height === 0
      ? undefined
      : canvas?.getContext('2d')?.getImageData(0, 0, width, height).data;
  let count = 0;
  for (let i = 0; i < (data?.length ?? 0); i += 4) {
    count += Number((data?.[i] ?? 0) > 240 && (data?.[i + 2] ?? 0) < 120 && data?.[i + 3] === 255);
  }
  return count;
};
document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }),
    element('main', { class: 'stage' }, [
      page.picture.canvas,
      page.picture.overlay,
      page.form.element,
    ]),
  ]),
);
page.picture.show(IMAGE, PLANE);
page.form.shown({ ref: IMAGE, plane: PLANE });
sky.shown({ ref: IMAGE, plane: PLANE });
