import type { Card } from '../fits/card';
import { Header } from '../fits/header';
import { readFitsWcs } from '../sky/fits/read-wcs';
import { separation } from '../sky/geometry';
import { localScale } from '../sky/geometry-scale';
import type { Wcs } from '../sky/wcs';
import { type Area, gridOf, middleOf, tangentPlane } from './fit-grid';
import { frameCards, type FrameCards } from './frame-cards';
import { leastSquares } from './least-squares';
import { newCard } from './write-card';

/** A coordinate system of FITS that stands for another one over a part of an image. */
export interface FittedWcs {
  readonly cards: readonly Card[];
  readonly degree: number;
  /** The largest error between the points it was fitted to. */
  readonly arcseconds: number;
  readonly pixels: number;
}

const HIGHEST = 6;
/** Fits as good as this need not be better: pixels. */
const GOOD = 1e-4;
/** Points along each side that are fitted, and that are checked. */
const FITTED = 25;
const CHECKED = 41;

/**
 * Fits TAN with SIP distortion (Shupe et al. 2005), forward and inverse, to a coordinate system over a box of
 * an image by least squares, of the lowest degree up to 6 that is good to 10⁻⁴ pixel, else of the best.
 *
 * @param wcs of two pixel axes, celestial.
 * @param area of the image over which it is to hold.
 * @param corner the image pixel, 0-based, that is the first of the image the cards are for.
 * @returns undefined where the box is not on the sky, or where its frame has no name in FITS.
 */
export function fitTanSip(
  wcs: Wcs,
  area: Area,
  corner: readonly [x: number, y: number],
): FittedWcs | undefined {
  const { celestial } = wcs;
  const frame = celestial && frameCards(celestial.frame);
  if (celestial === undefined || frame === undefined || wcs.pixelAxes !== 2) {
    return undefined;
  }
  const at = gridOf(wcs, area, FITTED);
  const check = gridOf(wcs, area, CHECKED);
  const centre = at && middleOf(wcs, area);
  if (at === undefined || check === undefined || centre === undefined) {
    return undefined;
  }
  const { x, y, longitude, latitude } = centre;
  const plane = tangentPlane(at, longitude, latitude);
  const scale = Math.max(area.width, area.height) / 2 || 1;
  const u = at.x.map((value) => (value - x) / scale);
  const v = at.y.map((value) => (value - y) / scale);
  let best: FittedWcs | undefined;
  for (let degree = 1; degree <= HIGHEST; degree += 1) {
    const cards = fittedCards({
      u,
      v,
      plane,
      scale,
      degree,
      x,
      y,
      corner,
      frame,
      longitude,
      latitude,
    });
    const error = cards && errorOf(cards, check, wcs, area, corner);
    if (
      cards !== undefined &&
      error !== undefined &&
      !(error.pixels >= (best?.pixels ?? Infinity))
    ) {
      best = { cards, degree, ...error };
    }
    if (best !== undefined && best.pixels < GOOD) {
      break;
    }
  }
  return best;
}

interface FitInput {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly plane: { readonly xi: Float64Array; readonly eta: Float64Array };
  readonly scale: number;
  readonly degree: number;
  readonly x: number;
  readonly y: number;
  readonly corner: readonly [x: number, y: number];
  readonly frame: FrameCards;
  readonly longitude: number;
  readonly latitude: number;
}

function fittedCards(input: FitInput): Card[] | undefined {
  const { u, v, plane, scale, degree, x, y, corner, frame, longitude, latitude } = input;
  const powers = powersUpTo(degree);
  const fit = leastSquares(powers, u, v, [plane.xi, plane.eta]);
  if (fit === undefined) {
    return undefined;
  }
  const [xi, eta] = fit as [Float64Array, Float64Array];
  const at = (p: number, q: number): number => powers.findIndex(([a, b]) => a === p && b === q);
  const [i10, i01] = [at(1, 0), at(0, 1)];
  const cd = [xi[i10], xi[i01], eta[i10], eta[i01]].map((value) => (value as number) / scale);
  const [a = 0, b = 0, c = 0, d = 0] = cd;
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 0)) {
    return undefined;
  }
  // What the polynomials add, in pixels.
  const shift = (k: number): [number, number] => {
    const [s, t] = [xi[k] as number, eta[k] as number];
    return [(d * s - b * t) / determinant, (a * t - c * s) / determinant];
  };
  const suffix = degree > 1 ? '-SIP' : '';
  const cards = [
    newCard('WCSAXES', 2, 'Number of coordinate axes'),
    newCard('CTYPE1', frame.longitude + suffix, 'fitted to the gwcs of the source'),
    newCard('CTYPE2', frame.latitude + suffix, 'fitted to the gwcs of the source'),
    newCard('CUNIT1', 'deg'),
    newCard('CUNIT2', 'deg'),
    newCard('CRPIX1', { real: x - corner[0] + 1 }),
    newCard('CRPIX2', { real: y - corner[1] + 1 }),
    newCard('CRVAL1', { real: longitude }),
    newCard('CRVAL2', { real: latitude }),
    ...(['CD1_1', 'CD1_2', 'CD2_1', 'CD2_2'] as const).map((keyword, k) =>
      newCard(keyword, { real: cd[k] as number }),
    ),
    ...frame.cards,
  ];
  return degree < 2
    ? cards
    : [...cards, ...sipCards(input, powers, shift), ...inverseCards(input, powers, shift)];
}

type Shift = (k: number) => [number, number];

function sipCards({ degree, scale }: FitInput, powers: readonly Power[], shift: Shift): Card[] {
  const cards = [newCard('A_ORDER', degree), newCard('B_ORDER', degree)];
  for (const [k, [p, q]] of powers.entries()) {
    if (p + q !== 1) {
      const terms = shift(k).map((value) => value / scale ** (p + q));
      cards.push(newCard(`A_${p}_${q}`, { real: terms[0] as number }));
      cards.push(newCard(`B_${p}_${q}`, { real: terms[1] as number }));
    }
  }
  return cards;
}

/** AP and BP: what is to be added to the undistorted pixels to have the pixels again. */
function inverseCards(
  { u, v, degree, scale }: FitInput,
  powers: readonly Power[],
  shift: Shift,
): Card[] {
  const [du, dv] = [new Float64Array(u.length), new Float64Array(u.length)];
  for (const [k, [p, q]] of powers.entries()) {
    if (p + q !== 1) {
      const [s, t] = shift(k);
      for (let i = 0; i < u.length; i += 1) {
        const term = (u[i] as number) ** p * (v[i] as number) ** q;
        du[i] = (du[i] as number) + s * term;
        dv[i] = (dv[i] as number) + t * term;
      }
    }
  }
  const moved = (from: Float64Array, by: Float64Array): Float64Array =>
    from.map((value, i) => value + (by[i] as number) / scale);
  const back = leastSquares(powers, moved(u, du), moved(v, dv), [
    du.map((value) => -value),
    dv.map((value) => -value),
  ]);
  if (back === undefined) {
    return [];
  }
  const cards = [newCard('AP_ORDER', degree), newCard('BP_ORDER', degree)];
  for (const [k, [p, q]] of powers.entries()) {
    for (const [name, terms] of [
      ['AP', back[0]],
      ['BP', back[1]],
    ] as const) {
      const value = (terms?.[k] as number) / scale ** (p + q);
      cards.push(newCard(`${name}_${p}_${q}`, { real: value }));
    }
  }
  return cards;
}

/** The largest distance between what the cards say and what the coordinate system says. */
function errorOf(
  cards: readonly Card[],
  check: NonNullable<ReturnType<typeof gridOf>>,
  wcs: Wcs,
  area: Area,
  corner: readonly [x: number, y: number],
): { arcseconds: number; pixels: number } | undefined {
  const fitted = readFitsWcs(new Header(cards));
  if (fitted === undefined || 'problem' in fitted) {
    return undefined;
  }
  const world = fitted.toWorld([
    check.x.map((value) => value - corner[0]),
    check.y.map((value) => value - corner[1]),
  ]);
  let most = 0;
  for (let k = 0; k < check.x.length; k += 1) {
    const found = { longitude: world[0]?.[k] as number, latitude: world[1]?.[k] as number };
    const wanted = {
      longitude: check.longitude[k] as number,
      latitude: check.latitude[k] as number,
    };
    most = Math.max(most, separation(found, wanted) * 3600);
  }
  const middle = [area.x0 + (area.width - 1) / 2, area.y0 + (area.height - 1) / 2] as const;
  const local = localScale(wcs, ...middle);
  return local && Number.isFinite(most)
    ? { arcseconds: most, pixels: most / Math.min(local.scaleX, local.scaleY) }
    : undefined;
}

type Power = readonly [p: number, q: number];

function powersUpTo(degree: number): Power[] {
  const powers: Power[] = [];
  for (let p = 0; p <= degree; p += 1) {
    // CRPIX is at CRVAL: there is no constant, which not all readers of SIP take.
    for (let q = p === 0 ? 1 : 0; p + q <= degree; q += 1) {
      powers.push([p, q]);
    }
  }
  return powers;
}
