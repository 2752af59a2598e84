import { coordinateTypeOf } from './axis-names';
import type { Hdu } from './hdu';
import type { Header } from './header';

/** What an axis of an image counts, as far as the header says it in a straight line. */
export interface AxisLine {
  readonly length: number;
  /** CNAMEn, else what CTYPEn means, else CTYPEn as written; empty where the header says nothing. */
  readonly name: string;
  /** CUNITn as written, or empty. */
  readonly unit: string;
  /** World value of the 0-based pixel p: `value + (p - pixel) · step`; undefined where it is no straight line. */
  readonly linear: StraightLine | undefined;
}

export interface StraightLine {
  readonly pixel: number;
  readonly value: number;
  readonly step: number;
}

/** A name is shown in a row of controls; a long string of a header could be a page. */
const LONGEST_NAME = 80;

const MATRIX = /^(PC|CD)0*([1-9]\d{0,2})_0*([1-9]\d{0,2})$/;
/** Older drafts of WCS paper I wrote `PC001002`. */
const OLD_MATRIX = /^(PC|CD)(\d{3})(\d{3})$/;
/** Distortions of WCS paper IV, before (CP, D2IM) or after (CQ) the matrix. */
const DISTORTION = /^(?:CPDIS|CQDIS|D2IMDIS)([1-9]\d{0,2})$/;

/**
 * The axes of the image of an HDU, NAXIS1 first, by their primary world coordinates (FITS 4.0, section
 * 8.2). Never fails: what the header says wrongly or not in a straight line is left out. Random groups,
 * whose NAXIS1 is 0, have the axes from the second on.
 */
export function axisLinesOf(hdu: Hdu): AxisLine[] {
  const { header } = hdu;
  const first = hdu.type === 'GroupsHDU' ? 2 : 1;
  const transform = transformOf(header);
  return hdu.axes.slice(first - 1).map((length, i) => {
    const n = first + i;
    const type = coordinateTypeOf(header.text(`CTYPE${n}`) ?? '');
    const named = type.name === 'Stokes' ? '' : (header.text(`CNAME${n}`)?.trim() ?? '');
    return {
      length,
      name: (named === '' ? type.name : named).slice(0, LONGEST_NAME),
      unit: (header.text(`CUNIT${n}`)?.trim() ?? '').slice(0, LONGEST_NAME),
      linear:
        type.straight && !(type.celestial && rotated(header, n))
          ? straightLine(header, transform, n)
          : undefined,
    };
  });
}

/** What the header says of the matrix from pixels to intermediate world coordinates. */
interface Transform {
  readonly kind: 'PC' | 'CD' | 'none' | 'both';
  /** Elements of the diagonal, by axis. */
  readonly diagonal: ReadonlyMap<number, unknown>;
  /** Axes that the pixels of other axes, or a distortion, act on. */
  readonly bent: ReadonlySet<number>;
}

function transformOf(header: Header): Transform {
  const kinds = new Set<'PC' | 'CD'>();
  const diagonal = new Map<number, unknown>();
  const bent = new Set<number>();
  for (const { keyword, kind, value } of header.cards) {
    if (kind !== 'value') {
      continue;
    }
    const distorted = DISTORTION.exec(keyword)?.[1];
    if (distorted !== undefined) {
      bent.add(Number(distorted));
    }
    const element = MATRIX.exec(keyword) ?? OLD_MATRIX.exec(keyword);
    if (element) {
      const [row, column] = [Number(element[2]), Number(element[3])];
      kinds.add(element[1] as 'PC' | 'CD');
      if (row !== column && value !== 0) {
        bent.add(row);
      } else if (row === column && !diagonal.has(row)) {
        diagonal.set(row, value);
      }
    }
  }
  const [one = 'none', two] = kinds;
  return { kind: two === undefined ? one : 'both', diagonal, bent };
}

function straightLine(header: Header, transform: Transform, n: number): StraightLine | undefined {
  const { kind, diagonal, bent } = transform;
  const said = ['CRVAL', 'CRPIX', 'CDELT'].some((name) => header.has(`${name}${n}`));
  // The standard has PC and CD exclude each other. Where there is a CD, an axis that it leaves out has
  // no scale: some writers mean CDELT then, but the standard does not say so.
  const hasScale = kind === 'CD' ? diagonal.has(n) : said || diagonal.has(n);
  if (bent.has(n) || kind === 'both' || !hasScale || isLogarithmic(header, n)) {
    return undefined;
  }
  const element = diagonal.has(n) ? finite(diagonal.get(n)) : 1;
  const scale = kind === 'CD' ? 1 : numberOr(header, `CDELT${n}`, 1);
  const value = numberOr(header, `CRVAL${n}`, 0);
  const reference = numberOr(header, `CRPIX${n}`, 0);
  if (
    element === undefined ||
    scale === undefined ||
    value === undefined ||
    reference === undefined
  ) {
    return undefined;
  }
  const step = element * scale;
  // A step of 0 makes all pixels the same: the writer knew nothing better.
  return step === 0 || !Number.isFinite(step) ? undefined : { pixel: reference - 1, value, step };
}

/** IRAF marks spectra whose coordinate is the logarithm of the wavelength with DC-FLAG = 1. */
function isLogarithmic(header: Header, n: number): boolean {
  return n === 1 && header.value('DC-FLAG') === 1;
}

function rotated(header: Header, n: number): boolean {
  const angle = header.value(`CROTA${n}`);
  return angle !== undefined && angle !== 0;
}

/** The number of a keyword, the default where it is missing or undefined, undefined where it is no number. */
function numberOr(header: Header, keyword: string, otherwise: number): number | undefined {
  const value = header.value(keyword);
  return value === undefined ? otherwise : finite(value);
}

function finite(value: unknown): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
