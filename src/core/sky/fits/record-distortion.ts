import type { Header } from '../../fits/header';
import { recordValue } from '../../fits/record-valued';
import type { PlaneMap } from './distortion';
import { TPD_TERMS, TPV_TERMS, templatePolynomial } from './template-polynomial';

/** The fields of the records of one axis: `AXIS.1`, `TPD.FWD.4` … */
export type Fields = ReadonlyMap<string, number>;

/** The records `DP1`, `DQ2`, `D2IM1` … of a header, by their keyword. */
export function recordFields(header: Header): ReadonlyMap<string, Fields> {
  const all = new Map<string, Map<string, number>>();
  for (const card of header.cards) {
    if (/^(DP|DQ|D2IM)\d/.test(card.keyword)) {
      const record = recordValue(card);
      const fields = all.get(card.keyword) ?? new Map<string, number>();
      all.set(card.keyword, fields);
      if (record) {
        fields.set(record.keyword.slice(card.keyword.length + 1), record.value);
      }
    }
  }
  return all;
}

/** A distortion of two axes, counted from 0. */
export interface AxesMap {
  readonly axes: readonly [number, number];
  readonly map: PlaneMap;
}

type Corrected = (x: number, y: number) => number;

/**
 * The distortions that CPDISj (before the matrix, `DP`) or CQDISi (behind it, `DQ`) of a header describe
 * with polynomials (distortion paper, and wcslib's TPD); undefined where it has none, a sentence where
 * one is not supported. Positions before the matrix are pixels counted from 0.
 */
export function polynomialDistortion(
  header: Header,
  place: 'CPDIS' | 'CQDIS',
  letter: string,
  axes: number,
): AxesMap | string | undefined {
  const records = recordFields(header);
  const functions = new Map<number, Corrected>();
  const involved = new Set<number>();
  for (let i = 1; i <= axes; i += 1) {
    const keyword = `${place}${i}${letter}`;
    const kind = header.text(keyword)?.trim().toUpperCase();
    if (kind === undefined || kind === '' || (kind === 'LOOKUP' && place === 'CPDIS')) {
      continue;
    }
    if (kind !== 'TPD' && kind !== 'TPV') {
      return `${keyword} is ${kind.slice(0, 20)}, a distortion that is not supported.`;
    }
    const record = `${place === 'CPDIS' ? 'DP' : 'DQ'}${i}${letter}`;
    const made = axisPolynomial(kind, records.get(record) ?? new Map<string, number>(), i);
    if (typeof made === 'string') {
      return `${record}: ${made}`;
    }
    made.axes.forEach((axis) => involved.add(axis));
    involved.add(i - 1);
    functions.set(i - 1, made.of);
  }
  if (functions.size === 0) {
    return undefined;
  }
  const [first = 0, second = first === 0 ? 1 : 0, ...more] = [...involved].sort((a, b) => a - b);
  if (more.length > 0 || second >= axes) {
    return `${place} distorts other than two axes together, which is not supported.`;
  }
  return {
    axes: [first, second],
    map: mapOf(functions, [first, second], place === 'CPDIS' ? 1 : 0),
  };
}

/** Both axes from the same position; `origin` is what the first pixel is counted as. */
function mapOf(
  functions: ReadonlyMap<number, Corrected>,
  [a, b]: readonly [number, number],
  origin: number,
): PlaneMap {
  const inX = functions.get(a) ?? ((x: number): number => x);
  const inY = functions.get(b) ?? ((_: number, y: number): number => y);
  return (x, y, out) => {
    out.u = inX(x + origin, y + origin) - origin;
    out.v = inY(x + origin, y + origin) - origin;
  };
}

/** The polynomial of axis `i` (from 1), as a function of the lower and the higher of its two axes. */
function axisPolynomial(
  kind: 'TPD' | 'TPV',
  fields: Fields,
  i: number,
): { of: Corrected; axes: number[] } | string {
  const count = fields.get('NAXES') ?? 2;
  const [own = i, other = own === 1 ? 2 : 1] = [fields.get('AXIS.1'), fields.get('AXIS.2')];
  if (![own, other].every((axis) => Number.isInteger(axis) && axis >= 1)) {
    return `AXIS.1 and AXIS.2 are ${own} and ${other}, which are no axes.`;
  }
  const coefficients = new Map<number, number>();
  const start = kind === 'TPD' ? 'TPD.FWD.' : 'TPV.';
  for (const [field, value] of fields) {
    if (field.startsWith(start)) {
      const m = Number(field.slice(start.length));
      if (!(Number.isInteger(m) && m >= 0 && m < (kind === 'TPD' ? TPD_TERMS : TPV_TERMS))) {
        return `${field} is not a coefficient of ${kind}.`;
      }
      coefficients.set(m, value);
    }
  }
  const get = (field: string, otherwise: number): number => fields.get(field) ?? otherwise;
  const polynomial = templatePolynomial(coefficients);
  const [o1, o2] = [get('OFFSET.1', 0), get('OFFSET.2', 0)];
  const [s1, s2] = [get('SCALE.1', 1), get('SCALE.2', 1)];
  const a = [get('AUX.1.COEFF.0', 0), get('AUX.1.COEFF.1', 1), get('AUX.1.COEFF.2', 0)] as const;
  const b = [get('AUX.2.COEFF.0', 0), get('AUX.2.COEFF.1', 0), get('AUX.2.COEFF.2', 1)] as const;
  const adds = kind === 'TPD' && get('DOCORR', 1) !== 0;
  const swapped = own > other;
  const ownIsFirst = i === Math.min(own, other) || count === 1;
  const of: Corrected = (x, y) => {
    const p1 = ((swapped ? y : x) - o1) * s1;
    const p2 = count === 1 ? 0 : ((swapped ? x : y) - o2) * s2;
    const value = polynomial(a[0] + a[1] * p1 + a[2] * p2, b[0] + b[1] * p1 + b[2] * p2);
    return adds ? (ownIsFirst ? x : y) + value : value;
  };
  return { of, axes: count === 1 ? [own - 1] : [own - 1, other - 1] };
}

/** TPV (the registry's convention): PVi_m of both axes, in degrees behind the matrix. */
export function tpvDistortion(
  pv: ReadonlyMap<string, number>,
  [longitude, latitude]: readonly [number, number],
): PlaneMap | string {
  const polynomials: Corrected[] = [];
  for (const axis of [longitude, latitude]) {
    const coefficients = new Map<number, number>();
    for (const [key, value] of pv) {
      const [i, m] = key.split('_').map(Number) as [number, number];
      if (i === axis + 1) {
        if (m >= TPV_TERMS) {
          return `PV${key} is not a coefficient of TPV.`;
        }
        coefficients.set(m, value);
      }
    }
    polynomials.push(templatePolynomial(coefficients));
  }
  const [inX, inY] = polynomials as [Corrected, Corrected];
  return (x, y, out) => {
    out.u = inX(x, y);
    out.v = inY(y, x);
  };
}
