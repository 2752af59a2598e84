import { parseCard, RECORD_LENGTH, type Card } from './card';
import { Header } from './header';

/** Keywords that carry a keyword of the compressed image under another name (FITS 4.0, section 10.1). */
const CARRIED = new Map([
  ['ZEXTEND', 'EXTEND'],
  ['ZBLOCKED', 'BLOCKED'],
  ['ZHECKSUM', 'CHECKSUM'],
  ['ZDATASUM', 'DATASUM'],
]);

/** Keywords that describe the table the image is kept in, not the image. */
const TABLE_ONLY = new RegExp(
  '^(?:' +
    [
      'SIMPLE|XTENSION|BITPIX|NAXIS[0-9]*|EXTEND|PCOUNT|GCOUNT|GROUPS|TFIELDS|THEAP|CHECKSUM|DATASUM',
      'T(?:TYPE|FORM|UNIT|NULL|SCAL|ZERO|DISP|BCOL|DIM|CTYP|CUNI|CRPX|CRVL|CDLT|RPOS)[1-9][0-9]*',
      'Z(?:SIMPLE|TENSION|BITPIX|EXTEND|BLOCKED|PCOUNT|GCOUNT|HECKSUM|DATASUM)',
      'Z(?:IMAGE|CMPTYPE|MASKCMP|QUANTIZ|DITHER0|BLANK|SCALE|ZERO)',
      'Z(?:NAXIS|TILE|NAME|VAL)(?:[1-9][0-9]*)?',
    ].join('|') +
    ')$',
);

/** True where the header is of a binary table that holds a tile-compressed image. */
export function holdsCompressedImage(header: Header): boolean {
  const extension = header.text('XTENSION');
  return (extension === 'BINTABLE' || extension === 'A3DTABLE') && header.isTrue('ZIMAGE');
}

/**
 * The header of the image that a tile-compressed table holds, as astropy restores it: same cards, same
 * number of trailing blank cards.
 *
 * @throws SkybucketError `format` if ZBITPIX, ZNAXIS or an axis is missing.
 */
export function imageHeaderOf(table: Header): Header {
  const cards: Card[] = [];
  const primary = table.has('ZSIMPLE');
  const renamed = (from: string, to: string): Card[] => {
    const card = table.get(from);
    return card === undefined ? [] : [rename(card, to)];
  };
  const required = (keyword: string): Card[] => {
    table.requiredInteger(keyword);
    return renamed(keyword, keyword.slice(1));
  };

  const tension = table.get('ZTENSION');
  if (primary) {
    cards.push(...renamed('ZSIMPLE', 'SIMPLE'));
  } else if (tension?.value === 'IMAGE') {
    cards.push(rename(tension, 'XTENSION'));
  } else {
    cards.push(made('XTENSION', "'IMAGE   '"));
  }
  cards.push(...required('ZBITPIX'), ...required('ZNAXIS'));
  const naxis = Math.min(table.requiredInteger('ZNAXIS'), 999);
  for (let n = 1; n <= naxis; n += 1) {
    cards.push(...required(`ZNAXIS${n}`));
  }
  if (!primary) {
    cards.push(...(table.has('ZPCOUNT') ? renamed('ZPCOUNT', 'PCOUNT') : [made('PCOUNT', '0')]));
    cards.push(...(table.has('ZGCOUNT') ? renamed('ZGCOUNT', 'GCOUNT') : [made('GCOUNT', '1')]));
  }

  const blanks = trailingBlanks(table.cards);
  for (const card of table.cards.slice(0, table.cards.length - blanks.length)) {
    if (!TABLE_ONLY.test(card.keyword) && !isDropped(card)) {
      cards.push(card);
    }
  }
  for (const [from, to] of CARRIED) {
    cards.push(...renamed(from, to));
  }
  cards.push(...blankCard(table, cards));
  cards.push(...blanks);
  return new Header(cards);
}

/**
 * What cannot be shown of the image: the standard lets a column mark missing pixels (ZMASKCMP, FITS 4.0,
 * section 10.1.3), which no writer is known to do.
 */
export function nullMaskWarnings(table: Header, hdu: number): string[] {
  return table.has('ZMASKCMP')
    ? [
        `Pixels that the NULL_PIXEL_MASK of HDU ${hdu} marks as missing are shown with their values.`,
      ]
    : [];
}

/** Cards that say nothing about the image: the default name, and scales that astropy leaves out. */
function isDropped({ keyword, value }: Card): boolean {
  return (
    (keyword === 'EXTNAME' && value === 'COMPRESSED_IMAGE') ||
    ((keyword === 'BSCALE' || keyword === 'BZERO') && (value === 0 || value === undefined))
  );
}

/** BLANK of an integer image, from ZBLANK or, where each tile has its own, its conventional default. */
function blankCard(table: Header, cards: readonly Card[]): Card[] {
  const bitpix = table.requiredInteger('ZBITPIX');
  if (bitpix <= 0 || cards.some((card) => card.keyword === 'BLANK')) {
    return [];
  }
  const blank = table.get('ZBLANK');
  if (blank !== undefined) {
    return [made('BLANK', blank.text)];
  }
  const fields = Math.min(table.integer('TFIELDS') ?? 0, 999);
  const perTile = Array.from({ length: fields }, (_, i) => table.text(`TTYPE${i + 1}`));
  return perTile.includes('ZBLANK') ? [made('BLANK', String(-(2n ** BigInt(bitpix - 1))))] : [];
}

function trailingBlanks(cards: readonly Card[]): readonly Card[] {
  let from = cards.length;
  while (from > 0 && cards[from - 1]?.keyword === '' && cards[from - 1]?.text === '') {
    from -= 1;
  }
  return cards.slice(from);
}

function rename(card: Card, keyword: string): Card {
  return { ...card, keyword, raw: keyword.padEnd(8) + card.raw.slice(8) };
}

function made(keyword: string, value: string): Card {
  const field = value.startsWith("'") ? value : value.padStart(20);
  return parseCard(`${keyword.padEnd(8)}= ${field}`.padEnd(RECORD_LENGTH));
}
