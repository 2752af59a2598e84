import { COLOUR_MAPS, type ColourMapName } from '../../../src/protocol/display';
import type { PlotSpec, SkyCapSpec } from '../../../src/protocol/plot';
import type { SkyView } from '../../search/footprints/sky-view';

export type PlotKind = PlotSpec['kind'];
export type Range = readonly [low: number, high: number];

export const KINDS: readonly { readonly value: PlotKind; readonly label: string }[] = [
  { value: 'hexbin', label: 'Hexbin' },
  { value: 'density', label: 'Density' },
  { value: 'scatter', label: 'Scatter' },
  { value: 'histogram', label: 'Histogram' },
  { value: 'sky', label: 'Sky map' },
];

/** Colour maps that matplotlib has, too. */
export const PLOT_MAPS: readonly ColourMapName[] = COLOUR_MAPS.filter((name) =>
  ['viridis', 'plasma', 'magma', 'inferno', 'cividis', 'turbo', 'coolwarm', 'grey'].includes(name),
);

/** What the user has chosen of a plot; plain JSON. */
export interface PlotSettings {
  readonly kind: PlotKind;
  /** Expressions; undefined until they are known, when they are guessed from the columns. */
  readonly x: string | undefined;
  readonly y: string | undefined;
  /** Of the sky map. */
  readonly longitude: string | undefined;
  readonly latitude: string | undefined;
  /** Undefined for that of all points. */
  readonly xRange: Range | undefined;
  readonly yRange: Range | undefined;
  /** Undefined where magnitudes are to be turned round and others not. */
  readonly xInverted: boolean | undefined;
  readonly yInverted: boolean | undefined;
  readonly gridsizes: Readonly<Record<'hexbin' | 'density' | 'histogram', number>>;
  readonly ygridsize: number | undefined;
  readonly mincnt: number | undefined;
  readonly colourMap: ColourMapName;
  readonly reversed: boolean;
  readonly norm: 'linear' | 'log';
  /** How the bars of a histogram stand for rows. */
  readonly heights: 'linear' | 'log';
  /** Limits of the colours; undefined for those of the counts. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Undefined where all rows are to be in sight. */
  readonly sky: SkyView | undefined;
}

export const FIRST_SETTINGS: PlotSettings = {
  kind: 'hexbin',
  ...{ x: undefined, y: undefined, longitude: undefined, latitude: undefined },
  ...{ xRange: undefined, yRange: undefined, xInverted: undefined, yInverted: undefined },
  gridsizes: { hexbin: 100, density: 200, histogram: 50 },
  ...{ ygridsize: undefined, mincnt: undefined },
  ...{ colourMap: 'viridis', reversed: false, norm: 'log', heights: 'linear' },
  ...{ low: undefined, high: undefined },
  sky: undefined,
};

/** Bounds of the sizes that can be chosen. */
export const MOST_GRID = 1000;

/** What is to be asked of the worker; undefined while an axis is empty. */
export function specOf(settings: PlotSettings, cap: SkyCapSpec | undefined): PlotSpec | undefined {
  const { kind, xRange, yRange, gridsizes, ygridsize, mincnt } = settings;
  const [x = '', y = ''] =
    kind === 'sky' ? [settings.longitude, settings.latitude] : [settings.x, settings.y];
  if (x.trim() === '' || (kind !== 'histogram' && y.trim() === '')) {
    return undefined;
  }
  const gridsize = kind === 'scatter' || kind === 'sky' ? 1 : gridsizes[kind];
  const two = kind === 'hexbin' || kind === 'density';
  return {
    ...{ kind, x, y: kind === 'histogram' ? '' : y, gridsize },
    ...(kind === 'sky' ? { cap } : { xRange }),
    ...(kind === 'sky' || kind === 'histogram' ? {} : { yRange }),
    ...(two ? { ygridsize } : {}),
    ...(kind === 'hexbin' ? { mincnt } : {}),
  };
}

/** What was kept, as far as it can be used: it may be of another version, or broken. */
export function parseSettings(kept: unknown): PlotSettings {
  const value = isRecord(kept) ? kept : {};
  const gridsizes = isRecord(value['gridsizes']) ? value['gridsizes'] : {};
  const size = (kind: 'hexbin' | 'density' | 'histogram'): number =>
    sizeIn(gridsizes[kind]) ?? FIRST_SETTINGS.gridsizes[kind];
  return {
    kind: KINDS.find((kind) => kind.value === value['kind'])?.value ?? FIRST_SETTINGS.kind,
    ...{ x: textIn(value['x']), y: textIn(value['y']) },
    ...{ longitude: textIn(value['longitude']), latitude: textIn(value['latitude']) },
    ...{ xRange: rangeIn(value['xRange']), yRange: rangeIn(value['yRange']) },
    ...{ xInverted: truthIn(value['xInverted']), yInverted: truthIn(value['yInverted']) },
    gridsizes: { hexbin: size('hexbin'), density: size('density'), histogram: size('histogram') },
    ...{ ygridsize: sizeIn(value['ygridsize']), mincnt: numberIn(value['mincnt']) },
    colourMap: PLOT_MAPS.find((name) => name === value['colourMap']) ?? FIRST_SETTINGS.colourMap,
    reversed: value['reversed'] === true,
    norm: value['norm'] === 'linear' ? 'linear' : 'log',
    heights: value['heights'] === 'log' ? 'log' : 'linear',
    ...{ low: numberIn(value['low']), high: numberIn(value['high']) },
    sky: skyIn(value['sky']),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function truthIn(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function sizeIn(value: unknown): number | undefined {
  const size = numberIn(value);
  return size !== undefined && Number.isInteger(size) && size >= 1 && size <= MOST_GRID
    ? size
    : undefined;
}

function rangeIn(value: unknown): Range | undefined {
  const [low, high] = Array.isArray(value) ? [numberIn(value[0]), numberIn(value[1])] : [];
  return low !== undefined && high !== undefined && low < high ? [low, high] : undefined;
}

function skyIn(value: unknown): SkyView | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const [longitude, latitude, pixel] = [
    numberIn(value['longitude']),
    numberIn(value['latitude']),
    numberIn(value['pixel']),
  ];
  if (value['kind'] === 'all-sky' && longitude !== undefined) {
    return { kind: 'all-sky', longitude };
  }
  const whole = longitude !== undefined && latitude !== undefined && pixel !== undefined;
  return value['kind'] === 'field' && whole && pixel > 0 && Math.abs(latitude) <= 90
    ? { kind: 'field', longitude, latitude, pixel }
    : undefined;
}
