import { SkybucketError, throwIfAborted } from '../../errors';
import { piecesOf } from '../pieces';
import type { ByteReader } from '../reader';
import type { ReadOptions } from '../source';
import { SpanReader } from '../span-reader';
import { unpackBzip2 } from './bunzip2';
import type { Compression } from './compression';
import { KeptBytes, type KeptLimits } from './kept-bytes';
import { unpackLzw } from './lzw';
import type { Spools } from './spool';
import { BrokenStream, type Unpack } from './unpack';

/** What the platform does for files that are compressed as a whole. */
export interface UnpackTools {
  readonly gunzip: Unpack;
  readonly spools: Spools;
}

/** Bytes of the packed file, read so far and in all. */
export interface UnpackProgress {
  readonly read: number;
  readonly total: number;
}

export interface UnpackOptions extends ReadOptions {
  readonly onProgress?: ((progress: UnpackProgress) => void) | undefined;
  readonly limits?: UnpackLimits | undefined;
}

export interface Unpacked {
  readonly reader: ByteReader;
  /** One sentence where the compressed stream breaks off; what came before is there. */
  readonly warning: string | undefined;
  /** Gives back memory and disk. */
  close(): Promise<void>;
}

export interface UnpackLimits extends KeptLimits {
  /** From this many bytes on, it may be no more than {@link MOST_GROWTH} times as long as the packed file. */
  readonly anyGrowth: number;
}

const LIMITS: UnpackLimits = {
  inMemory: 256 * 1024 ** 2,
  most: 64 * 1024 ** 3,
  anyGrowth: 4 * 1024 ** 3,
};
/** More than gzip can do. */
const MOST_GROWTH = 1100;

/**
 * Reads the whole of a compressed file and keeps what it holds.
 *
 * @throws SkybucketError `format` where not one byte can be unpacked, `too-large` for more than can be kept, `local-file` where the disk is full, `cancelled`, or what the transport says.
 */
export async function unpackFile(
  packed: ByteReader,
  compression: Compression,
  tools: UnpackTools,
  { onProgress, limits = LIMITS, ...options }: UnpackOptions = {},
): Promise<Unpacked> {
  const total = await packed.size(options);
  const kept = new KeptBytes(packed.label, tools.spools, limits);
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of piecesOf(packed, { offset: 0, length: total }, options)) {
      read += piece.length;
      onProgress?.({ read, total });
      yield piece;
    }
  }
  try {
    let length = 0;
    let warning: string | undefined;
    try {
      for await (const bytes of unpackOf(compression, tools)(counted())) {
        throwIfAborted(options.signal);
        length += bytes.length;
        if (length > limits.anyGrowth && length > MOST_GROWTH * total) {
          throw grownTooMuch(packed.label);
        }
        await kept.append(bytes);
      }
    } catch (error) {
      if (!(error instanceof BrokenStream)) {
        throw error;
      }
      warning = breaksOff(packed.label, compression, error, length);
      if (length === 0) {
        throw new SkybucketError('format', warning, { cause: error });
      }
    }
    await kept.finish();
    // Whoever cancelled at the last moment will not close it.
    throwIfAborted(options.signal);
    const reader = new SpanReader(kept, { local: true });
    return { reader, warning, close: () => kept.close() };
  } catch (error) {
    await kept.close();
    throw error;
  }
}

function unpackOf(compression: Compression, tools: UnpackTools): Unpack {
  switch (compression) {
    case 'gzip':
      return tools.gunzip;
    case 'bzip2':
      return unpackBzip2;
    case 'compress (.Z)':
      return unpackLzw;
  }
}

function breaksOff(
  label: string,
  compression: Compression,
  { message }: BrokenStream,
  length: number,
): string {
  const there =
    length === 0
      ? 'nothing of it can be read'
      : `what it holds is there up to byte ${length}, and what comes after is missing`;
  return `${label} is compressed with ${compression}, but ${message}; ${there}.`;
}

function grownTooMuch(label: string): SkybucketError {
  return new SkybucketError(
    'too-large',
    `${label} grows to more than ${MOST_GROWTH} times its size when it is unpacked, as no real file does.`,
    { hint: 'If you trust it, download and unpack it, then open the unpacked file.' },
  );
}
