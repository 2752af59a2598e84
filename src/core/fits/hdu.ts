import { SkybucketError, sentence } from '../errors';
import { holdsCompressedImage, imageHeaderOf, nullMaskWarnings } from './compressed-header';
import { axesOf, dataLengthOf, padded } from './data-size';
import type { Header } from './header';
import { holdsPackedTable, tableHeaderOf } from './tables/packed-header';

/** The classes astropy sorts HDUs into; `CorruptedHDU` is one whose header could not be used. */
export type HduType =
  | 'PrimaryHDU'
  | 'GroupsHDU'
  | 'ImageHDU'
  | 'CompImageHDU'
  | 'BinTableHDU'
  | 'TableHDU'
  | 'FitsHDU'
  | 'NonstandardHDU'
  | 'NonstandardExtHDU'
  | 'CorruptedHDU';

const EXTENSION_TYPES: ReadonlyMap<string, HduType> = new Map([
  ['IMAGE', 'ImageHDU'],
  ['IUEIMAGE', 'ImageHDU'],
  ['BINTABLE', 'BinTableHDU'],
  ['A3DTABLE', 'BinTableHDU'],
  ['TABLE', 'TableHDU'],
  ['FITS', 'FitsHDU'],
]);

/** A long string could be a page. */
const LONGEST_NAME = 256;

/** One header and data unit. Offsets and lengths in bytes from the start of the file. */
export interface Hdu {
  /** 0-based position in the file. */
  readonly index: number;
  readonly type: HduType;
  /** EXTNAME, else what astropy calls it: `PRIMARY`, `COMPRESSED_IMAGE` or empty. */
  readonly name: string;
  /** EXTVER, else 1. */
  readonly version: number;
  /** What it says of itself; for a compressed image or table, the header of what it holds. */
  readonly header: Header;
  /** The header as it is stored: another one only for a compressed image or table. */
  readonly storedHeader: Header;
  readonly headerOffset: number;
  readonly dataOffset: number;
  /** Bytes of data without padding. */
  readonly dataLength: number;
  /** Bytes of data with padding, as the next HDU counts them. */
  readonly dataSize: number;
  /** How many of the `dataLength` bytes the file really has. */
  readonly dataAvailable: number;
  /** Lengths of the axes, NAXIS1 first; of what is held for a compressed image or table. */
  readonly axes: readonly number[];
  /** What was read although it is not as it should be, one sentence each. */
  readonly warnings: readonly string[];
}

/** Where a header was found. */
export interface HeaderPlace {
  readonly index: number;
  readonly headerOffset: number;
  /** First byte after the header and its padding. */
  readonly dataOffset: number;
  readonly fileSize: number;
}

/** Makes the HDU of a header; one that claims the impossible becomes a `CorruptedHDU` with a warning. */
export function hduOf(stored: Header, place: HeaderPlace): Hdu {
  try {
    return validHdu(stored, place);
  } catch (error) {
    if (error instanceof SkybucketError && error.code === 'format') {
      return corruptedHdu(stored, place, `HDU ${place.index} cannot be read: ${sentence(error)}`);
    }
    throw error;
  }
}

/** An HDU that is listed with what is known of it and takes the rest of the file. */
export function corruptedHdu(header: Header, place: HeaderPlace, warning: string): Hdu {
  const rest = Math.max(0, place.fileSize - place.dataOffset);
  return {
    index: place.index,
    type: 'CorruptedHDU',
    name: header.text('EXTNAME')?.slice(0, LONGEST_NAME) ?? (place.index === 0 ? 'PRIMARY' : ''),
    version: 1,
    header,
    storedHeader: header,
    headerOffset: place.headerOffset,
    dataOffset: place.dataOffset,
    dataLength: rest,
    dataSize: rest,
    dataAvailable: rest,
    axes: [],
    warnings: [warning],
  };
}

function validHdu(stored: Header, place: HeaderPlace): Hdu {
  const { type, header, warnings } = heldBy(stored, place.index);
  const rest = Math.max(0, place.fileSize - place.dataOffset);
  if (place.dataOffset > place.fileSize) {
    warnings.push(`The last block of the header of HDU ${place.index} is not filled up.`);
  }
  const opaque = type === 'NonstandardHDU';
  const dataLength = opaque ? rest : dataLengthOf(stored, type === 'GroupsHDU');
  if (dataLength > rest) {
    const has = rest === 0 ? 'none' : `only ${rest}`;
    warnings.push(
      `The file ends early: ${has} of the ${dataLength} bytes of data of HDU ${place.index} are there.`,
    );
  }
  if (type === 'GroupsHDU' && (stored.integer('NAXIS1') ?? -1) !== 0) {
    warnings.push(`HDU ${place.index} says GROUPS = T, but its NAXIS1 is not 0.`);
  }
  const version = header.value('EXTVER');
  return {
    index: place.index,
    type,
    name: nameOf(header, type),
    version: typeof version === 'number' ? version : 1,
    header,
    storedHeader: stored,
    headerOffset: place.headerOffset,
    dataOffset: place.dataOffset,
    dataLength,
    dataSize: opaque ? rest : padded(dataLength),
    dataAvailable: Math.min(dataLength, rest),
    axes: opaque ? [] : axesOf(header),
    warnings,
  };
}

interface Held {
  readonly type: HduType;
  /** Of what is held: the stored one for what is not compressed. */
  readonly header: Header;
  readonly warnings: string[];
}

/** A table that says it holds a compressed image or table, and cannot, is the table it is. */
function heldBy(stored: Header, index: number): Held {
  const type = typeOf(stored);
  const plain: Held = { type, header: stored, warnings: [] };
  if (type !== 'BinTableHDU') {
    return plain;
  }
  const image = holdsCompressedImage(stored);
  if (!image && !holdsPackedTable(stored)) {
    return plain;
  }
  try {
    const header = image ? imageHeaderOf(stored) : tableHeaderOf(stored);
    axesOf(header);
    return image
      ? { type: 'CompImageHDU', header, warnings: nullMaskWarnings(stored, index) }
      : { ...plain, header };
  } catch (error) {
    if (!(error instanceof SkybucketError)) {
      throw error;
    }
    const what = image ? 'image' : 'table';
    const warning = `HDU ${index} says it holds a compressed ${what}, but: ${sentence(error)}`;
    return { ...plain, warnings: [warning] };
  }
}

/** The class of an HDU from its first card, as astropy's `match_header` methods decide. */
function typeOf(header: Header): HduType {
  const first = header.cards[0];
  if (first?.keyword === 'SIMPLE') {
    if (first.value === false) {
      return 'NonstandardHDU';
    }
    return header.isTrue('GROUPS') ? 'GroupsHDU' : 'PrimaryHDU';
  }
  return EXTENSION_TYPES.get(header.text('XTENSION') ?? '') ?? 'NonstandardExtHDU';
}

function nameOf(header: Header, type: HduType): string {
  const card = header.get('EXTNAME');
  if (card !== undefined) {
    return card.text.slice(0, LONGEST_NAME);
  }
  if (type === 'CompImageHDU') {
    return 'COMPRESSED_IMAGE';
  }
  return type === 'PrimaryHDU' || type === 'GroupsHDU' ? 'PRIMARY' : '';
}
