/** A page with the plot of a line alone, and a host that holds the line. */
import type {
  AxisLine,
  LineReply,
  PlaneReply,
  StatisticsReply,
} from '../../../src/protocol/methods';
import '../../../webview/image/image.css';
import type { Host } from '../../../webview/image/host';
import '../../../webview/image/stage.css';
import type { SpectrumTarget } from '../../../webview/spectrum/spectrum-view';
import { SpectrumView } from '../../../webview/spectrum/spectrum-view';
import { registerControls } from '../../../webview/ui/controls';

/** What the runner finds in the page. */
export interface SpectrumWindow {
  view: SpectrumView;
  target: SpectrumTarget;
  /** The questions of the page, in words. */
  asked: string[];
  copied: [text: string, what: string][];
  errors: string[];
  changes: number;
  cancelled: number;
  /** Lets what is slow go on. */
  released: boolean;
}

const page = window as unknown as SpectrumWindow;
const query = new URLSearchParams(location.search);
const length = Number(query.get('length') ?? 2000);

const AXES: Readonly<Record<string, AxisLine>> = {
  wave: {
    length,
    name: 'Wavelength',
    unit: 'um',
    linear: { pixel: 0, value: 2, step: 0.001 },
  },
  falling: {
    length,
    name: 'Velocity (radio)',
    unit: 'm/s',
    linear: { pixel: 0, value: 5e5, step: -500 },
  },
  none: { length, name: '', unit: '', linear: undefined },
};

/** A continuum with lines, some of it missing; negative below pixel 50. */
export function spectrumValue(x: number): number {
  if (x >= 300 && x < 330 && x !== 310) {
    return Number.NaN;
  }
  const noise = Math.sin(x * 12.9898) * 0.05 + Math.sin(x * 78.233) * 0.05;
  const line = (at: number, width: number, height: number): number =>
    height * Math.exp(-(((x - at) / width) ** 2));
  return x < 50 ? -0.5 : 1 + x / length + noise + line(900, 8, 30) + line(1400, 20, -0.9);
}

function lineOf(x0: number, x1: number, points: number): LineReply {
  const step = Math.max(1, Math.ceil((x1 - x0) / points));
  const bins = Math.ceil((x1 - x0) / step);
  const [mean, min, max] = [0, 1, 2].map(() => new Float64Array(bins)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let bin = 0; bin < bins; bin++) {
    const values: number[] = [];
    for (let x = x0 + bin * step; x < Math.min(x1, x0 + (bin + 1) * step); x++) {
      const value = spectrumValue(x);
      if (!Number.isNaN(value)) {
        values.push(value);
      }
    }
    mean[bin] = values.length === 0 ? Number.NaN : values.reduce((a, b) => a + b) / values.length;
    min[bin] = values.length === 0 ? Number.NaN : Math.min(...values);
    max[bin] = values.length === 0 ? Number.NaN : Math.max(...values);
  }
  const bytes = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer);
  return {
    x0,
    step,
    mean: bytes(mean),
    min: bytes(min),
    max: bytes(max),
    kind: step === 1 ? 'exact' : 'averaged',
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const failures = { left: query.has('fails') ? 1 : query.has('zoom-fails') ? -1 : 0 };

async function answer(
  method: string,
  params: { x0: number; x1: number; points: number; x: number },
  options: { signal?: AbortSignal; onProgress?: (progress: unknown) => void },
): Promise<unknown> {
  const { x0, x1, points, x } = params;
  page.asked.push(
    method === 'value' ? `value ${x}` : `${method} ${x0} ${x1} ${points ?? ''}`.trim(),
  );
  options.signal?.addEventListener('abort', () => page.cancelled++);
  await pause(10);
  if (method === 'line') {
    while (query.has('slow') && !page.released) {
      options.onProgress?.({ done: 0.34 });
      await pause(20);
    }
    if (query.has('copy-fails') && points > 4096) {
      throw new Error('The server stopped answering after 3 tries.');
    }
    if (failures.left > 0 || (failures.left < 0 && x0 > 0)) {
      failures.left--;
      throw new Error('The server stopped answering after 3 tries.');
    }
    return lineOf(x0, x1, points);
  }
  if (method === 'value') {
    return { text: `${spectrumValue(x)}` };
  }
  const reply: StatisticsReply = {
    ...{ pixels: x1 - x0, pixelsInBox: x1 - x0, finite: x1 - x0, infinite: 0 },
    ...{ sum: 12345, mean: 1.5, deviation: 0.25, median: 1, medianExact: true },
    min: { value: -0.5, x: x0, y: 0 },
    max: { value: 31, x: 900, y: 0 },
  };
  return reply;
}

const host = {
  request: (method: string, params: never, options = {}) => answer(method, params, options),
  on: () => () => undefined,
} as unknown as Host;

registerControls();
Object.assign(page, {
  asked: [],
  copied: [],
  errors: [],
  changes: 0,
  cancelled: 0,
  released: false,
});
page.view = new SpectrumView(host, {
  onChange: () => page.changes++,
  onError: (error) => page.errors.push(String(error)),
  onCopy: (text, what) => page.copied.push([text, what]),
});
const plane: PlaneReply = {
  width: length,
  height: 1,
  unit: query.has('unitless') ? undefined : 'MJy/sr',
  bytesPerRow: length * 4,
  local: !query.has('remote'),
  axes: [],
  axisLines: [AXES[query.get('axis') ?? 'wave'] as AxisLine],
};
page.target = { ref: { hdu: 1, slice: [] }, plane, title: 'SPEC' };
const stage = document.createElement('div');
stage.className = 'stage';
stage.style.height = '100%';
stage.append(page.view.element);
document.body.append(stage);
page.view.show(page.target, undefined);
