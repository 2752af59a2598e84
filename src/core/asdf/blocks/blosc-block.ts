import { BrokenStream, damaged, type Unpack } from '../../bytes/unpack/unpack';
import type { BloscHeader } from './blosc-header';
import { unpackBloscLz } from './blosclz';
import { BrokenLz4, Lz4Decoder } from './lz4-decoder';
import { unshuffleBits, unshuffleBytes } from './unshuffle';
import { unpackZstd } from './zstd';

const BYTES_SHUFFLED = 1;
const BITS_SHUFFLED = 4;
const NOT_SPLIT = 16;
/** Items of no more bytes, and parts of at least so many items, are packed byte by byte. */
const MOST_PARTS = 16;
const LEAST_PART = 128;

const BLOSCLZ = 0;
const LZ4 = 1;
const ZLIB = 3;
const ZSTD = 4;

/**
 * Unpacks one block of a Blosc chunk.
 *
 * @param length of it unpacked: less than that of the others for the last.
 * @throws BrokenStream
 */
export async function unpackBloscBlock(
  { flags, itemLength, blockLength }: BloscHeader,
  bytes: Uint8Array,
  length: number,
  inflate: Unpack,
): Promise<Uint8Array> {
  const split =
    !(flags & NOT_SPLIT) &&
    itemLength <= MOST_PARTS &&
    length === blockLength &&
    Math.floor(length / itemLength) >= LEAST_PART;
  const parts = split ? itemLength : 1;
  const partLength = Math.floor(length / parts);
  const out = new Uint8Array(length);
  let at = 0;
  for (let part = 0; part < parts; part += 1) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, Math.min(4, bytes.length - at));
    const stored = view.byteLength === 4 ? view.getInt32(0, true) : -1;
    at += 4;
    if (stored < 0 || at + stored > bytes.length) {
      throw damaged(at, 'a part is longer than its block');
    }
    const packed = bytes.subarray(at, at + stored);
    const target = out.subarray(part * partLength, (part + 1) * partLength);
    if (stored === partLength) {
      target.set(packed);
    } else {
      await unpackPart(flags >> 5, packed, target, inflate);
    }
    at += stored;
  }
  if (itemLength > 1 && flags & BYTES_SHUFFLED) {
    return unshuffleBytes(out, itemLength);
  }
  return flags & BITS_SHUFFLED && length >= itemLength ? unshuffleBits(out, itemLength) : out;
}

async function unpackPart(
  codec: number,
  packed: Uint8Array,
  out: Uint8Array,
  inflate: Unpack,
): Promise<void> {
  const filled =
    codec === BLOSCLZ
      ? unpackBloscLz(packed, out)
      : codec === LZ4
        ? unpackLz4(packed, out)
        : codec === ZLIB
          ? await unpackStream(inflate, packed, out)
          : codec === ZSTD
            ? await unpackStream(unpackZstd, packed, out)
            : undefined;
  if (filled === undefined) {
    throw new BrokenStream(`it uses codec ${codec} of Blosc, which cannot be read here`);
  }
  if (!filled) {
    throw damaged(0, 'a part does not hold what it should');
  }
}

function unpackLz4(packed: Uint8Array, out: Uint8Array): boolean {
  const decoder = new Lz4Decoder(out);
  try {
    return decoder.feed(packed) === packed.length && decoder.at === out.length && decoder.mayEnd;
  } catch (error) {
    if (error instanceof BrokenLz4) {
      return false;
    }
    throw error;
  }
}

async function unpackStream(unpack: Unpack, packed: Uint8Array, out: Uint8Array): Promise<boolean> {
  async function* once(): AsyncGenerator<Uint8Array> {
    yield packed;
  }
  let at = 0;
  for await (const piece of unpack(once())) {
    if (at + piece.length > out.length) {
      return false;
    }
    out.set(piece, at);
    at += piece.length;
  }
  return at === out.length;
}
