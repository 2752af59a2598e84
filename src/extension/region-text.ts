import { SkybucketError } from '../core/errors';
import { safeFileName } from '../core/transfer/safe-name';
import { formatBytes } from '../protocol/figures';

/** Region files are short; what is larger is something else. */
const MOST_BYTES = 10 * 2 ** 20;

/** @throws SkybucketError `too-large` for more than 10 MB */
export function checkRegionSize(bytes: number): void {
  if (bytes > MOST_BYTES) {
    throw new SkybucketError(
      'too-large',
      `The region file has ${formatBytes(bytes)}; at most ${formatBytes(MOST_BYTES)} can be read or written.`,
      { hint: 'Take fewer regions.' },
    );
  }
}

/** @throws SkybucketError `too-large`, or `format` for a file that is no text */
export function regionText(bytes: Uint8Array): string {
  checkRegionSize(bytes.length);
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith('SIMPLE  =')) {
    throw new SkybucketError('format', 'This is a FITS file, not a region file of DS9.', {
      hint: 'Save the regions in DS9 format.',
    });
  }
  if (text.includes('\0')) {
    throw new SkybucketError('format', 'This is no text, so it is not a region file of DS9.');
  }
  return text;
}

/** A file name for what was proposed, which may come from the name of an object. */
export function regionName(proposed: string): string {
  const stem = safeFileName(proposed.replace(/\.reg$/i, ''));
  return safeFileName(`${stem}.reg`);
}
