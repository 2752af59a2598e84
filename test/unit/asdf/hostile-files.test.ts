import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Spools } from '../../../src/core/bytes/unpack/spool';
import { imageHandlers } from '../../../src/worker/image-handlers';
import { nodeTools } from '../../../src/worker/node-tools';
import { bombs, type Bomb } from '../../fuzz/bombs';
import { chunk, noise } from './blocks/support/lz4-made';
import { block, indexed, readerOf } from './support/make-asdf';

const call = { signal: new AbortController().signal, progress: async () => undefined };

/** What can be asked of an array in a block of these bytes; more than memory holds is not unpacked. */
function handlersOf(
  compression: string,
  data: Uint8Array,
  size: number,
  array: string,
): ReturnType<typeof imageHandlers> {
  const file = indexed(
    `a: !core/ndarray-1.1.0 {source: 0, byteorder: little, ${array}}\n`,
    block({ compression, data, size: BigInt(size) }),
  );
  const tools = nodeTools(tmpdir());
  const spools: Spools = {
    open: () => Promise.reject(new Error('A temporary file is written.')),
    room: async () => 2 ** 50,
  };
  return imageHandlers(readerOf(file), { ...tools, unpack: { ...tools.unpack, spools } });
}

const SQUARE = 2 ** 17;
const HUGE = `datatype: float32, shape: [${SQUARE}, ${SQUARE}]`;
const ref = { hdu: 1, slice: [] };

describe('a file of a kilobyte that claims 64 GB', () => {
  const packed: [string, Uint8Array][] = [
    ['of one chunk', chunk(2 ** 32 - 1, noise(900, 1))],
    ['of one chunk of a chunk that packs well', chunk(2 ** 32 - 1, new Uint8Array(900).fill(255))],
    ['of empty chunks', new Uint8Array(900)],
    ['of chunks of nothing', new Uint8Array(900).map((_, i) => (i % 8 === 3 ? 4 : 0))],
  ];

  it.each(packed)('is opened, and fails where it is read: lz4 %s', async (_, data) => {
    const handlers = handlersOf('lz4', data, 4 * SQUARE ** 2, HUGE);
    const { lines } = await handlers.structure({}, call);
    expect(lines[1]).toMatchObject({ dimensions: `(${SQUARE}, ${SQUARE})`, picture: 'yes' });
    await expect(handlers.plane(ref, call)).resolves.toMatchObject({ width: SQUARE });
    for (const at of [0, SQUARE - 1]) {
      await expect(handlers.value({ ...ref, x: at, y: at }, call)).rejects.toMatchObject({
        code: 'format',
      });
    }
  });

  it.each(['zlib', 'bzp2', 'lz4f', 'zstd', 'blsc'])(
    'fails where it is read: %s',
    async (compression) => {
      const data = (bombs().find(({ label }) => label === compression) as Bomb).packed;
      const handlers = handlersOf(compression, data.subarray(0, 900), 4 * SQUARE ** 2, HUGE);
      await handlers.structure({}, call);
      const last = { ...ref, x: SQUARE - 1, y: SQUARE - 1 };
      const read = handlers.plane(ref, call).then(() => handlers.value(last, call));
      await expect(read).rejects.toMatchObject({ code: 'format' });
    },
  );
});

describe('a block that holds far more than its header says', () => {
  const small = 'datatype: uint8, shape: [10, 100]';

  it.each(bombs().map((bomb, i) => [bomb.label.replace('\0', ''), i, bomb] as const))(
    'is refused before it fills memory: %s (%i)',
    async (label, _, { packed }) => {
      const handlers = handlersOf(label, packed, 1000, small);
      await expect(handlers.structure({}, call)).resolves.toMatchObject({ format: 'ASDF' });
      const read = handlers
        .plane(ref, call)
        .then(() => handlers.value({ ...ref, x: 99, y: 9 }, call));
      await expect(read).rejects.toMatchObject({ code: 'format' });
    },
  );
});

describe('a block that says it holds far more than it does', () => {
  it.each(['zlib', 'bzp2', 'lz4f', 'zstd'])(
    'has what is there, without unpacking all of it for that: %s',
    async (compression) => {
      const { packed } = bombs().find(({ label }) => label === compression) as Bomb;
      const handlers = handlersOf(compression, packed, 4 * SQUARE ** 2, HUGE);
      await expect(handlers.value({ ...ref, x: 0, y: 0 }, call)).resolves.toMatchObject({});
      const last = { ...ref, x: SQUARE - 1, y: SQUARE - 1 };
      await expect(handlers.value(last, call)).rejects.toMatchObject({ code: 'format' });
    },
  );
});

describe('an array that claims too much', () => {
  it.each([
    ['datatype: int8, shape: [1000000000000]', 'needs 1000000000000 bytes of its block'],
    ['datatype: int8, shape: [1000000000000], strides: [0]', 'repeats a few elements more often'],
    ['datatype: int8, shape: [1000000, 1000000], strides: [1, 0]', 'repeats a few elements more'],
    ['datatype: int8, shape: [2, 2], strides: [9007199254740991, 1]', 'more bytes than any file'],
    ['datatype: int8, shape: [2, 2], strides: [4503599627370496, 1]', 'bytes of its block'],
    ['datatype: int8, shape: [3, 1], strides: [-9007199254740991, 1]', 'strides'],
    ['datatype: int8, shape: [2], offset: 9007199254740991', 'more bytes than any file'],
    ['datatype: int8, shape: [2], offset: 9223372036854775807', 'offset'],
  ])('is refused in one sentence: %s', async (array, message) => {
    const handlers = handlersOf('', new Uint8Array(100), 100, array);
    await expect(handlers.structure({}, call)).resolves.toMatchObject({ format: 'ASDF' });
    await expect(handlers.plane(ref, call)).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});
