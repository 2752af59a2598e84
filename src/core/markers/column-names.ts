import type { CelestialFrame } from '../sky/wcs';

/** What the name of a column says it is. */
export interface NamedAngle {
  readonly axis: 'longitude' | 'latitude';
  readonly system: 'equatorial' | CelestialFrame['system'];
  /** The name with the word taken out: the same for a longitude and its latitude. */
  readonly stem: string;
  /** How sure this is. */
  readonly weight: number;
}

type Pair = readonly [lon: string, lat: string, system: NamedAngle['system'], weight: number];

/** Words of a longitude and of the latitude that goes with it, those that tell most first. */
const PAIRS: readonly Pair[] = [
  ['right_?ascension', 'declination', 'equatorial', 40],
  ['ra', 'dec?', 'equatorial', 40],
  ['alpha', 'delta', 'equatorial', 38],
  ['x(?=[a-z]*_world)', 'y(?=[a-z]*_world)', 'equatorial', 30],
  ['g(?:al(?:actic)?)?_?lon(?:gitude)?', 'g(?:al(?:actic)?)?_?lat(?:itude)?', 'Galactic', 24],
  ['e(?:cl(?:iptic)?)?_?lon(?:gitude)?', 'e(?:cl(?:iptic)?)?_?lat(?:itude)?', 'Ecliptic', 20],
  ['lon(?:gitude)?', 'lat(?:itude)?', 'equatorial', 14],
  ['l', 'b', 'Galactic', 8],
];

/** A word ends where no letter follows, or one of these: `RAJ2000`, `DEdeg`, `ALPHAWIN_J2000`, `raMean`. */
const END =
  '(?=$|[^a-z]|[jb]\\d|deg|icrs|rad(?:$|[^a-z])|(?:win|psf|model|peak|mean|stack|avg)(?:$|[^a-z]))';
/** It begins where no letter stands before it. */
const START = '(?<![a-z])';

const WORDS = PAIRS.map(([lon, lat, system, weight]) => ({
  longitude: new RegExp(START + lon + END),
  latitude: new RegExp(START + lat + END),
  system,
  weight,
}));

/** Uncertainties, correlations, motions and parts of an angle are no angles of a place. */
const NOT_A_PLACE =
  /err|sigma|unc|cov|corr|(?<![a-z])(?:pm|e|s|std|stdev|var|ivar|rms|off|offset|delta|d)_(?=ra|de)|pm_?(?:ra|de)|motion|(?<![a-z])(?:ra|de)[hms](?![a-z])|offset|(?:_|^)(?:min|max)(?:_|$)/;

/** Undefined where the name says nothing of an angle. */
export function namedAngle(name: string): NamedAngle | undefined {
  const lower = name.toLowerCase();
  if (NOT_A_PLACE.test(lower)) {
    return undefined;
  }
  for (const [at, words] of WORDS.entries()) {
    for (const axis of ['longitude', 'latitude'] as const) {
      const found = words[axis].exec(lower);
      if (found !== null) {
        const rest = lower.slice(0, found.index) + '·' + lower.slice(found.index + found[0].length);
        return { axis, system: words.system, stem: `${at}:${rest}`, weight: words.weight };
      }
    }
  }
  return undefined;
}

/** The year that a name or a description says its equator is of, where it says one. */
export function namedEquinox(name: string): 'J2000' | 'B1950' | undefined {
  if (/b_?1950|fk4/i.test(name)) {
    return 'B1950';
  }
  return /j_?2000|icrs/i.test(name) ? 'J2000' : undefined;
}
