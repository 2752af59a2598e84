import { SkybucketError } from '../../core/errors';

/** Arrays of numbers on their way between worker and webview; little-endian, as all machines that run VS Code are. */

/** The bytes of an array, which is then not to be written to. */
export function bytesOf(array: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/**
 * Numbers of rows.
 *
 * @throws SkybucketError `protocol` for bytes that are none, or too many
 */
export function numbersIn(bytes: Uint8Array, most: number): Uint32Array {
  const count = bytes.byteLength / 4;
  if (!Number.isInteger(count) || count > most) {
    throw new SkybucketError('protocol', `At most ${most} rows can be asked for at once.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: count }, (_, k) => view.getUint32(4 * k, true));
}
