/** A page with a picture and the menu of its contours, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { RemoteError } from '../../../src/protocol/rpc';
import { Contours } from '../../../webview/contours/contours';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import type { Host } from '../../../webview/image/host';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import { PLANE } from './markers-host';
import { maskHost } from './mask-host';

/** What a page asked about contours. */
export interface AskedContours {
  readonly hdu: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly step: number;
  readonly smooth: number;
  readonly levels: readonly number[];
}

/** What the runner finds in the page. */
export interface ContoursWindow {
  contours: Contours;
  picture: Picture;
  display: DisplayModel;
  asked: AskedContours[];
  overviews: number[];
  cancelled: number;
  held: boolean;
  fail: boolean;
  kept: number;
  show: (hdu: number) => void;
  /** The colour of a line in the exported picture within two pixels of an image position; the picture is grey. */
  colourAt: (x: number, y: number) => 'yellow' | 'cyan' | 'none';
}

const page = window as unknown as ContoursWindow;
Object.assign(page, { asked: [], overviews: [], cancelled: 0, held: false, fail: false, kept: 0 });

registerControls();
const base = maskHost({ asked: [], cancelled: 0, held: false, broken: false });

/** Circles about the middle, the higher the narrower. */
function circle(index: number): Uint8Array {
  const radius = 120 - 12 * index;
  const turns = Array.from({ length: 97 }, (_, k) => (k / 96) * 2 * Math.PI);
  const positions = turns.flatMap((turn) => [
    150 + radius * Math.cos(turn),
    150 + radius * Math.sin(turn),
  ]);
  return new Uint8Array(Float32Array.from([...positions, NaN, NaN]).buffer);
}

const host = {
  on: () => () => undefined,
  request: async (
    method: 'overview',
    params: AskedContours & { width: number; height: number; slice: readonly number[] },
    options: { signal?: AbortSignal; onProgress?: (body: unknown) => void } = {},
  ) => {
    if ((method as string) === 'overview') {
      page.overviews.push(params.hdu);
    }
    if ((method as string) !== 'contours') {
      return base.request(method, params, options as never);
    }
    const { hdu, x0, y0, x1, y1, step, smooth, levels } = params;
    page.asked.push({ hdu, x0, y0, x1, y1, step, smooth, levels });
    options.onProgress?.({ done: 0.5 });
    do {
      await new Promise((resolve) => setTimeout(resolve, 2));
    } while (page.held && options.signal?.aborted !== true);
    if (options.signal?.aborted === true) {
      page.cancelled++;
      throw new RemoteError({
        ...{ code: 'cancelled', message: 'Cancelled.', hint: undefined, retryable: false },
      });
    }
    if (page.fail) {
      throw new RemoteError({
        ...{ code: 'network', message: 'The server stopped answering after 3 tries.' },
        ...{ hint: 'Try again.', retryable: true },
      });
    }
    return { paths: levels.map((level, i) => ({ level, positions: circle(i) })) };
  },
} as unknown as Host;

page.display = new DisplayModel(displayOf(DISPLAY_DEFAULTS));
page.picture = new Picture(host, page.display, 'zscale', {
  onChange: () => undefined,
  onPixel: () => undefined,
  onLoadError: () => undefined,
  onTileError: () => undefined,
  onProblems: () => undefined,
});
page.contours = new Contours({
  ...{ host, picture: page.picture, say: () => undefined, copy: () => undefined },
  onKept: () => page.kept++,
});
page.show = (hdu) => {
  const ref = { hdu, slice: [] };
  page.picture.show(ref, PLANE);
  page.contours.shown({ ref, plane: PLANE });
};
page.colourAt = (x, y) => {
  const at = page.picture.camera.canvasPosition([x, y]) ?? [0, 0];
  const copy = page.picture.capture();
  const context = copy.getContext('2d');
  const { data } = context?.getImageData(Math.floor(at[0]) - 2, Math.floor(at[1]) - 2, 5, 5) ?? {
    data: new Uint8ClampedArray(),
  };
  for (let k = 0; k < data.length; k += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(k, k + 3);
    if (Math.abs(red - blue) > 120 && green > 120) {
      return red > blue ? 'yellow' : 'cyan';
    }
  }
  return 'none';
};
document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }, [
      element('div', { class: 'group' }, [page.contours.element]),
    ]),
    element('main', { class: 'stage' }, [page.picture.canvas, page.picture.overlay]),
  ]),
);
page.show(1);
