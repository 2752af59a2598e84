import type { AxisLine, PlaneReply } from '../../src/protocol/methods';
import { formatCount } from '../../src/protocol/figures';
import { worldOf, worldText } from '../image/axis-text';
import { formatNumber } from '../image/format';
import type { LineData } from './line-data';
import { binPixels, binsOf } from './line-data';

/** `x 1,024`, or `x 1,001–1,008` of a bin. */
export function pixelText({ x0, x1 }: { x0: number; x1: number }, origin: 0 | 1): string {
  const from = formatCount(x0 + origin);
  return x1 - x0 === 1 ? `x ${from}` : `x ${from}–${formatCount(x1 - 1 + origin)}`;
}

/** `2.1338 µm`, or `2.1338 to 2.1351 µm` of a bin; empty where the header does not say. */
export function placeText(
  axis: AxisLine | undefined,
  { x0, x1 }: { x0: number; x1: number },
): string {
  if (axis === undefined) {
    return '';
  }
  const from = worldText(axis, x0);
  const to = worldText(axis, x1 - 1);
  return x1 - x0 === 1 ? from : `${from} to ${to}`;
}

/** What is known of a bin from the plot; of one pixel until its exact value is there. */
export function valueText(data: LineData, bin: number, unit: string | undefined): string {
  const mean = data.mean[bin] ?? Number.NaN;
  const inUnit = unit === undefined ? '' : ` ${unit}`;
  if (data.step === 1) {
    return Number.isNaN(mean) ? 'not finite' : `${formatNumber(mean, 9)}${inUnit}`;
  }
  const [low, middle, high] = [data.min[bin], mean, data.max[bin]].map((value) =>
    formatNumber(value ?? Number.NaN, 6),
  );
  return Number.isNaN(mean) ? 'not finite' : `mean ${middle}, ${low} to ${high}${inUnit}`;
}

/** Tab-separated text of the pixels `[x0, x1)`: each of them where the data has it, else its bins. */
export function dataText(
  data: LineData,
  range: { readonly x0: number; readonly x1: number },
  axis: AxisLine | undefined,
  unit: string | undefined,
  origin: 0 | 1,
): string {
  const exact = data.step === 1;
  const { from, to } = binsOf(data, range);
  const named = (name: string, of: string | undefined): string =>
    of === undefined || of === '' ? name : `${name} [${of}]`;
  const world = axis && named(axis.name === '' ? 'coordinate' : axis.name, axis.unit);
  const head = [
    ...(exact ? ['pixel'] : ['first pixel', 'last pixel']),
    ...(world === undefined ? [] : [world]),
    ...(exact ? ['value'] : ['mean', 'min', 'max']).map((name) => named(name, unit)),
  ];
  const rows = Array.from({ length: to - from }, (_, i) => {
    const bin = from + i;
    const pixels = binPixels(data, bin);
    const middle = (pixels.x0 + pixels.x1 - 1) / 2;
    const values = exact ? [data.mean[bin]] : [data.mean[bin], data.min[bin], data.max[bin]];
    return [
      pixels.x0 + origin,
      ...(exact ? [] : [pixels.x1 - 1 + origin]),
      ...(axis === undefined ? [] : [worldOf(axis, middle)]),
      ...values,
    ];
  });
  return [head, ...rows].map((cells) => cells.join('\t')).join('\n');
}

/** What was copied, for the message. */
export function copiedName(text: string, { step }: LineData): string {
  const rows = formatCount(text.split('\n').length - 1);
  return step === 1 ? `${rows} pixels` : `${rows} averages of ${step} pixels each`;
}

/** What a plot is called, and which keys it has. */
export function plotName(
  { title, plane }: { readonly title: string; readonly plane: PlaneReply },
  along: string,
): string {
  const unit = plane.unit === undefined ? '' : `, values in ${plane.unit}`;
  return (
    `Plot of ${title}, ${formatCount(plane.width)} pixels${unit}, along ${along}. ` +
    'Arrow keys read the values, plus and minus zoom, Home shows the whole line.'
  );
}
