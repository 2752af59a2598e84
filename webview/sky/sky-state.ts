import type { SkyFrame } from '../../src/protocol/position';
import { SKY_FRAMES } from '../../src/protocol/position';
import type { SkyStyle } from './position-words';

/** What is shown of the sky over a picture, as it is kept for a document. */
export interface SkyState {
  readonly grid: boolean;
  readonly compass: boolean;
  readonly scaleBar: boolean;
  /** The frame of the grid, the compass, the readout and of what is typed without one. */
  readonly frame: SkyFrame;
  readonly style: SkyStyle;
  /** What the user asked to go to, the latest first. */
  readonly places: readonly string[];
}

export const DEFAULT_SKY_STATE: SkyState = {
  grid: false,
  compass: false,
  scaleBar: false,
  frame: 'own',
  style: 'sexagesimal',
  places: [],
};

/** How frames are called where people choose them. */
export const FRAME_LABELS: Readonly<Record<SkyFrame, string>> = {
  own: 'Own frame',
  ICRS: 'ICRS',
  FK5: 'FK5 J2000',
  FK4: 'FK4 B1950',
  Galactic: 'Galactic',
  Ecliptic: 'Ecliptic J2000',
};

export const MOST_PLACES = 12;
const LONGEST_PLACE = 200;

/** What an earlier page kept, as far as it can be one: anything else is as at first. */
export function skyStateOf(kept: unknown): SkyState {
  const { grid, compass, scaleBar, frame, style, places } = (
    typeof kept === 'object' && kept !== null ? kept : {}
  ) as Partial<Record<keyof SkyState, unknown>>;
  return {
    grid: grid === true,
    compass: compass === true,
    scaleBar: scaleBar === true,
    frame: SKY_FRAMES.find((each) => each === frame) ?? DEFAULT_SKY_STATE.frame,
    style: style === 'degrees' ? 'degrees' : DEFAULT_SKY_STATE.style,
    places: Array.isArray(places) ? places.filter(isPlace).slice(0, MOST_PLACES) : [],
  };
}

/** A place goes to the front of those before it. */
export function withPlace(places: readonly string[], place: string): readonly string[] {
  return isPlace(place)
    ? [place, ...places.filter((each) => each !== place)].slice(0, MOST_PLACES)
    : places;
}

function isPlace(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_PLACE;
}
