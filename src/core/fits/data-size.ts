import { SkybucketError } from '../errors';
import type { Header } from './header';

/** Headers and data fill whole blocks of this many bytes (FITS 4.0, section 3.1). */
export const BLOCK_LENGTH = 2880;

/** The next multiple of a block. */
export function padded(length: number): number {
  return Math.ceil(length / BLOCK_LENGTH) * BLOCK_LENGTH;
}

/**
 * The lengths of the axes, NAXIS1 first.
 *
 * @throws SkybucketError `format` if NAXIS is not 0 to 999, or an axis is missing or negative.
 */
export function axesOf(header: Header): number[] {
  const naxis = header.requiredInteger('NAXIS');
  if (naxis < 0 || naxis > 999) {
    throw new SkybucketError('format', `NAXIS is ${naxis}; it can be 0 to 999.`);
  }
  return Array.from({ length: naxis }, (_, i) => {
    const keyword = `NAXIS${i + 1}`;
    const length = header.requiredInteger(keyword);
    if (length < 0) {
      throw new SkybucketError('format', `${keyword} is ${length}; an axis cannot be negative.`);
    }
    return length;
  });
}

/**
 * Bytes of the data unit without padding: `|BITPIX|/8 · GCOUNT · (PCOUNT + NAXIS1 · …)`
 * (FITS 4.0, equation 2); for random groups without NAXIS1, which is 0 (equation 4).
 *
 * @throws SkybucketError `format` if BITPIX, an axis, PCOUNT or GCOUNT cannot be.
 */
export function dataLengthOf(header: Header, groups: boolean): number {
  const bitpix = header.requiredInteger('BITPIX');
  if (![8, 16, 32, 64, -32, -64].includes(bitpix)) {
    throw new SkybucketError('format', `BITPIX is ${bitpix}; it can be 8, 16, 32, 64, -32 or -64.`);
  }
  const axes = axesOf(header).slice(groups ? 1 : 0);
  if (axes.length === 0) {
    return 0;
  }
  const pcount = header.integer('PCOUNT') ?? 0;
  const gcount = header.integer('GCOUNT') ?? 1;
  if (pcount < 0 || gcount < 0) {
    const text = `PCOUNT is ${pcount} and GCOUNT is ${gcount}; neither can be negative.`;
    throw new SkybucketError('format', text);
  }
  // Up to 999 axes of up to 2^53: only BigInt can neither overflow nor round.
  const elements = axes.reduce((product, length) => product * BigInt(length), 1n);
  const bytes = (BigInt(Math.abs(bitpix)) * BigInt(gcount) * (BigInt(pcount) + elements)) / 8n;
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new SkybucketError('format', 'The header claims more data than any file can hold.');
  }
  return Number(bytes);
}
