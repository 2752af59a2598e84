import type { MaskColour } from '../mask/mask-state';
import { MASK_COLOURS } from '../mask/mask-state';

export const SPACINGS = ['linear', 'log', 'percentile', 'typed'] as const;
export type ContourSpacing = (typeof SPACINGS)[number];

/** Which contours are drawn and how, as it is kept with the file. */
export interface ContourSettings {
  readonly shown: boolean;
  readonly spacing: ContourSpacing;
  /** How many levels there are. */
  readonly count: number;
  /** First and last level, percentages for percentiles; undefined: found from the values. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** Levels as they were typed. */
  readonly typed: readonly number[];
  /** Standard deviation of the Gaussian, in means of about two device pixels. */
  readonly smooth: number;
  readonly colour: MaskColour;
  /** CSS pixels. */
  readonly width: number;
  readonly labels: boolean;
}

export const MOST_COUNT = 20;
export const MOST_SMOOTH = 8;
export const LEAST_WIDTH = 0.5;
export const MOST_WIDTH = 4;
/** Typed levels. */
export const MOST_TYPED = 64;

export const DEFAULT_CONTOURS: ContourSettings = {
  shown: false,
  spacing: 'linear',
  count: 6,
  low: undefined,
  high: undefined,
  typed: [],
  smooth: 1,
  colour: 'yellow',
  width: 1.5,
  labels: false,
};

/** What was kept, as far as it makes sense. */
export function parseContours(kept: unknown): ContourSettings {
  const fields = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const within = (name: 'count' | 'smooth' | 'width', least: number, most: number): number => {
    const value = fields[name];
    return isFiniteNumber(value) && value >= least && value <= most
      ? value
      : DEFAULT_CONTOURS[name];
  };
  const { shown, spacing, low, high, typed, colour, labels } = fields;
  const colours = Object.keys(MASK_COLOURS) as MaskColour[];
  return {
    shown: shown === true,
    spacing: SPACINGS.find((name) => name === spacing) ?? DEFAULT_CONTOURS.spacing,
    count: Math.round(within('count', 1, MOST_COUNT)),
    low: isFiniteNumber(low) ? low : undefined,
    high: isFiniteNumber(high) ? high : undefined,
    typed: Array.isArray(typed) ? typed.filter(isFiniteNumber).slice(0, MOST_TYPED) : [],
    smooth: within('smooth', 0, MOST_SMOOTH),
    colour: colours.find((name) => name === colour) ?? DEFAULT_CONTOURS.colour,
    width: within('width', LEAST_WIDTH, MOST_WIDTH),
    labels: labels === true,
  };
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
