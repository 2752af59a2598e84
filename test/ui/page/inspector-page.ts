/** A page with the inspector alone, at the width it was asked for, before a picture made of numbers. */
import { WebviewClient } from '../../../src/protocol/rpc';
import type { CardLine, PlaneReply } from '../../../src/protocol/methods';
import { HeaderPanel } from '../../../webview/header/panel';
import { DisplayModel } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import type { LimitsMode } from '../../../webview/image/limits';
import type { PixelBox, Position } from '../../../webview/image/view';
import { Inspector } from '../../../webview/inspector/inspector';
import type { Profile, Subject } from '../../../webview/inspector/subject';
import type { TableSubject } from '../../../webview/table/subject';
import { registerControls } from '../../../webview/ui/controls';
import { skyOf } from './host';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What the runner finds in the page. */
export interface InspectorWindow {
  inspector: Inspector;
  subject: Mutable<Subject>;
  display: DisplayModel;
  limits: LimitsMode[];
  wentTo: Position[];
  tabs: string[];
}

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const query = new URLSearchParams(location.search);
const vscode = acquireVsCodeApi();
const client = new WebviewClient({
  post: (message) => vscode.postMessage(message),
  onMessage: (listener) => {
    const receive = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', receive);
    return () => window.removeEventListener('message', receive);
  },
});

const ref = { hdu: 1, slice: [] };
const sky = skyOf(ref);
const STEP = 4;
const plane: PlaneReply = {
  width: sky.width,
  height: sky.height,
  unit: 'MJy/sr',
  bytesPerRow: sky.width * 4,
  local: query.has('local'),
  axes: [],
  axisLines: [],
};

function profile(along: 'row' | 'column', [x, y]: Position): Profile {
  const { x0, y0, x1, y1 } = subject.viewBox as PixelBox;
  const [from, to] = along === 'row' ? [x0, x1] : [y0, y1];
  const step = to - from > 600 ? STEP : 1;
  const positions = Float64Array.from({ length: Math.floor((to - from) / step) }, (_, i) =>
    Math.floor(from + (i + 0.5) * step),
  );
  const values = Float32Array.from(
    positions,
    (at) => sky.values[along === 'row' ? y * sky.width + at : at * sky.width + x] ?? Number.NaN,
  );
  return { positions, values, kind: step === 1 ? 'exact' : 'sampled', step };
}

/** One value of 16, and the largest, which makes a page that is there at once. */
const sorted = sky.values
  .filter((value, i) => (i % 16 === 0 || value > 60) && !Number.isNaN(value))
  .sort();
const quantiles = Float32Array.from(
  { length: 10_001 },
  (_, i) => sorted[Math.round((i / 10_000) * (sorted.length - 1))] ?? Number.NaN,
);
const whole: PixelBox = { x0: 0, y0: 0, x1: sky.width, y1: sky.height };
const subject: Mutable<Subject> = {
  ref,
  plane,
  limits: { low: quantiles[200] ?? 0, high: quantiles[9800] ?? 1 },
  quantiles,
  done: 1,
  valuesKind: 'sampled',
  overviewStep: STEP,
  viewBox: query.has('zoomed') ? { x0: 900, y0: 700, x1: 1300, y1: 1000 } : whole,
  profile,
};
if (query.has('empty')) {
  subject.ref = undefined;
  subject.plane = undefined;
  subject.quantiles = undefined;
}

const NO_TABLE: TableSubject = {
  hdu: undefined,
  table: undefined,
  view: '',
  rows: 0,
  column: undefined,
  cell: undefined,
  goTo: () => undefined,
};

registerControls();
const page = window as unknown as InspectorWindow;
page.subject = subject;
page.display = new DisplayModel();
page.limits = [];
page.wentTo = [];
page.tabs = [];
const onCopy = (text: string): void => void client.request('copy', { text });
const header = new HeaderPanel({ onCopy });
const inspector = new Inspector({
  host: client,
  display: page.display,
  subject,
  table: NO_TABLE,
  header: header.element,
  tree: {
    element: document.createElement('section'),
    update: () => undefined,
    hide: () => undefined,
  },
  onLimits: (mode) => {
    page.limits.push(mode);
    if (typeof mode === 'object' && 'low' in mode) {
      subject.limits = mode;
    }
    inspector.update();
  },
  onCopy,
  onTab: (tab) => page.tabs.push(tab),
  onOpenCell: () => undefined,
  onGoTo: (pixel) => page.wentTo.push(pixel),
});
page.inspector = inspector;
client.ready();
void client.request('header', { hdu: 1 }).then((reply) => {
  header.show('Header of SCI', reply);
  return reply.cards satisfies readonly CardLine[];
});

const panel = document.createElement('aside');
panel.className = 'panel panel-inspector';
panel.style.width = `${query.get('width') ?? '320'}px`;
panel.style.height = '100%';
panel.append(inspector.element);
document.body.append(panel);
inspector.update();
