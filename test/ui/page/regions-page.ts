/** A page with a picture, the regions over it and their tab, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import type { PlaneReply } from '../../../src/protocol/methods';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/header/header.css';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/stage.css';
import { Inspector } from '../../../webview/inspector/inspector';
import { Regions } from '../../../webview/region/regions';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import type { RegionStand } from './regions-host';
import { IMAGE, PLANE, regionHost } from './regions-host';

/** What the runner finds in the page. */
export interface RegionWindow {
  stand: RegionStand;
  regions: Regions;
  picture: Picture;
  display: DisplayModel;
  inspector: Inspector;
  errors: string[];
  copied: string[];
  kept: number;
  opened: number;
  show: (part?: Partial<PlaneReply>, hdu?: number) => void;
  /** Milliseconds that drawing the regions of a frame takes, the least of some. */
  drawTime: (frames: number) => number;
  /** The pixels over the picture in a box of the page: red, green, blue, alpha. */
  overlayAt: (x: number, y: number, size: number) => number[];
}

const page = window as unknown as RegionWindow;
const query = new URLSearchParams(location.search);

registerControls();
page.stand = {
  asked: [],
  cancelled: 0,
  held: query.has('held'),
  broken: query.has('broken'),
  saved: [],
  file: { regions: [], problems: [] },
};
page.errors = [];
page.copied = [];
page.kept = 0;
page.opened = 0;
const host = regionHost(page.stand);
page.display = new DisplayModel(displayOf(DISPLAY_DEFAULTS));
page.picture = new Picture(host, page.display, 'zscale', {
  onChange: () => page.inspector?.update(),
  onPixel: () => undefined,
  onLoadError: (error) => page.errors.push(String(error)),
  onTileError: (error) => page.errors.push(String(error)),
  onProblems: () => undefined,
});
page.regions = new Regions({
  host,
  picture: page.picture,
  say: ({ message }) => page.errors.push(message),
  copy: (text) => page.copied.push(text),
  onKept: () => page.kept++,
});
page.regions.onOpen(() => page.opened++);
page.inspector = new Inspector({
  host,
  display: page.display,
  subject: page.picture,
  table: {
    hdu: undefined,
    table: undefined,
    view: '',
    rows: 0,
    column: undefined,
    cell: undefined,
    goTo: () => undefined,
  },
  header: element('section'),
  tree: { element: element('section'), update: () => undefined, hide: () => undefined },
  regions: page.regions.panel,
  onLimits: () => undefined,
  onCopy: () => undefined,
  onTab: () => undefined,
  onOpenCell: () => undefined,
  onGoTo: () => undefined,
});
page.inspector.tab = 'regions';
page.show = (part, hdu = IMAGE.hdu) => {
  const shown = { ref: { ...IMAGE, hdu }, plane: { ...PLANE, ...part } };
  page.picture.show(shown.ref, shown.plane);
  page.regions.shown(shown);
};
page.drawTime = (frames) => {
  let least = Infinity;
  for (let i = 0; i < frames; i++) {
    const start = performance.now();
    page.picture.capture().getContext('2d')?.getImageData(0, 0, 1, 1);
    least = Math.min(least, performance.now() - start);
  }
  return least;
};
page.overlayAt = (x, y, size) => {
  const canvas = document.querySelector<HTMLCanvasElement>('.overlay-canvas');
  const context = canvas?.getContext('2d');
  return Array.from(context?.getImageData(x - (size >> 1), y - (size >> 1), size, size).data ?? []);
};
// The picture's own keys, as far as the regions meet them.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) {
    page.picture.escape();
  }
});

const { canvas, overlay } = page.picture;
canvas.tabIndex = 0;
const panel = element('aside', { class: 'panel panel-inspector' }, [page.inspector.element]);
panel.style.width = `${query.get('panel') ?? '320'}px`;
document.body.append(
  element('main', { class: 'viewer' }, [
    element('div', { class: 'toolbar' }),
    element('div', { class: 'columns' }, [
      element('div', { class: 'middle' }, [element('div', { class: 'stage' }, [canvas, overlay])]),
      panel,
    ]),
    element('div', { class: 'readout' }),
  ]),
);
page.show();
page.inspector.update();
