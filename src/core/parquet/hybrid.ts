import { SkybucketError } from '../errors';

/**
 * Decodes runs and bit-packed groups in turn, as Parquet stores levels and numbers of dictionary entries.
 * Runs longer than `count` are cut there.
 *
 * @param width bits of a value, 0 to 32.
 * @throws SkybucketError `format` where `bytes` hold fewer than `count` values.
 */
export function decodeHybrid(bytes: Uint8Array, width: number, count: number): Int32Array {
  if (width > 32) {
    throw damagedPage('values wider than 32 bits');
  }
  const values = new Int32Array(count);
  if (width === 0) {
    return values;
  }
  let at = 0;
  for (let done = 0; done < count;) {
    let header = 0;
    let scale = 1;
    for (let byte = 0x80; byte >= 0x80; scale *= 128) {
      byte = at < bytes.length && scale < 2 ** 35 ? (bytes[at++] as number) : 256;
      if (byte === 256) {
        throw damagedPage('levels or indexes that end early');
      }
      header += (byte & 0x7f) * scale;
    }
    if (header % 2 === 1) {
      const packed = ((header - 1) / 2) * 8;
      const wanted = Math.min(packed, count - done);
      unpack(bytes, at, width, values, done, wanted);
      at += (packed / 8) * width;
      done += wanted;
    } else {
      const length = (width + 7) >> 3;
      let value = 0;
      for (let i = 0; i < length; i++) {
        value |= (bytes[at + i] ?? 0) << (8 * i);
      }
      at += length;
      const end = Math.min(count, done + header / 2);
      if (end === done) {
        // A run of nothing is legal, and a page of them ends by itself.
        continue;
      }
      values.fill(value, done, end);
      done = end;
    }
  }
  return values;
}

function unpack(
  bytes: Uint8Array,
  at: number,
  width: number,
  into: Int32Array,
  from: number,
  count: number,
): void {
  // The last group may lack the bytes of what pads it.
  if (at + Math.ceil((count * width) / 8) > bytes.length) {
    throw damagedPage('levels or indexes that end early');
  }
  if (width === 1) {
    for (let i = 0; i < count; i++) {
      into[from + i] = ((bytes[at + (i >> 3)] as number) >> (i & 7)) & 1;
    }
    return;
  }
  const mask = width === 32 ? -1 : (1 << width) - 1;
  for (let i = 0, bit = 0; i < count; i++, bit += width) {
    const byte = at + Math.floor(bit / 8);
    const shift = bit % 8;
    let value = (bytes[byte] as number) >>> shift;
    for (let have = 8 - shift, next = 1; have < width; have += 8, next++) {
      value |= (bytes[byte + next] as number) << have;
    }
    into[from + i] = value & mask;
  }
}

/** What a page has that it should not. */
export function damagedPage(what: string): SkybucketError {
  return new SkybucketError('format', `A page of the Parquet file has ${what}.`, {
    hint: 'The file is probably damaged; get it again.',
  });
}
