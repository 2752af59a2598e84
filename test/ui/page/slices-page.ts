/** A page with the slice bar alone, over a stage. */
import type { AxisLine } from '../../../src/protocol/methods';
import '../../../webview/image/image.css';
import { SliceBar } from '../../../webview/image/slices';
import '../../../webview/image/stage.css';
import { registerControls } from '../../../webview/ui/controls';

/** What the runner finds in the page. */
export interface SlicesWindow {
  bar: SliceBar;
  axes: readonly AxisLine[];
  /** The planes asked for, in order. */
  asked: (readonly number[])[];
  /** Whether each is on screen a moment after it was asked for. */
  answers: boolean;
}

const page = window as unknown as SlicesWindow;
const query = new URLSearchParams(location.search);

const plain = (length: number): AxisLine => ({ length, name: '', unit: '', linear: undefined });
const WAVELENGTH: AxisLine = {
  length: 12,
  name: 'Wavelength',
  unit: 'um',
  linear: { pixel: 0, value: 2.1, step: 0.0013 },
};
const STOKES: AxisLine = {
  length: 4,
  name: 'Stokes',
  unit: '',
  linear: { pixel: 0, value: 1, step: 1 },
};
const AXES: Readonly<Record<string, readonly AxisLine[]>> = {
  one: [plain(12)],
  two: [WAVELENGTH, plain(1), STOKES],
  many: [WAVELENGTH, STOKES, ...Array.from({ length: 12 }, (_, i) => plain(i + 2))],
  ones: Array.from({ length: 997 }, () => plain(1)),
};

registerControls();
page.axes = AXES[query.get('axes') ?? 'two'] ?? [];
page.asked = [];
page.answers = true;
const origin = query.has('zero') ? 0 : 1;
page.bar = new SliceBar((slice) => {
  page.asked.push(slice);
  setTimeout(() => {
    page.bar.show(page.axes, slice, origin);
    if (page.answers) {
      page.bar.pictureReady();
    }
  }, 5);
});
const stage = document.createElement('div');
stage.className = 'stage';
stage.style.height = '100%';
stage.append(page.bar.element);
document.body.append(stage);
page.bar.show(
  page.axes,
  page.axes.map(() => 0),
  origin,
);
page.bar.pictureReady();
