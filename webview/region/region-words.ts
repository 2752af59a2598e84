import { formatCount } from '../../src/protocol/figures';
import type { Region, RegionStatisticsReply, Shape } from '../../src/protocol/region';
import { formatNumber } from '../image/format';
import type { StatisticsRow } from '../inspector/statistics-text';
import { countRow, valueRow } from '../inspector/statistics-text';
import type { RegionTool } from './drawn-shape';
import { centreOf } from './shape-geometry';

export const TOOL_NAMES: Readonly<Record<RegionTool, string>> = {
  select: 'Select and move',
  point: 'Point',
  circle: 'Circle',
  annulus: 'Annulus',
  ellipse: 'Ellipse',
  box: 'Box',
  polygon: 'Polygon',
  line: 'Line',
};

/** How each is used, said under the tools. */
export const TOOL_HINTS: Readonly<Record<RegionTool, string>> = {
  select: 'Click a region to select it; drag it or its handles.',
  point: 'Click to mark a point.',
  circle: 'Drag from the centre outwards; click for one of the same size.',
  annulus: 'Drag from the centre outwards; click for one of the same size.',
  ellipse: 'Drag from corner to corner; Shift keeps it round.',
  box: 'Drag from corner to corner; Shift keeps it square.',
  polygon: 'Click the vertices; double click or Enter closes it.',
  line: 'Drag from end to end; Shift keeps to steps of 15°.',
};

/** `Circle 3`, or its label. */
export function regionName({ shape, text }: Region, index: number): string {
  return text === '' ? `${TOOL_NAMES[shape.kind]} ${index + 1}` : text;
}

/** `123.4, 567.8`: where it is, as pixels are counted. */
export function placeText(shape: Shape, origin: 0 | 1): string {
  return centreOf(shape)
    .map((at) => (at + origin).toFixed(1))
    .join(', ');
}

/** The statistics, one row each, as they are shown and copied. */
export function regionRows(reply: RegionStatisticsReply): StatisticsRow[] {
  const about = reply.medianExact || isAbsent(reply.median) ? '' : '≈ ';
  const row = (name: string, value: number | undefined, before = ''): StatisticsRow =>
    valueRow(name, value ?? undefined, before);
  return [
    countRow('Pixels', reply.pixels),
    countRow('Not finite', reply.pixels - reply.finite),
    row('Sum', reply.sum),
    row('Mean', reply.mean),
    row('Median', reply.median, about),
    row('Standard deviation', reply.deviation),
    row('RMS', reply.rms),
    row('Minimum', reply.min),
    row('Maximum', reply.max),
    ...areaRow(reply.area),
  ];
}

/** Numbers that are none arrive as null or not at all. */
function isAbsent(value: number | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}

/** In the unit that fits: square arcseconds, arcminutes or degrees. */
function areaRow(degrees: number | undefined): StatisticsRow[] {
  if (isAbsent(degrees)) {
    return [];
  }
  const [unit, perDegree] =
    degrees < 0.1 / 3600 ? ['arcsec²', 3600 ** 2] : degrees < 0.1 ? ['arcmin²', 3600] : ['deg²', 1];
  const area = degrees * perDegree;
  return [{ name: 'Area', text: `${formatNumber(area, 6)} ${unit}`, exact: `${area} ${unit}` }];
}

/** A distance on the sky in the unit that fits; undefined where there is none. */
export function angleText(degrees: number | undefined): string | undefined {
  if (isAbsent(degrees)) {
    return undefined;
  }
  const seconds = degrees * 3600;
  return seconds < 60
    ? `${formatNumber(seconds, 4)}″`
    : seconds < 3600
      ? `${formatNumber(seconds / 60, 4)}′`
      : `${formatNumber(degrees, 4)}°`;
}

/** `3 regions`, `1 region`. */
export function countText(count: number): string {
  return count === 1 ? '1 region' : `${formatCount(count)} regions`;
}
