import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decompressBlock } from 'lz4js';
import { Lz4Decoder } from '../../../src/core/asdf/blocks/lz4-decoder';
import { bytesOf, CHUNK, FULL_SIZE_ARRAYS, unpackedBytes } from '../../support/roman/arrays';
import { blockOf } from '../../support/roman/block';
import { type Contestant, OURS, type Workload } from '../contest';
import { pythonLz4 } from '../peers/python';

const HEADER = 54;

type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/** What unpacking costs by itself: chunks of noise, which are copied, and chunks of many short sequences. */
export const asdfLz4: readonly Workload[] = [
  workload('asdf-lz4-data', 'noise and missing pixels', scienceChunks),
  workload('asdf-lz4-dq', 'data quality, a bit here and there', qualityChunks),
];

function workload(name: string, what: string, make: () => Promise<Uint8Array>): Workload {
  return {
    name,
    title: `67 MB in chunks of LZ4 in memory, unpacked: ${what}`,
    runs: 7,
    remote: false,
    contestants: async () => {
      const packed = await make();
      const directory = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
      const path = join(directory, 'chunks');
      try {
        await writeFile(path, packed);
        // Who is ready has the file in its own memory.
        return [
          inMemory(OURS, packed, unpackOurs),
          inMemory('lz4js', packed, unpackLz4js),
          ...(await pythonLz4(path)),
        ];
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  };
}

function inMemory(name: string, packed: Uint8Array, unpack: Unpack): Contestant {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  return {
    name,
    run: async () => {
      const start = performance.now();
      const cpu = process.cpuUsage();
      let [size, sum] = [0, 0];
      for (let at = 0; at < packed.length;) {
        const end = at + 4 + view.getUint32(at);
        const chunk = unpack(packed.subarray(at + 8, end), view.getUint32(at + 4, true));
        size += chunk.length;
        for (let i = 0; i < chunk.length; i += 4099) {
          sum += chunk[i] as number;
        }
        at = end;
      }
      const milliseconds = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      const cpuMilliseconds = (user + system) / 1000;
      return { milliseconds, cpuMilliseconds, answer: `${size} bytes, sum ${sum}` };
    },
  };
}

function unpackOurs(packed: Uint8Array, length: number): Uint8Array {
  const decoder = new Lz4Decoder(new Uint8Array(length));
  decoder.feed(packed);
  return decoder.out.subarray(0, decoder.at);
}

function unpackLz4js(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  return out.subarray(0, decompressBlock(packed, out, 0, packed.length, 0));
}

/** As they are in the file. */
async function scienceChunks(): Promise<Uint8Array> {
  const pieces = blockOf(arrayOf('data'), false).filter(({ size }) => size !== HEADER);
  return Buffer.concat(pieces.map((piece) => piece.read(0, piece.size)));
}

/** Packed by lz4 itself, which puts the length before each as asdf has it. */
async function qualityChunks(): Promise<Uint8Array> {
  const array = arrayOf('dq');
  const size = bytesOf(array);
  // It can be had as a module only.
  const { default: Lz4 } = await import('numcodecs/lz4');
  const lz4 = Lz4.fromConfig({ id: 'lz4' });
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < size; start += CHUNK) {
    const chunk = await lz4.encode(unpackedBytes(array, start, Math.min(start + CHUNK, size)));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    pieces.push(length, chunk);
  }
  return Buffer.concat(pieces);
}

function arrayOf(name: string): (typeof FULL_SIZE_ARRAYS)[number] {
  const array = FULL_SIZE_ARRAYS.find((one) => one.name === name);
  if (array === undefined) {
    throw new Error(`There is no array ${name}.`);
  }
  return array;
}
