import type { CelestialFrame } from './wcs';

export interface PositionFormat {
  readonly style: 'sexagesimal' | 'degrees';
  /** Arcseconds a pixel: the last digit is of a tenth of it or finer. Without it 0.01″ is shown. */
  readonly scale?: number | undefined;
  /** `10h21m33s +41d12m00s`, which says its units, or `10:21:33 +41:12:00`. Letters unless stated. */
  readonly separators?: 'letters' | 'colons' | undefined;
}

/** Beyond this a double has no digits left. */
const MOST_DECIMALS = 8;

/** True where longitudes are right ascensions, which are written in hours. */
export function isEquatorial(frame: CelestialFrame): boolean {
  switch (frame.system) {
    case 'ICRS':
    case 'FK5':
    case 'FK4':
    case 'FK4-NO-E':
      return true;
    case 'Galactic':
    case 'Ecliptic':
    case 'Supergalactic':
    case 'other':
      return false;
  }
}

/**
 * A position as text that {@link parsePosition} and astropy's SkyCoord read back: longitude (in hours where it
 * is a right ascension and the style is sexagesimal), a blank, latitude with its sign. The frame is not named.
 *
 * @param longitude degrees, any turn of the circle
 * @param latitude degrees
 * @returns empty where a value is not finite
 */
export function formatPosition(
  frame: CelestialFrame,
  longitude: number,
  latitude: number,
  format: PositionFormat,
): string {
  return Number.isFinite(longitude) && Number.isFinite(latitude)
    ? `${formatLongitude(frame, longitude, format)} ${formatLatitude(latitude, format)}`
    : '';
}

/** The first half of {@link formatPosition}: from 0 to below a whole turn, also when rounded. */
export function formatLongitude(
  frame: CelestialFrame,
  longitude: number,
  format: PositionFormat,
): string {
  const lon = turned(longitude);
  const decimals = arcsecondDecimals(format.scale);
  if (format.style === 'degrees') {
    const text = lon.toFixed(decimals + 4);
    return Number(text) < 360 ? text : (0).toFixed(decimals + 4);
  }
  // A second of right ascension is 15″, so it has one decimal more.
  return isEquatorial(frame)
    ? sexagesimal(lon / 15, decimals + 1, { letters: 'hms', width: 2, turn: 24 }, format)
    : sexagesimal(lon, decimals, { letters: 'dms', width: 3, turn: 360 }, format);
}

/** The second half of {@link formatPosition}: always with a sign, `+` where it rounds to zero. */
export function formatLatitude(latitude: number, format: PositionFormat): string {
  const decimals = arcsecondDecimals(format.scale);
  const size = Math.abs(latitude);
  const text =
    format.style === 'degrees'
      ? size.toFixed(decimals + 4)
      : sexagesimal(size, decimals, { letters: 'dms', width: 2, turn: Infinity }, format);
  return (latitude < 0 && /[1-9]/.test(text) ? '-' : '+') + text;
}

/**
 * An angle, distance or size in the unit that suits it: `3.142″`, `2.500′`, `1.250°`; `0″` for none.
 *
 * @param degrees any sign
 * @param digits how many count
 */
export function formatAngle(degrees: number, digits = 4): string {
  if (!Number.isFinite(degrees)) {
    return '';
  }
  const size = Math.abs(degrees);
  const units = [
    { symbol: '″', value: size * 3600, least: 0, limit: 60 },
    // A little less than 1 only because 59.999 of the smaller unit was rounded up.
    { symbol: '′', value: size * 60, least: 1, limit: 60 },
    { symbol: '°', value: size, least: 1, limit: Infinity },
  ];
  for (const { symbol, value, least, limit } of units) {
    const text = toDigits(value, digits, least);
    if (Number(text) < limit) {
      const sign = degrees < 0 && Number(text) !== 0 ? '-' : '';
      return `${sign}${Number(text) === 0 ? '0' : text}${symbol}`;
    }
  }
  return `${degrees}°`;
}

/** A longitude from 0 to below 360 degrees, with all its digits where it was there before. */
export function turned(longitude: number): number {
  const rest = longitude % 360;
  const positive = rest < 0 ? rest + 360 : rest;
  return positive < 360 ? positive + 0 : 0;
}

/** How many decimals of an arcsecond show a tenth of a pixel. */
export function arcsecondDecimals(scale: number | undefined): number {
  if (scale === undefined || !(scale > 0) || !Number.isFinite(scale)) {
    return 2;
  }
  return Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(1 - Math.log10(scale))));
}

/** Rounded as one whole number of its last digit, so that a carry goes all the way and no 60 appears. */
function sexagesimal(
  value: number,
  decimals: number,
  { letters, width, turn }: { letters: 'hms' | 'dms'; width: number; turn: number },
  { separators = 'letters' }: PositionFormat,
): string {
  const power = 10 ** decimals;
  const units = Math.round(value * 3600 * power) % (turn * 3600 * power);
  const fraction = decimals === 0 ? '' : `.${String(units % power).padStart(decimals, '0')}`;
  const seconds = Math.floor(units / power);
  const parts = [
    String(Math.floor(seconds / 3600)).padStart(width, '0'),
    String(Math.floor(seconds / 60) % 60).padStart(2, '0'),
    String(seconds % 60).padStart(2, '0') + fraction,
  ];
  return separators === 'colons'
    ? parts.join(':')
    : parts.map((part, k) => part + letters.charAt(k)).join('');
}

function toDigits(value: number, digits: number, least: number): string {
  const size = Math.max(value, least);
  const decimals = size === 0 ? 0 : digits - 1 - Math.floor(Math.log10(size));
  return value.toFixed(Math.min(MOST_DECIMALS, Math.max(0, decimals)));
}
