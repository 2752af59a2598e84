import type { Draft } from './ds9-drafts';
import type { FileNumber } from './ds9-numbers';
import type { Surroundings } from './ds9-places';
import { USUAL_SKY } from './ds9-systems';
import { physicalAngle, physicalScale } from './physical';
import type { LocalSky } from './region-sky';
import type { Shape } from './shape';

/** Longer than any image; keeps what follows in exact numbers. */
const LONGEST = 1e9;

type Position = readonly [x: number, y: number];

/**
 * The shapes a draft makes, or one sentence on why it makes none: an annulus of several rings is several
 * annuli, a segment is several lines.
 *
 * @param places of the draft, in pixels
 */
export function shapesOf(
  draft: Draft,
  places: readonly Position[],
  surroundings: Surroundings,
): Shape[] | string {
  const { name } = draft.file;
  const [[x, y] = [NaN, NaN]] = places;
  switch (name) {
    case 'point':
    case 'text':
      return [{ kind: 'point', x, y }];
    case 'polygon':
      return [{ kind: 'polygon', vertices: places }];
    case 'line':
    case 'segment':
      return places
        .slice(1)
        .map((to, k) => ({ kind: 'line', from: places[k] as Position, to }) as const);
    default:
      return sized(draft, x, y, surroundings);
  }
}

function sized(draft: Draft, x: number, y: number, surroundings: Surroundings): Shape[] | string {
  const { name, rings } = draft.file;
  const measure = new Measure(draft, x, y, surroundings);
  const lengths = draft.lengths.map((length) => measure.length(length));
  const angle = draft.angle ? measure.angle(draft.angle) : 0;
  if (![...lengths, angle].every(Number.isFinite)) {
    return `The scale of the sky is not known where this ${name} is.`;
  }
  const [a = 0, b = 0] = lengths;
  if (name === 'annulus') {
    const radii = rings === undefined ? lengths : steps(a, b, rings);
    const ascending = radii.every((radius, k) => k === 0 || radius > (radii[k - 1] as number));
    return a >= 0 && ascending && (radii.at(-1) ?? 0) <= LONGEST
      ? radii.slice(1).map((outer, k) => ({ kind: name, x, y, inner: radii[k] as number, outer }))
      : 'The radii of this annulus do not ascend.';
  }
  if (lengths.some((length) => !(length > 0 && length <= LONGEST))) {
    return `This ${name} has no size.`;
  }
  switch (name) {
    case 'circle':
      return [{ kind: name, x, y, radius: a }];
    case 'ellipse':
      return [{ kind: name, x, y, a, b, angle }];
    case 'box':
      return [{ kind: name, x, y, width: a, height: b, angle }];
    default: {
      const turn = (angle * Math.PI) / 180;
      const to = [x + a * Math.cos(turn), y + a * Math.sin(turn)] as const;
      return [{ kind: 'line', from: [x, y], to }];
    }
  }
}

function steps(inner: number, outer: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, k) => inner + ((outer - inner) * k) / count);
}

/**
 * Lengths and angles at one place. On the sky a length goes by the scale there towards north, and angles
 * count from west through north, so that 90° is north whatever way the image is turned, as in DS9 (which
 * takes scale and north from the middle of the image, and so is less exact on wide ones).
 */
class Measure {
  private readonly onSky: boolean;
  private known: LocalSky | undefined;

  constructor(
    private readonly draft: Draft,
    private readonly x: number,
    private readonly y: number,
    private readonly surroundings: Surroundings,
  ) {
    const { system } = draft.file;
    this.onSky = system !== 'image' && system !== 'physical';
  }

  /** @returns pixels; NaN where the sky is not known */
  length({ value, unit }: FileNumber): number {
    const { system } = this.draft.file;
    if (unit === 'degrees' || (unit === undefined && this.onSky)) {
      return value / (this.local()?.scale ?? NaN);
    }
    const physical = unit === 'p' || (unit === undefined && system === 'physical');
    return physical ? value * physicalScale(this.surroundings.physical) : value;
  }

  /** @returns degrees from the x axis; NaN where the sky is not known */
  angle({ value }: FileNumber): number {
    if (this.onSky) {
      return imageAngle(value, this.local());
    }
    const { system } = this.draft.file;
    return system === 'physical' ? physicalAngle(this.surroundings.physical, value) : value;
  }

  private local(): LocalSky | undefined {
    const { sky } = this.surroundings;
    const { system, sky: named } = this.draft.file;
    const frame = this.onSky ? system : (named ?? USUAL_SKY);
    const other = typeof frame === 'string' ? undefined : frame;
    return (this.known ??= sky?.around(this.x, this.y, other));
  }
}

/** @param angle of DS9 on the sky @returns degrees from the x axis, −180 to 180; NaN where the sky is not known */
function imageAngle(angle: number, local: LocalSky | undefined): number {
  const { rotation, parity } = local ?? { rotation: NaN, parity: 1 };
  return turned((parity > 0 ? angle : 180 - angle) + rotation);
}

/** The inverse of {@link imageAngle}. */
export function skyAngle(angle: number, { rotation, parity }: LocalSky): number {
  return turned(parity > 0 ? angle - rotation : 180 - angle + rotation);
}

/** The same direction from above −180 to 180. */
function turned(angle: number): number {
  const rest = angle % 360;
  return rest > 180 ? rest - 360 : rest <= -180 ? rest + 360 : rest;
}
