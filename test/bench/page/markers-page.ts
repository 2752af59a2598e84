/** A page with a picture under a million markers, for frames.ts. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { Markers } from '../../../webview/markers/markers';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import { markersHost, PLANE } from '../../ui/page/markers-host';
import { SIDE } from '../../ui/page/mask-host';

/** What the runner finds in the page. */
export interface MarkersBenchWindow {
  /** Pans along a circle, one step each frame; the milliseconds from frame to frame. */
  pan(frames: number): Promise<number[]>;
}

const page = window as unknown as MarkersBenchWindow;
const query = new URLSearchParams(location.search);
const getContext = HTMLCanvasElement.prototype.getContext;
if (query.has('no-webgl')) {
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    return args[0] === 'webgl2' ? null : Reflect.apply(getContext, this, args);
  } as typeof getContext;
}

registerControls();
const rows = Number(query.get('rows'));
const host = markersHost({
  ...{ asked: [], shownRows: [], cancelled: 0, held: false, fail: false, rows, chosenRows: {} },
  ...{ files: [{ id: 'x7', title: 'gaia.fits', lines: [] }], tell: () => undefined },
  emit: () => undefined,
});
const picture = new Picture(host, new DisplayModel(displayOf(DISPLAY_DEFAULTS)), 'zscale', {
  onChange: () => undefined,
  onPixel: () => undefined,
  onLoadError: () => undefined,
  onTileError: () => undefined,
  onProblems: () => undefined,
});
const markers = new Markers(
  { host, picture, say: () => undefined, copy: () => undefined, onKept: () => undefined },
  { onRow: () => undefined },
);
document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }, [markers.element]),
    element('main', { class: 'stage' }, [picture.canvas, picture.overlay]),
  ]),
);
const ref = { hdu: 1, slice: [] };
const plane = { ...PLANE, width: SIDE, height: SIDE };
picture.show(ref, plane);
markers.shown({ ref, plane });
if (rows > 0) {
  markers.restore({
    overlays: [
      {
        source: { file: 'x7', hdu: 1, name: 'GAIA', title: 'gaia.fits' },
        style: { symbol: 'circle', size: 8, colour: 'green' },
      },
    ],
  });
}

page.pan = (frames) =>
  new Promise((resolve) => {
    const times: number[] = [];
    let last: number | undefined;
    const tick = (time: number): void => {
      if (last !== undefined) {
        times.push(time - last);
      }
      last = time;
      if (times.length === frames) {
        resolve(times);
        return;
      }
      const turn = (times.length / 40) * 2 * Math.PI;
      picture.pan(0.008 * Math.cos(turn), 0.008 * Math.sin(turn));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
