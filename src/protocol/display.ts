/**
 * How a picture is displayed, in words both sides know: the settings name the defaults, the state of
 * a viewer keeps what was chosen.
 */

/** The stretches of `astropy.visualization`; `histogram` is its histogram equalisation. */
export const STRETCHES = [
  'linear',
  'sqrt',
  'squared',
  'log',
  'asinh',
  'sinh',
  'power',
  'histogram',
] as const;
export type StretchName = (typeof STRETCHES)[number];

/**
 * The parameter `a` of the stretches that have one, and its default: astropy's, but for `power`, where
 * astropy has none.
 */
export const STRETCH_PARAMETERS = { log: 1000, asinh: 0.1, sinh: 1 / 3, power: 1.5 } as const;

/** Colour maps under the names DS9 and matplotlib give them. */
export const COLOUR_MAPS = [
  'grey',
  'heat',
  'cool',
  'viridis',
  'plasma',
  'magma',
  'inferno',
  'cividis',
  'turbo',
  'coolwarm',
  'rainbow',
  'a',
  'b',
  'hsv',
] as const;
export type ColourMapName = (typeof COLOUR_MAPS)[number];

/** Limits found by a rule. `percent` is astropy's `PercentileInterval`: that share, cut evenly at both ends. */
export type LimitsRule = 'zscale' | 'minmax' | { readonly percent: number };

/** Percentages there are to choose from; others can be typed. */
export const PERCENTAGES = [99.9, 99.5, 99, 98, 95, 90] as const;

/** What a fresh viewer starts with; the settings `skybucket.image.*`. */
export interface DisplayDefaults {
  readonly stretch: StretchName;
  readonly limits: LimitsRule;
  readonly colourMap: ColourMapName;
  readonly inverted: boolean;
  /** Colour of missing pixels, red, green, blue, each 0 to 255. */
  readonly blank: readonly [red: number, green: number, blue: number];
}

export const DISPLAY_DEFAULTS: DisplayDefaults = {
  stretch: 'linear',
  limits: 'zscale',
  colourMap: 'grey',
  inverted: false,
  blank: [44, 58, 84],
};
