/** A page with a picture and the form of a cutout over it, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { CutoutForm, type SelectedBox } from '../../../webview/cutout/cutout-form';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import { cutoutHost, type CutoutStand } from './cutout-host';
import { IMAGE, PLANE, type Look } from './sky-host';

/** What the runner finds in the page. */
export interface CutoutWindow {
  stand: CutoutStand;
  form: CutoutForm;
  picture: Picture;
  region: SelectedBox | undefined;
  pngs: number;
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
Object.assign(page, { pngs: 0, kept: 0, closings: 0, region: undefined });
const host = cutoutHost(page.stand);
const display = new DisplayModel(displayOf({ ...DISPLAY_DEFAULTS, stretch: 'linear' }));
page.picture = new Picture(host, display, 'minmax', {
  onChange: () => undefined,
  onPixel: () => undefined,
  onLoadError: (error) => console.error(String(error)),
  onTileError: (error) => console.error(String(error)),
  onProblems: () => undefined,
});
page.form = new CutoutForm(
  {
    host,
    picture: page.picture,
    say: ({ message }) => console.error(message),
    copy: () => undefined,
    onKept: () => page.kept++,
  },
  {
    selected: () => page.region,
    exportPng: () => page.pngs++,
    onClose: () => page.closings++,
  },
);
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
