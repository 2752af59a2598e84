import { SkybucketError } from '../../errors';
import type { Hdu } from '../hdu';
import type { Header } from '../header';
import type { Bitpix } from '../image-parameters';
import type { Compression, Quantisation, TileEncoding } from './tile-job';

/** Where a number that belongs to a tile is: in a column of its row, or the same for all. */
export type TileNumber = Column | number | undefined;

export interface Column {
  /** First byte in the row. */
  readonly start: number;
  /** The letter of its TFORM. */
  readonly type: string;
}

/** A column of descriptors (FITS 4.0, section 7.3.5): how many elements, and where in the heap. */
export interface DescriptorColumn extends Column {
  /** Q: each number takes 64 bits; else P, 32 bits. */
  readonly wide: boolean;
  /** Bytes of one element in the heap. */
  readonly elementLength: number;
}

/**
 * How an image is cut into tiles and where its table keeps them (FITS 4.0, section 10.1). Axes in their
 * order, the first the fastest, at least two of them.
 */
export interface TileLayout {
  readonly encoding: TileEncoding;
  readonly axes: readonly number[];
  /** Lengths of a tile that is not cut by an edge. */
  readonly tile: readonly number[];
  /** How many tiles there are along each axis. */
  readonly counts: readonly number[];
  /** How many tiles there are, which may be more than `rows`. */
  readonly tiles: number;
  /** Rows of the table, and bytes of one. */
  readonly rows: number;
  readonly rowLength: number;
  /** First byte of the heap, counted from the start of the data. */
  readonly heapStart: number;
  readonly compressed: DescriptorColumn | undefined;
  readonly gzip: DescriptorColumn | undefined;
  readonly uncompressed: DescriptorColumn | undefined;
  readonly scale: TileNumber;
  readonly zero: TileNumber;
  readonly blank: TileNumber;
}

const COMPRESSIONS = new Map<string, Compression>([
  ['RICE_1', 'RICE_1'],
  ['RICE_ONE', 'RICE_1'],
  ['GZIP_1', 'GZIP_1'],
  ['GZIP_2', 'GZIP_2'],
  ['PLIO_1', 'PLIO_1'],
  ['HCOMPRESS_1', 'HCOMPRESS_1'],
  ['NOCOMPRESS', 'NOCOMPRESS'],
]);

/** Bytes of one element by the letter of TFORM (FITS 4.0, table 18); bits are counted below. */
const ELEMENT_LENGTHS: Readonly<Record<string, number>> = {
  ...{ L: 1, B: 1, A: 1, I: 2, J: 4, K: 8, E: 4, D: 8, C: 8, M: 16, P: 8, Q: 16 },
};

/**
 * Rows that a table may lack whatever it has: what is missing takes as long to average as what is there, so
 * that a header must not claim much more than there is.
 */
const MOST_MISSING = 100;

const BITPIX = [8, 16, 32, 64, -32, -64];

/** ZCMPTYPE as the readers know it, or undefined where they do not. */
export function compressionOf(table: Header): Compression | undefined {
  return COMPRESSIONS.get(table.text('ZCMPTYPE')?.trim().toUpperCase() ?? '');
}

/**
 * The layout of a tile-compressed image.
 *
 * @throws SkybucketError `format` for a header that cannot be, `unsupported` for an unknown ZCMPTYPE or
 *   ZQUANTIZ, each naming the HDU.
 */
export function tileLayoutOf({ index, storedHeader: table, axes, header }: Hdu): TileLayout {
  const broken = (what: string): SkybucketError =>
    new SkybucketError('format', `The compressed image of HDU ${index} cannot be read: ${what}`);
  const rowLength = table.requiredInteger('NAXIS1');
  const rows = table.requiredInteger('NAXIS2');
  const columns = columnsOf(table, rowLength, broken);
  const descriptors = (name: string): DescriptorColumn | undefined => {
    const column = columns.get(name);
    return column && descriptorsOf(column, name, broken);
  };
  const number = (name: string): TileNumber => columns.get(name) ?? table.number(name);

  const image = axes.length < 2 ? [axes[0] ?? 0, 1] : axes;
  const tile = image.map((length, i) => {
    const cut = table.integer(`ZTILE${i + 1}`) ?? (i === 0 ? length : 1);
    if (cut < 1) {
      throw broken(`ZTILE${i + 1} is ${cut}; a tile has at least one pixel.`);
    }
    return Math.min(cut, length);
  });
  const counts = image.map((length, i) => Math.ceil(length / (tile[i] as number)));
  const tiles = counts.reduce((product, count) => product * count, 1);
  if (!Number.isSafeInteger(tiles)) {
    throw broken('it claims more tiles than any file can hold.');
  }
  if (tiles > 2 * rows + MOST_MISSING) {
    throw broken(`its table has ${rows} of the rows for its ${tiles} tiles.`);
  }
  const layout = {
    ...{ axes: image, tile, counts, tiles, rows, rowLength },
    heapStart: table.integer('THEAP') ?? rowLength * rows,
    compressed: descriptors('COMPRESSED_DATA'),
    gzip: descriptors('GZIP_COMPRESSED_DATA'),
    uncompressed: descriptors('UNCOMPRESSED_DATA'),
    scale: number('ZSCALE'),
    zero: number('ZZERO'),
    blank: number('ZBLANK'),
  };
  if (!layout.compressed && !layout.gzip && !layout.uncompressed) {
    throw broken('its table has no column of tiles (COMPRESSED_DATA).');
  }
  if (layout.heapStart < rowLength * rows) {
    throw broken(`THEAP is ${layout.heapStart}, which lies inside the table.`);
  }
  const quantised = layout.scale !== undefined || layout.zero !== undefined;
  return { ...layout, encoding: encodingOf(table, header, index, quantised, broken) };
}

function encodingOf(
  table: Header,
  image: Header,
  index: number,
  quantised: boolean,
  broken: (what: string) => SkybucketError,
): TileEncoding {
  const compression = compressionOf(table);
  if (compression === undefined) {
    const name = table.text('ZCMPTYPE');
    const what = name === undefined ? 'has no ZCMPTYPE' : `is compressed with "${name}"`;
    const text = `The image of HDU ${index} ${what}, which the standard does not define.`;
    throw new SkybucketError('unsupported', text);
  }
  const bitpix = image.requiredInteger('BITPIX');
  if (!BITPIX.includes(bitpix)) {
    throw broken(`ZBITPIX is ${bitpix}; it can be 8, 16, 32, 64, -32 or -64.`);
  }
  const settings = settingsOf(table);
  const blockSize = settings.get('BLOCKSIZE') ?? 32;
  const bytesPerPixel = settings.get('BYTEPIX') ?? 4;
  if (compression === 'RICE_1') {
    if (!Number.isSafeInteger(blockSize) || blockSize < 1) {
      throw broken(`its BLOCKSIZE is ${blockSize}.`);
    }
    if (![1, 2, 4, 8].includes(bytesPerPixel)) {
      throw broken(`its BYTEPIX is ${bytesPerPixel}; it can be 1, 2, 4 or 8.`);
    }
  }
  const seed = table.integer('ZDITHER0') ?? 1;
  const quantisation = bitpix < 0 && quantised ? quantisationOf(table, index) : 'none';
  if (quantisation.startsWith('SUBTRACTIVE') && (seed < 1 || seed > 10_000)) {
    throw broken(`ZDITHER0 is ${seed}; it can be 1 to 10000.`);
  }
  return {
    compression,
    bitpix: bitpix as Bitpix,
    rice: { blockSize, bytesPerPixel: bytesPerPixel as 1 | 2 | 4 | 8 },
    smooth: (settings.get('SMOOTH') ?? 0) !== 0,
    quantisation,
    ditherSeed: seed,
    plioOffset: bitpix === 16 && image.value('BZERO') === 32_768 ? 32_768 : 0,
  };
}

/** Floats with scales are quantised without dither unless ZQUANTIZ says more. */
function quantisationOf(table: Header, index: number): Quantisation {
  const name = table.text('ZQUANTIZ')?.trim().toUpperCase() ?? '';
  switch (name) {
    case 'NONE':
      return 'none';
    case '':
    case 'NO_DITHER':
      return 'NO_DITHER';
    case 'SUBTRACTIVE_DITHER_1':
    case 'SUBTRACTIVE_DITHER_2':
      return name;
    default:
      throw new SkybucketError(
        'unsupported',
        `The pixels of HDU ${index} are quantised with "${name}", which the standard does not define.`,
      );
  }
}

/** The numbers of ZVALi by the name in ZNAMEi. */
function settingsOf(table: Header): Map<string, number> {
  const settings = new Map<string, number>();
  for (const { keyword, value } of table.cards) {
    const number = /^ZNAME([1-9]\d{0,2})$/.exec(keyword)?.[1];
    const set = number === undefined ? undefined : table.value(`ZVAL${number}`);
    if (typeof value === 'string' && typeof set === 'number') {
      settings.set(value.trim().toUpperCase(), set);
    }
  }
  return settings;
}

interface TableColumn extends Column {
  readonly form: string;
}

/** The columns by name; of two of the same name the first counts. */
function columnsOf(
  table: Header,
  rowLength: number,
  broken: (what: string) => SkybucketError,
): Map<string, TableColumn> {
  const columns = new Map<string, TableColumn>();
  const fields = Math.min(table.integer('TFIELDS') ?? 0, 999);
  let start = 0;
  for (let n = 1; n <= fields; n += 1) {
    const form = table.text(`TFORM${n}`)?.trim() ?? '';
    const [, repeat = '', type = ''] = /^(\d*)([LXBIJKAEDCMPQ])/i.exec(form) ?? [];
    if (type === '') {
      throw broken(`TFORM${n} is "${form}".`);
    }
    const letter = type.toUpperCase();
    const name = table.text(`TTYPE${n}`)?.trim().toUpperCase() ?? '';
    const count = repeat === '' ? 1 : Number(repeat);
    if (count > 0 && !columns.has(name)) {
      columns.set(name, { start, type: letter, form });
    }
    start += letter === 'X' ? Math.ceil(count / 8) : count * (ELEMENT_LENGTHS[letter] as number);
    if (start > rowLength) {
      throw broken(`column ${n} ends after the ${rowLength} bytes of its row.`);
    }
  }
  return columns;
}

function descriptorsOf(
  { start, type, form }: TableColumn,
  name: string,
  broken: (what: string) => SkybucketError,
): DescriptorColumn {
  const element = /^1?[PQ]([LXBIJKAEDCM])/i.exec(form)?.[1]?.toUpperCase();
  if (element === undefined) {
    throw broken(`the format of its column ${name} is "${form}"; it must be of descriptors.`);
  }
  const elementLength = element === 'X' ? 1 / 8 : (ELEMENT_LENGTHS[element] as number);
  return { start, type, wide: type === 'Q', elementLength };
}
