import type { Header } from '../../fits/header';
import type { PlaneMap } from './distortion';
import type { PairStep } from './fits-wcs';
import type { WcsKeywords } from './keywords';
import { polynomialDistortion } from './record-distortion';
import { readSip } from './sip';
import type { SkyAxes } from './sky-axes';
import { lookupMap, type WcsTables } from './table-needs';

/** The distortions of a description: on pixels, and behind the matrix. */
export interface Distortions {
  readonly prior: PairStep[];
  readonly sequent: PairStep[];
}

export interface DistortionOptions {
  readonly tables?: WcsTables | undefined;
  /** Leaves out SIP and look-up tables. */
  readonly core?: boolean | undefined;
}

/** All distortions in the order they act, or a sentence on one that cannot be followed. */
export function distortionsOf(
  header: Header,
  keywords: WcsKeywords,
  sky: SkyAxes | undefined,
  { tables = new Map(), core = false }: DistortionOptions,
  warnings: string[],
): Distortions | string {
  const letter = keywords.alternate.trim();
  const prior: PairStep[] = [];
  const sequent: PairStep[] = [];
  if (keywords.axes >= 2 && !core) {
    const pixels = (map: PlaneMap, start?: PlaneMap): PairStep => ({
      axes: [0, 1],
      map,
      start,
      pixel: 1,
    });
    const detector = lookupMap(header, 'D2IM', tables, warnings);
    const sip = sky?.withoutSip ? undefined : readSip(header, keywords.crpix);
    if (typeof sip === 'string') {
      return sip;
    }
    const table = lookupMap(header, 'CPDIS', tables, warnings);
    if (detector) {
      prior.push(pixels(detector));
    }
    // Both are of the same position, and their corrections add up.
    const map = sip && table ? sumOf(sip.forward, table) : (sip?.forward ?? table);
    if (map) {
      prior.push(pixels(map, sip?.backward));
    }
  }
  const before = polynomialDistortion(header, 'CPDIS', letter, keywords.axes);
  const behind = polynomialDistortion(header, 'CQDIS', letter, keywords.axes);
  if (typeof before === 'string' || typeof behind === 'string') {
    return typeof before === 'string' ? before : (behind as string);
  }
  if (before) {
    prior.push({ ...before, pixel: 1 });
  }
  if (behind) {
    sequent.push(inIntermediatePixels(behind, keywords));
  }
  if (sky?.sequent) {
    const axes = [sky.longitude, sky.latitude] as const;
    sequent.push({ axes, map: sky.sequent, pixel: pixelScale(keywords, sky.longitude) });
  }
  return { prior, sequent };
}

function sumOf(a: PlaneMap, b: PlaneMap): PlaneMap {
  return (x, y, out) => {
    a(x, y, out);
    const { u, v } = out;
    b(x, y, out);
    out.u += u - x;
    out.v += v - y;
  };
}

/** CQDIS acts before CDELT where PC is used, and on the coordinates CD gives otherwise. */
function inIntermediatePixels(
  { axes, map }: { axes: readonly [number, number]; map: PlaneMap },
  keywords: WcsKeywords,
): PairStep {
  const usesCd = keywords.cd.size > 0 && keywords.pc.size === 0;
  const [a, b] = axes.map((axis) => (usesCd ? 1 : (keywords.cdelt[axis] ?? 1))) as [number, number];
  return {
    axes,
    map: (x, y, out) => {
      map(x / a, y / b, out);
      out.u *= a;
      out.v *= b;
    },
    pixel: pixelScale(keywords, axes[0]),
  };
}

/** About what a pixel is along an axis, in the unit of the axis. */
function pixelScale({ cd, cdelt, axes }: WcsKeywords, axis: number): number {
  let most = 0;
  for (let j = 1; j <= axes; j += 1) {
    most = Math.max(most, Math.abs(cd.get(`${axis + 1}_${j}`) ?? 0));
  }
  return most > 0 ? most : Math.abs(cdelt[axis] ?? 1) || 1;
}
