import type { Card } from '../fits/card';
import type { Header } from '../fits/header';
import { edited, shiftedWcs } from './shift-wcs';
import type { StoredFormat } from './stored-plane';
import { commentaryCards, newCard, strictCard } from './write-card';

/** What describes the array of the source, and what no longer holds of a part of it. */
const LEFT_OUT =
  /^(?:SIMPLE|XTENSION|BITPIX|NAXIS\d*|EXTEND|PCOUNT|GCOUNT|GROUPS|BLOCKED|INHERIT|CHECKSUM|DATASUM|ZHECKSUM|ZDATASUM|DATAMIN|DATAMAX|S_REGION|DATASEC|TRIMSEC|BIASSEC|NEXTEND|END)$/;
const SCALING = /^(?:BSCALE|BZERO|BLANK)$/;
/** Of the primary header these are about itself, or about other coordinates. */
const NOT_INHERITED =
  /^(?:|HISTORY|COMMENT|CONTINUE|END|EXTNAME|EXTVER|EXTLEVEL|BUNIT|WCSAXES[A-Z]?|WCSNAME[A-Z]?|RADESYS[A-Z]?|EQUINOX[A-Z]?|LON[GP]*POLE[A-Z]?|LATPOLE[A-Z]?|(?:CTYPE|CUNIT|CNAME|CRPIX|CRVAL|CDELT|CROTA|CRDER|CSYER|LTV)\d+[A-Z]?|(?:PC|CD|PV|PS|LTM)\d+_\d+[A-Z]?|[AB]P?_(?:ORDER|DMAX|\d+_\d+)|CPDIS\d.*|CQDIS\d.*|D[PQ]\d.*|D2IM.*|CPERR\d|T[A-Z]+\d+|Z[A-Z]+\d*)$/;

export interface CutoutHeaderParts {
  /** The header of the image; undefined where the image has none (ASDF, cells of tables). */
  readonly source: Header | undefined;
  /** The primary header of its file, where the image is in an extension. */
  readonly primary?: Header | undefined;
  /** Keywords of the source that are to be left out: what they refer to is not in the cutout. */
  readonly without?: ((keyword: string) => boolean) | undefined;
  /** Cards that stand for what the source does not have. */
  readonly own?: readonly Card[] | undefined;
  readonly format: StoredFormat;
  /** True where the pixels are stored in another way than in the source. */
  readonly converted: boolean;
  /** Lengths of the axes of the cutout, the first axis first. */
  readonly axes: readonly number[];
  /** Pixels that are cut off before it along each axis. */
  readonly shifts: readonly number[];
  /** True where extensions follow. */
  readonly extensions: boolean;
  /** A sentence each. */
  readonly history: readonly string[];
}

/** The cards of a cutout, which becomes a primary HDU: those of its source, as far as they hold of it. */
export function cutoutHeader(parts: CutoutHeaderParts): Card[] {
  const { source, primary, without = () => false, format, axes } = parts;
  const cards: Card[] = [
    newCard('SIMPLE', true, 'conforms to FITS standard'),
    newCard('BITPIX', format.bitpix, 'array data type'),
    newCard('NAXIS', axes.length, 'number of array dimensions'),
    ...axes.map((length, i) => newCard(`NAXIS${i + 1}`, length)),
    ...(parts.extensions ? [newCard('EXTEND', true)] : []),
  ];
  const keepsScaling = source !== undefined && !parts.converted && format.bitpix > 0;
  if (!keepsScaling) {
    cards.push(...scalingCards(format));
  }
  if (source !== undefined) {
    const edits = shiftedWcs(source, parts.shifts);
    for (const card of source.cards) {
      const keyword = card.keyword.toUpperCase();
      const scaling = SCALING.test(keyword);
      const leaves = LEFT_OUT.test(keyword) || without(keyword);
      if (leaves || (scaling && !keepsScaling && !isFloatScaling(keyword, format, parts))) {
        continue;
      }
      const strict = strictCard(edited(card, edits));
      cards.push(...(strict === undefined ? [] : [strict]));
    }
    while (isBlank(cards.at(-1))) {
      cards.pop();
    }
    cards.push(...edits.added.filter(({ keyword }) => !without(keyword)));
  }
  cards.push(...(parts.own ?? []), ...inherited(cards, primary));
  cards.push(...parts.history.flatMap((text) => commentaryCards('HISTORY', text)));
  return cards;
}

/** BSCALE and BZERO of floats are kept with them; BLANK has no meaning there. */
function isFloatScaling(
  keyword: string,
  { bitpix }: StoredFormat,
  { converted }: CutoutHeaderParts,
): boolean {
  return bitpix < 0 && !converted && keyword !== 'BLANK';
}

function scalingCards({ bitpix, bscale, bzero, blank }: StoredFormat): Card[] {
  if (bitpix < 0) {
    return [];
  }
  const scaled = bscale !== 1 || bzero !== 0;
  const offset = Number.isSafeInteger(bzero) ? bzero : BigInt(bzero);
  return [
    ...(scaled ? [newCard('BSCALE', Number.isInteger(bscale) ? bscale : { real: bscale })] : []),
    ...(scaled ? [newCard('BZERO', offset, 'offset of unsigned integers')] : []),
    ...(blank === undefined ? [] : [newCard('BLANK', blank)]),
  ];
}

/** What the primary header says of the whole file: telescope, filter, times. */
function inherited(cards: readonly Card[], primary: Header | undefined): Card[] {
  const known = new Set(cards.map(({ keyword }) => keyword.toUpperCase()));
  const kept: Card[] = [];
  for (const card of primary?.cards ?? []) {
    const keyword = card.keyword.toUpperCase();
    const own = LEFT_OUT.test(keyword) || SCALING.test(keyword) || NOT_INHERITED.test(keyword);
    if (card.kind === 'value' && !own && !known.has(keyword)) {
      known.add(keyword);
      const strict = strictCard(card);
      kept.push(...(strict === undefined ? [] : [strict]));
    }
  }
  return kept;
}

function isBlank(card: Card | undefined): boolean {
  return card?.keyword === '' && card.kind === 'commentary' && card.text.trim() === '';
}
