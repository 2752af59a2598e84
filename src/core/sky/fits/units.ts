/** Quantities that coordinates of a kind are measured in; their SI unit has the factor 1, angles degrees. */
export type Quantity =
  'angle' | 'length' | 'frequency' | 'energy' | 'wavenumber' | 'speed' | 'none';

const PREFIXES: readonly (readonly [string, number])[] = [
  ['da', 1e1],
  ['d', 1e-1],
  ['c', 1e-2],
  ['m', 1e-3],
  ['u', 1e-6],
  ['n', 1e-9],
  ['p', 1e-12],
  ['f', 1e-15],
  ['a', 1e-18],
  ['z', 1e-21],
  ['y', 1e-24],
  ['h', 1e2],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
];

/** Powers of metre, second, kilogram and degree, and the factor to them. */
interface Unit {
  readonly factor: number;
  readonly m: number;
  readonly s: number;
  readonly kg: number;
  readonly deg: number;
}

const NONE: Unit = { factor: 1, m: 0, s: 0, kg: 0, deg: 0 };
const unit = (factor: number, powers: Partial<Omit<Unit, 'factor'>>): Unit => ({
  ...NONE,
  ...powers,
  factor,
});
const METRE = { m: 1 };
const SECOND = { s: 1 };
const DEGREE = { deg: 1 };
/** The electron volt and the Rydberg as wcslib has them, so that values agree with it. */
const EV = 1.6021765e-19;
const JOULE = { kg: 1, m: 2, s: -2 };

/** Units that take prefixes. */
const PREFIXED: ReadonlyMap<string, Unit> = new Map([
  ['m', unit(1, METRE)],
  ['s', unit(1, SECOND)],
  ['a', unit(31557600, SECOND)],
  ['yr', unit(31557600, SECOND)],
  ['g', unit(1e-3, { kg: 1 })],
  ['Hz', unit(1, { s: -1 })],
  ['J', unit(1, JOULE)],
  ['eV', unit(EV, JOULE)],
  ['pc', unit(3.0857e16, METRE)],
  ['rad', unit(180 / Math.PI, DEGREE)],
  ['arcsec', unit(1 / 3600, DEGREE)],
]);

const PLAIN: ReadonlyMap<string, Unit> = new Map([
  ['deg', unit(1, DEGREE)],
  ['arcmin', unit(1 / 60, DEGREE)],
  ['mas', unit(1 / 3.6e6, DEGREE)],
  ['Angstrom', unit(1e-10, METRE)],
  ['angstrom', unit(1e-10, METRE)],
  ['AU', unit(1.49598e11, METRE)],
  ['lyr', unit(9.460730472e15, METRE)],
  ['solRad', unit(6.9599e8, METRE)],
  ['Ry', unit(13.605692 * EV, JOULE)],
  ['erg', unit(1e-7, JOULE)],
  ['min', unit(60, SECOND)],
  ['h', unit(3600, SECOND)],
  ['d', unit(86400, SECOND)],
]);

/** Spellings that are not standard and mean one thing only (as wcslib's unitfix takes them). */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['angstroms', 'Angstrom'],
  ['deg', 'deg'],
  ['degree', 'deg'],
  ['degrees', 'deg'],
  ['hz', 'Hz'],
  ['khz', 'kHz'],
  ['mhz', 'MHz'],
  ['ghz', 'GHz'],
  ['ev', 'eV'],
  ['kev', 'keV'],
  ['mev', 'MeV'],
  ['meter', 'm'],
  ['meters', 'm'],
  ['metre', 'm'],
  ['metres', 'm'],
  ['micron', 'um'],
  ['microns', 'um'],
  ['sec', 's'],
  ['second', 's'],
  ['seconds', 's'],
  ['arcsecond', 'arcsec'],
  ['arcseconds', 'arcsec'],
  ['arcsecs', 'arcsec'],
  ['arcminute', 'arcmin'],
  ['arcminutes', 'arcmin'],
  ['radian', 'rad'],
  ['radians', 'rad'],
  ['hour', 'h'],
  ['hours', 'h'],
  ['hr', 'h'],
  ['minute', 'min'],
  ['minutes', 'min'],
  ['day', 'd'],
  ['days', 'd'],
  ['year', 'yr'],
  ['years', 'yr'],
]);

/** What one of a unit is in SI (in degrees for angles), or undefined if it measures something else. */
export function unitFactor(text: string, quantity: Quantity): number | undefined {
  const parsed = unitOf(text);
  return parsed !== undefined && isOf(parsed, quantity) ? parsed.factor : undefined;
}

function isOf({ m, s, kg, deg }: Unit, quantity: Quantity): boolean {
  const is = (a: number, b: number, c: number, d: number): boolean =>
    m === a && s === b && kg === c && deg === d;
  switch (quantity) {
    case 'angle':
      return is(0, 0, 0, 1);
    case 'length':
      return is(1, 0, 0, 0);
    case 'frequency':
      return is(0, -1, 0, 0);
    case 'energy':
      return is(2, -2, 1, 0);
    case 'wavenumber':
      return is(-1, 0, 0, 0);
    case 'speed':
      return is(1, -1, 0, 0);
    case 'none':
      return is(0, 0, 0, 0);
  }
}

const FACTOR = /^(?:10(?:\*\*|\^)?\(?([+-]?\d+)\)?|([\d.]+(?:[eE][+-]?\d+)?))\s*/;
const TERM = /^([A-Za-z]+)(?:(?:\*\*|\^)?\(?([+-]?\d+)\)?)?/;

/** The unit a string writes: terms with powers, joined by blanks, `.`, `*` and `/` (FITS 4.0, 4.3). */
function unitOf(text: string): Unit | undefined {
  let rest = text.trim();
  let total = NONE;
  const number = FACTOR.exec(rest);
  if (number && !/^\//.test(rest)) {
    const ten = number[1];
    const factor = ten === undefined ? Number(number[2]) : 10 ** Number(ten);
    total = { ...total, factor };
    rest = rest.slice(number[0].length);
  }
  while (rest !== '') {
    const joint = /^[\s.*]*(\/?)\s*/.exec(rest);
    rest = rest.slice(joint?.[0].length ?? 0);
    const term = TERM.exec(rest);
    const single = term && singleUnit(term[1] ?? '');
    if (!term || !single) {
      return undefined;
    }
    const power = Number(term[2] ?? 1) * (joint?.[1] === '/' ? -1 : 1);
    total = {
      factor: total.factor * single.factor ** power,
      m: total.m + single.m * power,
      s: total.s + single.s * power,
      kg: total.kg + single.kg * power,
      deg: total.deg + single.deg * power,
    };
    rest = rest.slice(term[0].length);
  }
  return total;
}

function singleUnit(name: string): Unit | undefined {
  const known = PLAIN.get(name) ?? PREFIXED.get(name);
  if (known) {
    return known;
  }
  for (const [prefix, factor] of PREFIXES) {
    const base = name.startsWith(prefix) ? PREFIXED.get(name.slice(prefix.length)) : undefined;
    if (base) {
      return { ...base, factor: base.factor * factor };
    }
  }
  const other = SPELLINGS.get(name.toLowerCase());
  return other === undefined ? undefined : singleUnit(other);
}
