import { SkybucketError } from '../../core/errors';

/** Numbers of rows as they travel: little-endian uint32. */
export function rowBytes(rows: Uint32Array | undefined): Uint8Array {
  const bytes = new Uint8Array(4 * (rows?.length ?? 0));
  const view = new DataView(bytes.buffer);
  rows?.forEach((row, i) => view.setUint32(4 * i, row, true));
  return bytes;
}

/** @throws SkybucketError `protocol` for bytes that are no such numbers. */
export function rowsFrom(bytes: Uint8Array): Uint32Array {
  if (bytes.byteLength % 4 !== 0) {
    throw new SkybucketError('protocol', 'The rows that were chosen have got lost on the way.', {
      hint: 'Choose them again.',
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getUint32(4 * i, true));
}
