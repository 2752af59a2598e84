import { piecesOf } from '../bytes/pieces';
import type { ByteReader } from '../bytes/reader';
import type { Span } from '../bytes/source';
import type { PlaneOptions } from '../image/plane';
import type { Hdu } from './hdu';
import type { Header } from './header';
import { isZeroSum, WordSum } from './word-sum';

/** `absent` where the header has no such card, or one without a value. */
export type SumVerdict = 'correct' | 'wrong' | 'absent';

export interface ChecksumVerdict {
  /** DATASUM: of the data unit. */
  readonly datasum: SumVerdict;
  /** CHECKSUM: of the whole HDU. */
  readonly checksum: SumVerdict;
  /** One sentence that says so, and of a wrong one what was found. */
  readonly text: string;
}

export interface ChecksumOptions extends PlaneOptions {
  /** Told what share has been read, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Bytes that {@link verifyChecksum} reads. */
export function bytesToCheck(hdu: Hdu): number {
  const { storedHeader, headerOffset, dataOffset, dataSize } = hdu;
  const sums = writtenSum(storedHeader, 'DATASUM') ?? writtenSum(storedHeader, 'CHECKSUM');
  return sums === undefined ? 0 : dataOffset - headerOffset + dataSize;
}

/**
 * Adds up an HDU as it is stored and compares with DATASUM and CHECKSUM (FITS 4.0, section 4.4.2.7).
 * Reads nothing where the header has neither.
 *
 * @throws SkybucketError `cancelled`, or what the transport says.
 */
export async function verifyChecksum(
  reader: ByteReader,
  hdu: Hdu,
  { onProgress, ...options }: ChecksumOptions = {},
): Promise<ChecksumVerdict> {
  const datasum = writtenSum(hdu.storedHeader, 'DATASUM');
  const checksum = writtenSum(hdu.storedHeader, 'CHECKSUM');
  if (datasum === undefined && checksum === undefined) {
    const text = `HDU ${hdu.index} has neither DATASUM nor CHECKSUM, so there is nothing to check.`;
    return { datasum: 'absent', checksum: 'absent', text };
  }
  const size = await reader.size(options);
  const end = Math.min(hdu.dataOffset + hdu.dataSize, size);
  const total = new WordSum();
  const data = new WordSum();
  const header: Span = { offset: hdu.headerOffset, length: hdu.dataOffset - hdu.headerOffset };
  const unit: Span = { offset: hdu.dataOffset, length: Math.max(0, end - hdu.dataOffset) };
  let done = 0;
  for (const [span, sums] of [
    [insideOf(header, size), [total]],
    [unit, [total, data]],
  ] as const) {
    for await (const piece of piecesOf(reader, span, options)) {
      sums.forEach((sum) => sum.add(piece));
      done += piece.length;
      onProgress?.(done / (end - hdu.headerOffset));
    }
  }
  addMissingPadding(hdu, unit.length, [total, data]);
  return verdictOf(hdu, { datasum, checksum }, { data: data.value, total: total.value });
}

/** The value as text; undefined where the card is missing or, as the standard allows, empty. */
function writtenSum(header: Header, keyword: string): string | undefined {
  return header.get(keyword)?.text.trim() || undefined;
}

/** A header whose last block was not filled up ends with the file. */
function insideOf({ offset, length }: Span, size: number): Span {
  return { offset, length: Math.min(length, size - offset) };
}

/** Padding that the file lacks at its end would be zeros, which add nothing, or blanks in an ASCII table. */
function addMissingPadding(hdu: Hdu, there: number, sums: readonly WordSum[]): void {
  if (hdu.type === 'TableHDU' && there >= hdu.dataLength) {
    const blanks = new Uint8Array(hdu.dataSize - there).fill(0x20);
    sums.forEach((sum) => sum.add(blanks));
  }
}

interface Written {
  readonly datasum: string | undefined;
  readonly checksum: string | undefined;
}

function verdictOf(
  hdu: Hdu,
  written: Written,
  found: { readonly data: number; readonly total: number },
): ChecksumVerdict {
  const datasum = verdict(written.datasum, (text) => {
    const sum = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    return sum === found.data || (isZeroSum(sum) && isZeroSum(found.data));
  });
  const checksum = verdict(written.checksum, () => isZeroSum(found.total));
  const texts = {
    datasum: {
      correct: 'DATASUM is correct',
      wrong: `DATASUM is ${written.datasum?.slice(0, 80)}, but the data add up to ${found.data}`,
      absent: 'there is no DATASUM',
    },
    checksum: {
      correct: 'CHECKSUM is correct',
      wrong: `CHECKSUM is wrong: the HDU adds up to ${found.total}, not to 0`,
      absent: 'there is no CHECKSUM',
    },
  };
  const text =
    hdu.dataAvailable < hdu.dataLength
      ? `The file ends inside HDU ${hdu.index}, so its sums cannot be right.`
      : `${upperFirst(texts.datasum[datasum])}; ${texts.checksum[checksum]}.`;
  return { datasum, checksum, text };
}

function verdict(text: string | undefined, isRight: (text: string) => boolean): SumVerdict {
  if (text === undefined) {
    return 'absent';
  }
  return isRight(text) ? 'correct' : 'wrong';
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
