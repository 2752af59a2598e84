import type { Inflate } from '../../bytes/inflate';
import { brokenStream } from '../tiles/broken-stream';
import { gunzip, unshuffled } from '../tiles/gzip';
import { decodeRice } from '../tiles/rice';
import type { ColumnCompression } from './packed-columns';

/** Pixels, or numbers, of a Rice block; in tables nothing says otherwise. */
const RICE_BLOCK = 32;
/** The most that deflate makes of a byte. */
const DEFLATE_RATIO = 1040;

/**
 * Big-endian bytes of the elements of a column, from what a compressed table keeps of them.
 *
 * @param length bytes that must come out.
 * @param elementBytes what RICE_1 codes as one number, and GZIP_2 shuffles as one; 1 for no shuffle.
 * @throws SkybucketError `format` for a stream that is broken or of another length.
 */
export function unpackBytes(
  compression: ColumnCompression,
  stream: Uint8Array,
  length: number,
  elementBytes: number,
  inflate: Inflate,
): Uint8Array {
  switch (compression) {
    case 'RICE_1':
      return riceBytes(stream, length, elementBytes);
    case 'GZIP_1':
      return inflated(stream, length, inflate);
    case 'GZIP_2':
      return unshuffled(inflated(stream, length, inflate), elementBytes);
    case 'NOCOMPRESS':
      return checked(stream, length);
  }
}

function inflated(stream: Uint8Array, length: number, inflate: Inflate): Uint8Array {
  if (length > stream.length * DEFLATE_RATIO) {
    throw brokenStream('gzip', `of ${stream.length} bytes cannot give ${length}`);
  }
  return checked(gunzip(stream, length, inflate), length);
}

function checked(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) {
    throw brokenStream('column', `gives ${bytes.length} bytes where ${length} are`);
  }
  return bytes;
}

function riceBytes(stream: Uint8Array, length: number, elementBytes: number): Uint8Array {
  if (elementBytes !== 1 && elementBytes !== 2 && elementBytes !== 4) {
    throw brokenStream('Rice', `is of elements of ${elementBytes} bytes`);
  }
  const numbers = decodeRice(stream, length / elementBytes, RICE_BLOCK, elementBytes);
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  if (elementBytes === 1) {
    return bytes;
  }
  const view = new DataView(new ArrayBuffer(length));
  for (let i = 0; i < numbers.length; i += 1) {
    if (elementBytes === 2) {
      view.setInt16(2 * i, numbers[i] as number);
    } else {
      view.setInt32(4 * i, numbers[i] as number);
    }
  }
  return new Uint8Array(view.buffer);
}
