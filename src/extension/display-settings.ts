import {
  COLOUR_MAPS,
  DISPLAY_DEFAULTS,
  type DisplayDefaults,
  type LimitsRule,
  PERCENTAGES,
  STRETCHES,
} from '../protocol/display';

/** The settings `skybucket.image.*` of what a fresh viewer starts with. */

/**
 * The display to start with. Anybody can write anything into settings.json: what is not one of the
 * choices counts as not set.
 *
 * @param get the value of a setting, by its name below `skybucket.image.`
 */
export function readDisplay(get: (name: string) => unknown): DisplayDefaults {
  const standard = DISPLAY_DEFAULTS;
  const inverted = get('invertColors');
  return {
    stretch: oneOf(STRETCHES, get('stretch')) ?? standard.stretch,
    limits: limitsRule(get('limits')) ?? standard.limits,
    colourMap: oneOf(COLOUR_MAPS, get('colorMap')) ?? standard.colourMap,
    inverted: typeof inverted === 'boolean' ? inverted : standard.inverted,
    blank: colour(get('blankColor')) ?? standard.blank,
  };
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value);
}

function limitsRule(value: unknown): LimitsRule | undefined {
  const percent = PERCENTAGES.find((each) => String(each) === value);
  return percent === undefined ? oneOf(['zscale', 'minmax'] as const, value) : { percent };
}

/** `#rrggbb`. */
function colour(value: unknown): DisplayDefaults['blank'] | undefined {
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value)) {
    return undefined;
  }
  const channel = (at: number): number => Number.parseInt(value.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}
