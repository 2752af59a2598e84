import { STRETCH_PARAMETERS, type StretchName, STRETCHES } from '../../src/protocol/display';
import type { Display } from '../image/display';
import type { LimitsMode } from '../image/limits';
import { parseLimits } from '../image/state';

/** Seconds each of two pictures is shown while they blink. */
export const LEAST_INTERVAL = 0.25;
export const MOST_INTERVAL = 4;
export const DEFAULT_INTERVAL = 1;

/** A picture that was chosen, as it is found again: ids do not outlive the session. */
export interface KeptChoice {
  /** The title of another file; left out: this one. */
  readonly title: string | undefined;
  readonly hdu: number;
}

/** What is kept of the match with the file. */
export interface KeptMatch {
  readonly choice: KeptChoice | undefined;
  readonly interval: number;
  readonly linked: boolean;
  /** How the other picture is shown. */
  readonly look: SideLook | undefined;
  /** The limits of the other picture; undefined until it was seen. */
  readonly limits: LimitsMode | undefined;
}

/** What each of two pictures has for itself, beside its limits. */
export type SideLook = Pick<Display, 'stretch' | 'parameters'>;

/** What an earlier page kept; whatever is not as expected is left out. */
export function keptMatch(state: unknown): KeptMatch {
  const kept = isRecord(state) ? state : {};
  const { choice, interval, linked } = kept;
  const valid = isRecord(choice) && Number.isSafeInteger(choice['hdu']);
  const title = valid && typeof choice['title'] === 'string' ? choice['title'] : undefined;
  return {
    choice: valid ? { title, hdu: Number(choice['hdu']) } : undefined,
    interval: boundedInterval(interval),
    linked: linked === true,
    look: lookOf(kept['look']),
    limits: parseLimits(kept['limits']),
  };
}

export function boundedInterval(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(Math.max(value, LEAST_INTERVAL), MOST_INTERVAL)
    : DEFAULT_INTERVAL;
}

function lookOf(value: unknown): SideLook | undefined {
  if (!isRecord(value) || !isRecord(value['parameters'])) {
    return undefined;
  }
  const { stretch, parameters } = value;
  const known = STRETCHES.find((name): name is StretchName => name === stretch);
  const numbers = Object.keys(STRETCH_PARAMETERS).every((name) =>
    Number.isFinite(parameters[name as keyof typeof parameters]),
  );
  return known !== undefined && numbers
    ? { stretch: known, parameters: parameters as SideLook['parameters'] }
    : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
