import type { Card } from '../fits/card';
import type { Wcs } from '../sky/wcs';
import { carriedTables } from './carried';
import { cutoutHeader } from './cutout-header';
import { fitTanSip, type FittedWcs } from './fit-wcs';
import type { CutoutPlan } from './plan-cutout';
import { sourceName } from './source-name';
import { newCard } from './write-card';
import { writeCutout, type WriteOptions } from './write-cutout';

/** Errors of a fitted coordinate system that people are warned of, in pixels. */
const POOR = 0.05;
/** Of what the source says of itself: paths in trees can have any length. */
const MOST_CHARACTERS = 1000;
/** A card for a string holds so many characters; a unit cut short would be another one. */
const LONGEST_UNIT = 68;
/** Tiles that could not be decoded are told of up to so many. */
const MOST_PROBLEMS = 5;

export interface MakeOptions extends WriteOptions {
  /** Of the program, for HISTORY. */
  readonly version: string;
  readonly made: Date;
}

export interface Cutout {
  /** A whole FITS file. */
  readonly bytes: Uint8Array;
  /** What is to be known of it, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Makes the FITS file of a plan: the pixels as the source stores them, its header with all that counts pixels
 * moved along, and the tables its coordinates need. Arrays of ASDF get TAN with SIP distortion fitted to their
 * gwcs. Axes above the second stay, with one pixel each, so that the coordinates hold.
 *
 * @param wcs of the image, where it has one.
 * @throws SkybucketError what reading throws.
 */
export async function makeCutout(
  plan: CutoutPlan,
  wcs: Wcs | undefined,
  { version, made, ...options }: MakeOptions,
): Promise<Cutout> {
  const { source, placed, plane, converted } = plan;
  const { header, primary, higher, tables } = source;
  const notes = [...plan.notes];
  const shifts = [placed.x0, placed.y0] as const;
  const carried = header && tables && (await carriedTables(header, shifts, tables, options));
  notes.push(...(carried?.notes ?? []));
  const own = header === undefined ? ownCards(plan, wcs, notes) : [];
  const extensions = carried?.extensions ?? [];
  const axes = [placed.width, placed.height, ...(header ? higher.map(() => 1) : [])];
  const cards = cutoutHeader({
    source: header,
    primary,
    without: carried?.without,
    own,
    format: plane.format,
    converted,
    axes,
    shifts: [...shifts, ...higher],
    extensions: extensions.length > 0,
    history: [...historyOf(plan, version, made), ...notes],
  });
  const broken = new Set<string>();
  // Missing pixels can be told from others only where there is a value for them.
  const marks = plane.format.bitpix < 0 || plane.format.blank !== undefined;
  const bytes = await writeCutout(placed, plane, cards, extensions, {
    ...options,
    onBroken: marks ? ({ message }) => broken.add(message) : undefined,
  });
  return { bytes, notes: [...notes, ...[...broken].slice(0, MOST_PROBLEMS)] };
}

/** What there is instead of a header. */
function ownCards({ source, placed }: CutoutPlan, wcs: Wcs | undefined, notes: string[]): Card[] {
  const { unit } = source.values;
  const name =
    source.part
      .replace(/\/value$/, '')
      .split('/')
      .at(-1) ?? '';
  const cards = [
    ...(name === '' ? [] : [newCard('EXTNAME', name.toUpperCase().slice(0, 68))]),
    ...(unit === undefined || unit.length > LONGEST_UNIT ? [] : [newCard('BUNIT', unit)]),
  ];
  if (wcs === undefined) {
    return cards;
  }
  const { x0, y0, x1, y1 } = placed.inside;
  const area = { x0, y0, width: x1 - x0, height: y1 - y0 };
  const fitted = fitTanSip(wcs, area, [placed.x0, placed.y0]);
  notes.push(fitted === undefined ? 'Its coordinates cannot be written to FITS.' : fitNote(fitted));
  return [...cards, ...(fitted?.cards ?? [])];
}

function fitNote({ degree, arcseconds, pixels }: FittedWcs): string {
  const what = degree < 2 ? 'TAN' : `TAN with SIP distortion of degree ${degree}`;
  const error = `${brief(pixels)} pixel (${brief(arcseconds)} arcsec)`;
  return pixels > POOR
    ? `Warning: its coordinates, ${what} fitted to the gwcs of the source, are up to ${error} off.`
    : `Its coordinates are ${what} fitted to the gwcs of the source, at most ${error} off.`;
}

function historyOf({ source, placed, mode }: CutoutPlan, version: string, made: Date): string[] {
  const { x0, y0, width, height } = placed;
  const { higher } = source;
  const planes = higher.length === 0 ? '' : `,${higher.map((index) => index + 1).join()}`;
  return [
    `Cutout by Skybucket ${version}, ${made.toISOString().slice(0, 19)}`,
    `of ${source.part.slice(0, MOST_CHARACTERS)} in ${sourceName(source.label)}`,
    `section [${x0 + 1}:${x0 + width},${y0 + 1}:${y0 + height}${planes}] (1-based), mode ${mode}`,
  ];
}

function brief(value: number): string {
  return String(Number(value.toPrecision(2)));
}
