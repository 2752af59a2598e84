import type { ByteReader } from '../bytes/reader';
import type { PlaneOptions } from '../image/plane';
import type { Card } from '../fits/card';
import type { Hdu } from '../fits/hdu';
import type { HduIndex } from '../fits/hdu-index';
import type { Header } from '../fits/header';
import { wcsKeywords } from '../sky/fits/keywords';
import { tableNeeds, type TableNeed } from '../sky/fits/table-needs';
import type { StoredPlane } from './stored-plane';
import { newCard, strictCard } from './write-card';
import type { ExtensionHdu } from './write-cutout';

/** What the coordinates of an image need of other HDUs, taken along with a cutout. */
export interface Carried {
  readonly extensions: readonly ExtensionHdu[];
  /** Keywords that refer to what could not be taken along. */
  readonly without: (keyword: string) => boolean;
  /** What was left out, one sentence each. */
  readonly notes: readonly string[];
}

export interface CarriedTools {
  readonly index: HduIndex;
  readonly reader: ByteReader;
  /** The image of an HDU as it is stored. */
  readonly stored: (hdu: Hdu) => StoredPlane;
}

/** The most that is taken along: a small file may unpack to much, and name many tables. */
const MOST_BYTES = 64 * 2 ** 20;
const NOTHING: Carried = { extensions: [], without: () => false, notes: [] };

/**
 * Takes along the look-up tables of distortions (`D2IMARR`, `WCSDVARR`), whose reference values count pixels
 * of the image and follow it, and the binary tables of -TAB axes, which do not. What cannot be taken along is
 * left out of the header too: readers refuse a header whose tables are not there.
 *
 * @param shifts pixels cut off along the first two axes.
 */
export async function carriedTables(
  header: Header,
  shifts: readonly [x: number, y: number],
  { index, reader, stored }: CarriedTools,
  options: PlaneOptions,
): Promise<Carried> {
  const keywords = wcsKeywords(header, ' ');
  if (keywords === undefined || 'problem' in keywords) {
    return NOTHING;
  }
  const needs = tableNeeds(header, keywords);
  if (needs.length === 0) {
    return NOTHING;
  }
  const extensions = new Map<Hdu, ExtensionHdu>();
  const lacking = new Set<string>();
  const old = header.has('AXISCORR');
  let room = MOST_BYTES;
  for (const need of needs) {
    const hdu = old && need.extname === 'D2IMARR' ? undefined : await find(index, need, options);
    if (hdu !== undefined && extensions.has(hdu)) {
      continue;
    }
    const isTable = need.column !== undefined;
    const fits = hdu !== undefined && hdu.dataLength <= room && isComplete(hdu);
    const plane = fits && !isTable && hdu.axes.length === 2 ? stored(hdu) : undefined;
    if (fits && isTable && hdu.type === 'BinTableHDU' && hdu.header === hdu.storedHeader) {
      const data = await reader.read(hdu.dataOffset, hdu.dataLength, options);
      extensions.set(hdu, { cards: tableCards(hdu), data });
      room -= data.length;
    } else if (fits && plane !== undefined && bytesOf(plane) <= room) {
      extensions.set(hdu, await lookup(hdu, plane, shifts, options));
      room -= bytesOf(plane);
    } else {
      lacking.add(need.extname.toUpperCase());
    }
  }
  const leaves = [...lacking].map((name) => KEYWORDS.get(name));
  return {
    extensions: [...extensions.values()],
    without: (keyword) => leaves.some((pattern) => pattern?.test(keyword.toUpperCase()) === true),
    notes: [...lacking].map(
      (name) =>
        `The table ${name.slice(0, 60)} of the coordinates could not be taken along; they lack it.`,
    ),
  };
}

/** The keywords that ask for each kind of look-up table. */
const KEYWORDS: ReadonlyMap<string, RegExp> = new Map([
  ['D2IMARR', /^(?:D2IM.*|AXISCORR)$/],
  ['WCSDVARR', /^(?:CPDIS\d|DP\d|CPERR\d)$/],
]);

async function find(
  index: HduIndex,
  { extname, extver, extlevel }: TableNeed,
  options: PlaneOptions,
): Promise<Hdu | undefined> {
  for await (const hdu of index.all(options)) {
    const level = hdu.header.value('EXTLEVEL') ?? 1;
    const name = hdu.name.toUpperCase() === extname.toUpperCase();
    if (name && hdu.version === extver && level === extlevel) {
      return hdu;
    }
  }
  return undefined;
}

/** A look-up table whose CRVAL is the pixel of the cutout that its reference pixel corrects. */
async function lookup(
  hdu: Hdu,
  plane: StoredPlane,
  shifts: readonly [x: number, y: number],
  options: PlaneOptions,
): Promise<ExtensionHdu> {
  const { width, height, format } = plane;
  const length = Math.abs(format.bitpix) / 8;
  const data = new Uint8Array(width * height * length);
  for await (const { y, bytes } of plane.rows({ x0: 0, x1: width, y0: 0, y1: height }, options)) {
    data.set(bytes, y * width * length);
  }
  const { header } = hdu;
  const moved = shifts.map((shift, i) => {
    const value = header.value(`CRVAL${i + 1}`);
    return (typeof value === 'number' ? value : 0) - shift;
  });
  const own = header.cards.filter(({ keyword }) => !STRUCTURE.test(keyword));
  const cards = [
    newCard('XTENSION', 'IMAGE', 'Image extension'),
    newCard('BITPIX', format.bitpix),
    newCard('NAXIS', 2),
    newCard('NAXIS1', width),
    newCard('NAXIS2', height),
    newCard('PCOUNT', 0),
    newCard('GCOUNT', 1),
    ...own.flatMap((card): Card[] => {
      const axis = /^CRVAL([12])$/.exec(card.keyword)?.[1];
      const value = moved[Number(axis) - 1];
      const strict =
        value === undefined
          ? strictCard(card)
          : newCard(card.keyword, { real: value }, card.comment);
      return strict === undefined ? [] : [strict];
    }),
    ...moved.flatMap((value, i) =>
      header.has(`CRVAL${i + 1}`) ? [] : [newCard(`CRVAL${i + 1}`, { real: value })],
    ),
  ];
  return { cards, data };
}

const STRUCTURE =
  /^(?:SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|CHECKSUM|DATASUM|INHERIT|END)$/;

function tableCards({ header }: Hdu): Card[] {
  return header.cards.flatMap((card) => {
    const strict = /^(?:CHECKSUM|DATASUM)$/.test(card.keyword) ? undefined : strictCard(card);
    return strict === undefined ? [] : [strict];
  });
}

function bytesOf({ width, height, format }: StoredPlane): number {
  return (width * height * Math.abs(format.bitpix)) / 8;
}

function isComplete({ dataAvailable, dataLength }: Hdu): boolean {
  return dataAvailable === dataLength;
}
