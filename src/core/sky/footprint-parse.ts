import { SkybucketError } from '../errors';
import { ICRS, regionFrame, UNKNOWN_FRAME, WITHOUT_EFFECT, withEquinox } from './footprint-frames';
import type { PartShape } from './footprint-shape';
import { type RegionToken, regionTokens } from './footprint-tokens';
import type { Direction } from './geometry';
import type { CelestialFrame } from './wcs';

export interface ParsedPart {
  readonly shape: PartShape;
  readonly frame: CelestialFrame;
}

export interface ParsedRegion {
  readonly parts: readonly ParsedPart[];
  /** What was assumed, one sentence each. */
  readonly warnings: readonly string[];
}

const SHAPES = ['POLYGON', 'CIRCLE', 'BOX', 'ELLIPSE', 'RANGE', 'POSITIONINTERVAL'];
const OPERATORS = ['INTERSECTION', 'DIFFERENCE', 'NOT'];
/** Longer than the outline of any mosaic. */
const LONGEST = 1_000_000;

/** Degrees of the units that `unit …` may name. */
const UNITS: Readonly<Record<string, number>> = {
  DEG: 1,
  ARCMIN: 1 / 60,
  ARCSEC: 1 / 3600,
  RAD: 180 / Math.PI,
};

/**
 * Reads a region as services write it: STC-S (`POLYGON ICRS …`, `UNION ICRS (CIRCLE … POLYGON …)`), ADQL
 * (`POLYGON('ICRS', …)`), DALI (`circle 1 2 3`, or the numbers alone: three are a circle, six and more a
 * polygon). Frames hold for what follows, ICRS where none is named.
 *
 * @throws SkybucketError `format` or `unsupported` with what is wrong.
 */
export function parseRegion(text: string): ParsedRegion {
  const tokens = text.length > LONGEST ? undefined : regionTokens(text);
  if (tokens === undefined || tokens.length === 0) {
    throw notRegion(text);
  }
  return new RegionParser(tokens, text).parse();
}

class RegionParser {
  private readonly parts: ParsedPart[] = [];
  private readonly warnings: string[] = [];
  private frame = ICRS;
  private at = 0;

  constructor(
    private readonly tokens: readonly RegionToken[],
    private readonly text: string,
  ) {}

  parse(): ParsedRegion {
    if (this.tokens[0]?.kind === 'number') {
      const numbers = this.numbers();
      this.add(numbers.length === 3 ? 'CIRCLE' : 'POLYGON', numbers);
    }
    while (this.at < this.tokens.length) {
      this.next();
    }
    if (this.parts.length === 0) {
      throw notRegion(this.text);
    }
    return { parts: this.parts, warnings: [...new Set(this.warnings)] };
  }

  private next(): void {
    const token = this.tokens[this.at++];
    if (token?.kind === 'number') {
      throw notRegion(this.text);
    }
    if (token?.kind !== 'word') {
      return; // Brackets hold shapes together that are joined anyway.
    }
    const { text } = token;
    if (SHAPES.includes(text)) {
      this.shape(text);
    } else if (text === 'UNION' || text === 'REGION') {
      this.frameWords();
    } else if (OPERATORS.includes(text)) {
      throw new SkybucketError('unsupported', `Regions with ${text} cannot be shown yet.`, {
        hint: 'Unions of polygons, circles, boxes and ellipses can.',
      });
    } else if (!this.frameWord(text)) {
      this.skipOther(text);
    }
  }

  private shape(word: string): void {
    // Brackets of ADQL around all, and of others around the numbers.
    let depth = 0;
    const open = (): void => {
      while (this.tokens[this.at]?.kind === '(') {
        this.at++;
        depth++;
      }
    };
    open();
    this.frameWords();
    open();
    const numbers = this.numbers();
    const scale = this.unitScale();
    while (depth > 0 && this.tokens[this.at]?.kind === ')') {
      this.at++;
      depth--;
    }
    this.add(
      word,
      // The position angle of an ellipse stays in degrees.
      numbers.map((value, k) => (word === 'ELLIPSE' && k === 4 ? value : value * scale)),
    );
  }

  /** Frame, reference position and flavour behind a shape's or an operator's word, and what may come with them. */
  private frameWords(): void {
    for (;;) {
      const token = this.tokens[this.at];
      if (token?.kind !== 'word') {
        return;
      }
      if (token.text === 'FILLFACTOR') {
        this.at += 2;
      } else if (this.frameWord(token.text)) {
        this.at++;
      } else {
        return;
      }
    }
  }

  private frameWord(word: string): boolean {
    const equinox = withEquinox(this.frame, word);
    const frame = equinox ?? regionFrame(word);
    if (frame !== undefined) {
      this.frame = frame;
    } else if (/^CARTESIAN[123]$|^SPHERICAL3$/.test(word)) {
      throw new SkybucketError('unsupported', `Regions in ${word} are not on the sky.`);
    } else if (word === UNKNOWN_FRAME) {
      this.warnings.push('Its frame is unknown; ICRS is assumed.');
    }
    return frame !== undefined || WITHOUT_EFFECT.has(word);
  }

  private numbers(): number[] {
    const numbers: number[] = [];
    for (
      let token = this.tokens[this.at];
      token?.kind === 'number';
      token = this.tokens[++this.at]
    ) {
      numbers.push(token.value);
    }
    return numbers;
  }

  /** `unit arcmin` behind the numbers. */
  private unitScale(): number {
    const [word, unit] = [this.tokens[this.at], this.tokens[this.at + 1]];
    if (word?.kind !== 'word' || word.text !== 'UNIT' || unit?.kind !== 'word') {
      return 1;
    }
    const scale = UNITS[unit.text];
    if (scale === undefined) {
      throw new SkybucketError('unsupported', `Regions in ${unit.text} are not on the sky.`);
    }
    this.at += 2;
    return scale;
  }

  /** `Time …`, `Spectral …`, `Position 1 2`, `Resolution 0.1`, … say nothing of the outline. */
  private skipOther(word: string): void {
    if (!OTHER_WORDS.test(word)) {
      throw notRegion(this.text);
    }
    while (this.tokens[this.at]?.kind === 'number') {
      this.at++;
    }
  }

  private add(word: string, numbers: readonly number[]): void {
    const { frame } = this;
    if (word === 'POLYGON') {
      for (const corners of splitAtNaN(numbers)) {
        this.parts.push({ shape: polygonShape(corners, this.text), frame });
      }
      return;
    }
    if (!numbers.every(Number.isFinite) && word !== 'RANGE') {
      throw notRegion(this.text);
    }
    const shape = shapeOf(word, numbers);
    if (shape === undefined) {
      throw notRegion(this.text);
    }
    this.parts.push({ shape, frame });
  }
}

/** Sub-phrases of STC-S beside the area, and words within them. */
const OTHER_WORDS =
  /^(?:TIME\w*|TT|TDT|ET|TAI|TDB|TCB|TCG|UTC|LST|MJD|JD|ISO|START\w*|STOP\w*|SPECTRAL\w*|REDSHIFT\w*|VELOCITY\w*|POSITION|EPOCH|ERROR|RESOLUTION|SIZE|PIXSIZE|UNIT|FILLFACTOR|DEG|ARCMIN|ARCSEC|ALLSKY)$/;

/** DALI 1.2 parts the polygons of one list with pairs of NaN. */
function splitAtNaN(numbers: readonly number[]): number[][] {
  const lists: number[][] = [[]];
  for (const value of numbers) {
    if (!Number.isNaN(value)) {
      lists.at(-1)?.push(value);
    } else if (lists.at(-1)?.length !== 0) {
      lists.push([]);
    }
  }
  return lists.filter((list, index) => list.length > 0 || index === 0);
}

/** Corners that repeat the one before them, or the first at the end, are none. */
function polygonShape(numbers: readonly number[], text: string): PartShape {
  const corners: Direction[] = [];
  for (let k = 0; k + 1 < numbers.length; k += 2) {
    const corner = { longitude: numbers[k] as number, latitude: numbers[k + 1] as number };
    if (!isDirection(corner)) {
      throw notRegion(text);
    }
    if (!isSame(corners.at(-1), corner)) {
      corners.push(corner);
    }
  }
  while (corners.length > 1 && isSame(corners[0], corners.at(-1) as Direction)) {
    corners.pop();
  }
  if (numbers.length % 2 !== 0 || corners.length < 3) {
    throw new SkybucketError('format', 'This region has a polygon of less than three corners.', {
      hint: 'The service wrote it so.',
    });
  }
  return { kind: 'polygon', corners };
}

function isSame(a: Direction | undefined, b: Direction): boolean {
  return a !== undefined && a.longitude === b.longitude && a.latitude === b.latitude;
}

function isDirection({ longitude, latitude }: Direction): boolean {
  return Number.isFinite(longitude) && Math.abs(latitude) <= 90;
}

function shapeOf(word: string, numbers: readonly number[]): PartShape | undefined {
  const [a = NaN, b = NaN, c = NaN, d = NaN, angle = NaN] = numbers;
  const centre = { longitude: a, latitude: b };
  const count = numbers.length;
  switch (word) {
    case 'CIRCLE':
      return count === 3 && isDirection(centre) && c >= 0 && c <= 180
        ? { kind: 'circle', centre, radius: c }
        : undefined;
    case 'BOX':
      return count === 4 && isDirection(centre) && c > 0 && d > 0 && c < 180 && d < 180
        ? { kind: 'box', centre, width: c, height: d }
        : undefined;
    case 'ELLIPSE':
      return count === 5 && isDirection(centre) && c > 0 && d > 0 && Math.max(c, d) <= 90
        ? { kind: 'ellipse', centre, axes: [c, d], angle }
        : undefined;
    case 'RANGE':
      return rangeShape(count, [finite(a, 0), finite(b, 360)], [finite(c, -90), finite(d, 90)]);
    default: // PositionInterval: both of the first corner, then both of the second.
      return rangeShape(count, [a, c], [b, d]);
  }
}

function rangeShape(
  count: number,
  longitude: readonly [number, number],
  latitude: readonly [number, number],
): PartShape | undefined {
  const sound = latitude[0] <= latitude[1] && latitude[0] >= -90 && latitude[1] <= 90;
  return count === 4 && sound ? { kind: 'range', longitude, latitude } : undefined;
}

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}

function notRegion(text: string): SkybucketError {
  const shown = text.trim().replace(/\s+/g, ' ');
  return new SkybucketError(
    'format',
    shown === ''
      ? 'There is no region.'
      : `“${shown.length > 60 ? `${shown.slice(0, 59)}…` : shown}” is no region of the sky.`,
    { hint: 'A region looks like POLYGON ICRS 10 20 11 20 11 21 10 21.' },
  );
}
