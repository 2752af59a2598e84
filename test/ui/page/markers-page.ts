/** A page with a picture and the menu of its markers, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { Markers } from '../../../webview/markers/markers';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import { LINES, markersHost, type MarkersStand, OTHERS, PLANE, RESULT } from './markers-host';

/** What the runner finds in the page. */
export interface MarkersWindow {
  stand: MarkersStand;
  markers: Markers;
  picture: Picture;
  display: DisplayModel;
  /** Rows of this file that were chosen. */
  chosen: (readonly [hdu: number, row: number])[];
  said: string[];
  kept: number;
  show: (hdu: number) => void;
  /** The pixels of the picture as it is exported: red, green, blue, alpha from the top left, as latin-1. */
  read: () => { width: number; height: number; data: string };
}

const page = window as unknown as MarkersWindow;
const query = new URLSearchParams(location.search);

if (query.has('no-webgl')) {
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    return args[0] === 'webgl2' ? null : Reflect.apply(getContext, this, args);
  } as typeof getContext;
}

if (query.has('slow')) {
  // A machine on which everything takes a hundred times as long.
  const now = performance.now.bind(performance);
  performance.now = () => 100 * now();
}

registerControls();
page.stand = {
  ...{ asked: [], shownRows: [], cancelled: 0, held: query.has('held'), fail: false },
  ...{ rows: Number(query.get('rows') ?? 2000), files: OTHERS, tell: () => undefined },
  ...{ chosenRows: {}, emit: () => undefined },
};
if (query.has('result')) {
  page.stand.files = [...OTHERS, RESULT];
}
page.chosen = [];
page.said = [];
page.kept = 0;
const host = markersHost(page.stand);
page.display = new DisplayModel(displayOf(DISPLAY_DEFAULTS));
page.picture = new Picture(host, page.display, 'zscale', {
  onChange: () => undefined,
  onPixel: () => undefined,
  onLoadError: (error) => page.said.push(String(error)),
  onTileError: (error) => page.said.push(String(error)),
  onProblems: () => undefined,
});
page.markers = new Markers(
  {
    ...{ host, picture: page.picture },
    say: ({ message }) => page.said.push(message),
    copy: () => undefined,
    onKept: () => page.kept++,
  },
  { onRow: (hdu, row) => page.chosen.push([hdu, row]) },
);
page.markers.lines = LINES;
page.show = (hdu) => {
  const ref = { hdu, slice: [] };
  page.picture.show(ref, PLANE);
  page.markers.shown({ ref, plane: PLANE });
};
page.read = () => {
  const copy = page.picture.capture();
  const { width, height } = copy;
  const image = copy.getContext('2d')?.getImageData(0, 0, width, height);
  const data = Array.from(image?.data ?? [], (part) => String.fromCharCode(part)).join('');
  return { width, height, data };
};

document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }, [
      element('div', { class: 'group' }, [page.markers.element]),
    ]),
    element('main', { class: 'stage' }, [page.picture.canvas, page.picture.overlay]),
  ]),
);
page.show(1);
