import { SkybucketError } from '../errors';

/** A length somebody typed: so many pixels, or so many degrees. */
export type TypedLength =
  { readonly pixels: number } | { readonly degrees: number; readonly text: string };

const LONGEST = 60;
const LENGTH = /^([+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?)\s*(\S.*)?$/i;

const DEGREES: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, ['°', 'd', 'deg', 'degs', 'degree', 'degrees']],
      [
        1 / 60,
        ["'", '′', '’', 'm', 'am', 'amin', 'arcm', 'arcmin', 'arcmins', 'arcminute', 'arcminutes'],
      ],
      [
        1 / 3600,
        [
          '"',
          '″',
          '”',
          "''",
          '′′',
          's',
          'as',
          'asec',
          'arcs',
          'arcsec',
          'arcsecs',
          'arcsecond',
          'arcseconds',
        ],
      ],
      [1 / 3.6e6, ['mas', 'milliarcsec', 'milliarcsecond', 'milliarcseconds']],
      [180 / Math.PI, ['rad', 'radian', 'radians']],
    ] as const
  ).flatMap(([factor, names]) => names.map((name) => [name, factor] as const)),
);
const PIXELS = new Set(['', 'p', 'px', 'pix', 'pixel', 'pixels']);

/**
 * Reads `200 px`, `200` (pixels), `30"`, `1.5'`, `0.01 deg`, `40 arcsec`, with any primes.
 *
 * @throws SkybucketError `format` for anything else, and for nothing or less.
 */
export function parseLength(text: string): TypedLength {
  const match = text.length <= LONGEST ? LENGTH.exec(text.trim()) : null;
  const number = Number((match?.[1] ?? '').replace(',', '.'));
  const unit = (match?.[2] ?? '').trim().toLowerCase();
  const degrees = DEGREES.get(unit);
  if (match === null || (!PIXELS.has(unit) && degrees === undefined)) {
    throw notSize(text, 'is no size');
  }
  if (!(number > 0) || !Number.isFinite(number)) {
    throw notSize(text, 'is no size that a cutout can have');
  }
  return degrees === undefined
    ? { pixels: number }
    : { degrees: number * degrees, text: text.trim() };
}

/** What stands between a width and a height; the x of `px` and `pixels` does not. */
const BETWEEN = /\s*(?:(?<!pi?)x|×)\s*|\s*,\s+/i;

/** The width and the height in `30" x 40"` or `256 px, 128 px`; one size alone is both. */
export function splitSize(text: string): { readonly width: string; readonly height: string } {
  const [width = '', height = width, ...more] = text.slice(0, 3 * LONGEST).split(BETWEEN);
  return { width, height: [height, ...more].join(' x ') };
}

/**
 * Whole pixels of a length, rounded half to even as numpy does.
 *
 * @param scale degrees a pixel along this axis; undefined where the image has no celestial coordinates.
 * @throws SkybucketError `unsupported` for an angle without a scale, `past-end` for less than one pixel.
 */
export function pixelsOf(length: TypedLength, scale: number | undefined): number {
  if (!('pixels' in length) && !(scale !== undefined && scale > 0)) {
    throw new SkybucketError(
      'unsupported',
      'This image has no coordinates on the sky, so a size cannot be an angle.',
      { hint: 'Give it in pixels, as in “200 px”.' },
    );
  }
  const pixels = roundHalfEven(
    'pixels' in length ? length.pixels : length.degrees / (scale as number),
  );
  if (pixels < 1) {
    throw new SkybucketError('past-end', 'A cutout of this size has no pixel.', {
      hint: 'Choose a larger size.',
    });
  }
  return pixels;
}

/** As numpy's `round` and Python's. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

function notSize(text: string, what: string): SkybucketError {
  return new SkybucketError('format', `“${text.slice(0, LONGEST)}” ${what}.`, {
    hint: 'Write it in pixels (200 px) or as an angle (30", 1.5\', 0.01 deg).',
  });
}
