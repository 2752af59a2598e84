import type { Part, Seed } from './corpus';
import type { Random } from './random';

/** A change of some bytes, and what it is. */
export interface Mutation {
  readonly what: string;
  apply(bytes: Uint8Array): Uint8Array;
}

const RECORD = 80;

/** Values that readers stumble over. */
const NUMBERS = [
  ...[
    '0',
    '1',
    '-1',
    '2',
    '3',
    '7',
    '8',
    '9',
    '16',
    '32',
    '64',
    '-32',
    '-64',
    '255',
    '999',
    '1000',
  ],
  ...[
    '2147483647',
    '2147483648',
    '-2147483648',
    '4294967296',
    '9007199254740991',
    '9007199254740993',
  ],
  ...[
    '9223372036854775807',
    '-9223372036854775808',
    '1000000000000',
    '1E400',
    '-1E400',
    '1E-400',
    '0.5',
  ],
  ...['NaN', 'T', 'F', "''", "'x'", '(1,2)', '', '1.0D+03', '99999999999999999999999999', '65536'],
];
const TEXTS = [
  ...[
    '1PE(9)',
    'QJ',
    '1QB(99999999999)',
    '0PE',
    '999999999E',
    '99999999999999999999J',
    '2PA',
    'PX(3)',
  ],
  ...[
    '0A',
    '1X',
    '33X',
    '-1E',
    'E',
    '1C',
    '2M',
    'A8',
    'I5',
    'F8.3',
    'E99.99',
    'D25.17',
    '1Z',
    '',
    ' ',
  ],
  ...['(3,2)', '(0)', '(99999999,99999999)', '(-1,2)', '()', '(1', '(1,2,3,4,5,6,7,8,9)', 'a,b'],
  ...['I10', 'F10.3', 'ES12.5', 'Z8.8', 'B999', 'G99999.99999', 'EN9.2E9', 'O3'],
  ...['RICE_1', 'RICE_ONE', 'GZIP_1', 'GZIP_2', 'PLIO_1', 'HCOMPRESS_1', 'NOCOMPRESS', 'BLOCKSIZE'],
  ...[
    'BYTEPIX',
    'SMOOTH',
    'SCALE',
    'NONE',
    'NO_DITHER',
    'SUBTRACTIVE_DITHER_1',
    'SUBTRACTIVE_DITHER_2',
  ],
  ...['COMPRESSED_DATA', 'GZIP_COMPRESSED_DATA', 'UNCOMPRESSED_DATA', 'ZSCALE', 'ZZERO', 'ZBLANK'],
  ...['IMAGE', 'BINTABLE', 'TABLE', 'FITS', 'RA---TAN', 'WAVE', 'STOKES', 'a&', '&', "it''s"],
];
const KEYWORDS = [
  ...[
    'BITPIX',
    'NAXIS',
    'NAXIS1',
    'NAXIS2',
    'NAXIS3',
    'PCOUNT',
    'GCOUNT',
    'GROUPS',
    'TFIELDS',
    'THEAP',
  ],
  ...['XTENSION', 'SIMPLE', 'EXTNAME', 'EXTVER', 'BSCALE', 'BZERO', 'BLANK', 'BUNIT', 'DATASUM'],
  ...[
    'TFORM1',
    'TFORM2',
    'TFORM3',
    'TDIM1',
    'TDIM2',
    'TSCAL1',
    'TZERO1',
    'TNULL1',
    'TDISP1',
    'TBCOL1',
  ],
  ...['TBCOL2', 'TTYPE1', 'TTYPE2', 'TUNIT1', 'ZIMAGE', 'ZTABLE', 'ZTILELEN', 'ZBITPIX', 'ZNAXIS'],
  ...['ZNAXIS1', 'ZNAXIS2', 'ZNAXIS3', 'ZTILE1', 'ZTILE2', 'ZTILE3', 'ZCMPTYPE', 'ZNAME1', 'ZVAL1'],
  ...['ZNAME2', 'ZVAL2', 'ZQUANTIZ', 'ZDITHER0', 'ZBLANK', 'ZSCALE', 'ZZERO', 'ZPCOUNT', 'ZFORM1'],
  ...[
    'ZCTYP1',
    'CTYPE1',
    'CTYPE3',
    'CDELT3',
    'CRPIX3',
    'CRVAL3',
    'PC3_3',
    'CD3_3',
    'PTYPE1',
    'PSCAL1',
  ],
  ...['CONTINUE', 'HIERARCH', 'END', 'COMMENT', ''],
];
const INTEGERS = [
  ...[0, 1, -1, 2, 4, 8, 255, 256, 2880, 65535, 65536, 2 ** 24, 2 ** 31 - 1, -(2 ** 31)],
  ...[2 ** 20, 2 ** 28, -2880, 12345, 0x7f800000, 0x7fc00000],
];

/** A few changes to a file. */
export function mutations(seed: Seed, others: readonly Seed[], random: Random): Mutation[] {
  const count = 1 + random.below(4);
  return Array.from({ length: count }, () => mutation(seed, others, random));
}

function mutation({ bytes, parts }: Seed, others: readonly Seed[], random: Random): Mutation {
  const part = parts.length > 0 ? random.of(parts) : undefined;
  const kind = random.next();
  if (part && kind < 0.5) {
    return headerMutation(bytes, part, random);
  }
  if (part && part.end > part.data && kind < 0.85) {
    return dataMutation(part, random);
  }
  return fileMutation(bytes.length, others, random);
}

/** The changes in turn; each takes what the file has become. */
export function mutated(bytes: Uint8Array, all: readonly Mutation[]): Uint8Array {
  return all.reduce<Uint8Array>((before, { apply }) => apply(before), bytes.slice());
}

function headerMutation(bytes: Uint8Array, part: Part, random: Random): Mutation {
  const cards = Math.floor((part.data - part.header) / RECORD);
  // Most changes hit the cards that say what follows.
  const near = random.chance(0.7) ? Math.min(cards, 40) : cards;
  const at = part.header + RECORD * random.below(Math.max(1, near));
  const keyword = text(bytes, at, 8).trimEnd();
  const kind = random.next();
  if (kind < 0.45) {
    const value = randomValue(random);
    return write(`${keyword} becomes ${value}`, at + 8, `= ${value}`.padEnd(RECORD - 8));
  }
  if (kind < 0.7) {
    const line = `${random.of(KEYWORDS).padEnd(8)}= ${randomValue(random)}`.padEnd(RECORD);
    return write(`a card ${line.trimEnd()} in place of ${keyword}`, at, line);
  }
  if (kind < 0.8) {
    const from = part.header + RECORD * random.below(Math.max(1, cards));
    return {
      what: `the card at ${from} also stands at ${at}`,
      apply: (file) => file.copyWithin(at, from, from + RECORD),
    };
  }
  if (kind < 0.9) {
    return write(`${keyword} is wiped out`, at, ''.padEnd(RECORD));
  }
  const byte = random.below(256);
  return setByte(at + random.below(RECORD), byte);
}

function randomValue(random: Random): string {
  return random.chance(0.6) ? random.of(NUMBERS) : `'${random.of(TEXTS)}'`;
}

function dataMutation({ data, end }: Part, random: Random): Mutation {
  // Descriptors stand at the front, the first tiles in the middle.
  const reach = random.chance(0.5) ? Math.min(end - data, 256) : end - data;
  const at = data + random.below(reach);
  const kind = random.next();
  if (kind < 0.4) {
    const aligned = data + 4 * Math.floor((at - data) / 4);
    const value = random.chance(0.8) ? random.of(INTEGERS) : random.below(2 ** 32);
    return {
      what: `${value} as a word at ${aligned}`,
      apply: (file) => {
        if (aligned + 4 <= file.length) {
          new DataView(file.buffer, file.byteOffset).setInt32(aligned, value);
        }
        return file;
      },
    };
  }
  if (kind < 0.8) {
    return setByte(at, random.below(256));
  }
  const length = 1 + random.below(64);
  const value = random.of([0, 255, 128, random.below(256)]);
  return {
    what: `${length} bytes of ${value} at ${at}`,
    apply: (file) => file.fill(value, at, at + length),
  };
}

function fileMutation(length: number, others: readonly Seed[], random: Random): Mutation {
  const at = random.below(length + 1);
  const kind = random.next();
  if (kind < 0.35) {
    return { what: `cut at ${at}`, apply: (file) => file.slice(0, at) };
  }
  if (kind < 0.6) {
    return setByte(at, random.below(256));
  }
  if (kind < 0.75) {
    const count = 1 + random.below(4000);
    return {
      what: `${count} bytes taken out at ${at}`,
      apply: (file) => joined(file.subarray(0, at), file.subarray(at + count)),
    };
  }
  const other = random.of(others);
  const from = random.below(other.bytes.length);
  const count = 1 + random.below(6000);
  return {
    what: `${count} bytes of ${other.name} from ${from} put in at ${at}`,
    apply: (file) =>
      joined(file.subarray(0, at), other.bytes.subarray(from, from + count), file.subarray(at)),
  };
}

function setByte(at: number, value: number): Mutation {
  return { what: `byte ${at} becomes ${value}`, apply: (file) => file.fill(value, at, at + 1) };
}

function write(what: string, at: number, characters: string): Mutation {
  const bytes = Buffer.from(characters, 'latin1');
  return {
    what,
    apply: (file) => {
      file.set(bytes.subarray(0, Math.max(0, file.length - at)), Math.min(at, file.length));
      return file;
    },
  };
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
