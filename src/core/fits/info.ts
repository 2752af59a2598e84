import type { Hdu } from './hdu';
import type { Header } from './header';
import { holdsLine, holdsTable, pictureOf, type Picture } from './image-parameters';

/** One line of astropy's `HDUList.info()`. */
export interface InfoLine {
  readonly index: number;
  readonly name: string;
  readonly version: number;
  readonly type: string;
  readonly cards: number;
  /** As Python writes a tuple, NAXIS1 first: `(2048, 2048)`, `(3,)`, `()`; for a table `1R x 1C`. */
  readonly dimensions: string;
  readonly format: string;
  /** `3 Groups  5 Parameters` for random groups, else empty. */
  readonly groups: string;
  readonly picture: Picture;
  /** It has rows and columns to show. */
  readonly table: boolean;
  /** It is a one-dimensional array. */
  readonly line: boolean;
}

const TYPE_NAMES = new Map([
  [8, 'uint8'],
  [16, 'int16'],
  [32, 'int32'],
  [64, 'int64'],
  [-32, 'float32'],
  [-64, 'float64'],
]);

/** The list as astropy gives it before any data have been touched. */
export function infoLines(hdus: readonly Hdu[]): InfoLine[] {
  return hdus.map((hdu) => ({
    index: hdu.index,
    name: hdu.name,
    version: hdu.version,
    type: hdu.type,
    cards: cardCount(hdu, hdus.length),
    dimensions: dimensionsOf(hdu),
    format: formatOf(hdu),
    groups: groupsOf(hdu),
    picture: pictureOf(hdu),
    table: holdsTable(hdu),
    line: holdsLine(hdu),
  }));
}

/** The table `info()` prints, without the file name above it and without blanks at line ends. */
export function formatInfo(lines: readonly InfoLine[]): string {
  const rows = lines.map((line) => {
    const number = String(line.index).padStart(3);
    const version = String(line.version).padStart(3);
    const cards = String(line.cards).padStart(5);
    const head = `${number}  ${line.name.padEnd(10)}  ${version} ${line.type.padEnd(11)}  ${cards}`;
    return `${head}   ${line.dimensions}   ${line.format}   ${line.groups}`.trimEnd();
  });
  return ['No.    Name      Ver    Type      Cards   Dimensions   Format', ...rows].join('\n');
}

/** astropy gives a primary header the EXTEND card it should have when extensions follow. */
function cardCount(hdu: Hdu, hduCount: number): number {
  const repaired = hdu.index === 0 && hduCount > 1 && isPrimary(hdu) && !hdu.header.has('EXTEND');
  return listedHeader(hdu).cards.length + (repaired ? 1 : 0);
}

/** astropy restores compressed images, but lists compressed tables as they are stored. */
function listedHeader(hdu: Hdu): Header {
  return hdu.type === 'BinTableHDU' ? hdu.storedHeader : hdu.header;
}

function isPrimary(hdu: Hdu): boolean {
  return hdu.type === 'PrimaryHDU' || hdu.type === 'GroupsHDU';
}

function dimensionsOf(hdu: Hdu): string {
  switch (hdu.type) {
    case 'BinTableHDU':
    case 'TableHDU':
      return `${rowCount(hdu)}R x ${fieldCount(hdu.header)}C`;
    case 'GroupsHDU':
      return tuple(hdu.axes.slice(1));
    case 'NonstandardExtHDU':
      return tuple([hdu.dataLength]);
    case 'FitsHDU':
    case 'NonstandardHDU':
    case 'CorruptedHDU':
      return '()';
    case 'PrimaryHDU':
    case 'ImageHDU':
    case 'CompImageHDU':
      return tuple(hdu.axes);
  }
}

function formatOf(hdu: Hdu): string {
  switch (hdu.type) {
    case 'BinTableHDU':
    case 'TableHDU':
      return `[${fieldFormats(listedHeader(hdu)).join(', ')}]`;
    case 'GroupsHDU':
      return pixelType(hdu.axes.slice(1), hdu.header);
    case 'PrimaryHDU':
    case 'ImageHDU':
    case 'CompImageHDU': {
      const type = pixelType(hdu.axes, hdu.header);
      const scaled = rescaledType(hdu.header);
      return type !== '' && scaled !== '' ? `${type} (rescales to ${scaled})` : type;
    }
    case 'FitsHDU':
    case 'NonstandardHDU':
    case 'NonstandardExtHDU':
    case 'CorruptedHDU':
      return '';
  }
}

function groupsOf(hdu: Hdu): string {
  if (hdu.type !== 'GroupsHDU') {
    return '';
  }
  const { header } = hdu;
  return `${header.integer('GCOUNT') ?? 1} Groups  ${header.integer('PCOUNT') ?? 0} Parameters`;
}

function pixelType(axes: readonly number[], header: Header): string {
  if (axes.length === 0 || axes.includes(0)) {
    return '';
  }
  return TYPE_NAMES.get(header.integer('BITPIX') ?? 0) ?? '';
}

/** The type the values have after BSCALE and BZERO, or empty where they change nothing. */
function rescaledType(header: Header): string {
  const bitpix = header.integer('BITPIX') ?? 0;
  const bscale = numberOr(header, 'BSCALE', 1);
  const bzero = numberOr(header, 'BZERO', 0);
  if (bitpix < 0 || (bscale === 1 && bzero === 0)) {
    return '';
  }
  if (bscale === 1 && bitpix === 8 && bzero === -128) {
    return 'int8';
  }
  if (bscale === 1 && bitpix > 8 && bzero === 2 ** (bitpix - 1)) {
    return `uint${bitpix}`;
  }
  return bitpix > 16 ? 'float64' : 'float32';
}

function numberOr(header: Header, keyword: string, fallback: number): number {
  const value = header.value(keyword);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : fallback;
}

function rowCount(hdu: Hdu): number {
  const restored = hdu.header !== hdu.storedHeader;
  return (restored ? hdu.storedHeader.integer('NAXIS2') : hdu.axes[1]) ?? 0;
}

function fieldCount(header: Header): number {
  const count = header.value('TFIELDS');
  return typeof count === 'number' && count >= 0 && count <= 999 ? Math.trunc(count) : 0;
}

function fieldFormats(header: Header): string[] {
  return Array.from({ length: fieldCount(header) }, (_, i) => header.text(`TFORM${i + 1}`) ?? '');
}

function tuple(axes: readonly number[]): string {
  return axes.length === 1 ? `(${axes[0]},)` : `(${axes.join(', ')})`;
}
