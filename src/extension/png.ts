import { SkybucketError } from '../core/errors';
import { safeFileName } from '../core/transfer/safe-name';
import { formatBytes } from '../protocol/figures';

/** What a webview hands over to be saved is data: it has to be a PNG of a size a picture can have. */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_BYTES = 256e6;

/** @throws SkybucketError `format` for anything but a PNG, `too-large` for more than 256 MB */
export function checkPng(data: Uint8Array): void {
  if (!(data instanceof Uint8Array) || SIGNATURE.some((byte, i) => data[i] !== byte)) {
    throw new SkybucketError('format', 'The picture could not be exported: it is not a PNG.');
  }
  if (data.length > MOST_BYTES) {
    throw new SkybucketError(
      'too-large',
      `The picture has ${formatBytes(data.length)}; at most ${formatBytes(MOST_BYTES)} can be exported.`,
    );
  }
}

/** A file name for what was proposed, which may come from the name of an object. */
export function pngName(proposed: string): string {
  const stem = safeFileName(proposed.replace(/\.png$/i, ''));
  return safeFileName(`${stem}.png`);
}
