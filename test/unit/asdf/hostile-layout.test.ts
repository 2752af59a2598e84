import { describe, expect, it } from 'vitest';
import type { AsdfFile } from '../../../src/core/asdf/asdf-file';
import type { BlockHeader } from '../../../src/core/asdf/block';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import { block, bytes, HEADER, index, indexed } from './support/make-asdf';
import { offsetsOf, readerOf, text, tree, type BlockParts } from './support/make-asdf';

const START = tree('a: 1\n');
const THREE = [block(), block({ data: new Uint8Array(100) }), block()];
const OFFSETS = offsetsOf(START.length, THREE);
const END = START.length + bytes(...THREE).length;

async function open(...parts: readonly Uint8Array[]): Promise<AsdfFile> {
  return openAsdf(readerOf(bytes(...parts)));
}

/** The offsets of the blocks, and what is wrong. */
async function listed({ blocks }: AsdfFile): Promise<[number[], readonly string[]]> {
  const all = async (): Promise<PromiseSettledResult<BlockHeader>[]> => {
    const count = await blocks.count();
    return Promise.allSettled(blocks.headers(Array.from({ length: count }, (_, i) => i)));
  };
  // Looking at all of them may show that the index is wrong.
  await all();
  const headers = await all();
  const offsets = headers.map((header) => ('value' in header ? header.value.offset : NaN));
  return [offsets, blocks.warnings];
}

describe('a block index that is wrong', () => {
  const [first = 0, second = 0, third = 0] = OFFSETS;
  it.each<[string, readonly (number | string)[]]>([
    ['is negative', [first, -second, third]],
    ['goes beyond the end', [first, second, END + 1000]],
    ['is beyond all measure', [first, second, '9'.repeat(30)]],
    ['leaves out the first', [second, third]],
    ['leaves out the last', [first, second]],
    ['leaves out one between', [first, third]],
    ['begins before the first', [0, first, second, third]],
    ['is not in order', [second, first, third]],
    ['has one twice', [first, first, second, third]],
    ['overlaps', [first, second + 1, third]],
    ['is off at the end', [first, second, third + 2]],
    ['is text', ['a', 'b']],
    ['is empty', []],
    ['is nested', ['[1, 2]']],
    ['has fractions', [first, `${second}.0`, third]],
  ])('and %s is rebuilt, with a warning', async (_, offsets) => {
    const [found, warnings] = await listed(await open(START, ...THREE, index(...offsets)));
    expect(found).toEqual(OFFSETS);
    expect(warnings).toEqual([expect.stringContaining('block index')]);
  });

  it.each(['', '%', '- [', '&a [*a]', '{', '\0'])('is no trouble as "%s"', async (yaml) => {
    const [found] = await listed(await open(START, ...THREE, text(`#ASDF BLOCK INDEX\n${yaml}\n`)));
    expect(found).toEqual(OFFSETS);
  });

  it('is found wrong by several at once', async () => {
    const { blocks } = await open(START, ...THREE, index(first, second + 1, third));
    const [count, last, [one, two]] = await Promise.all([
      blocks.count(),
      blocks.header(2),
      Promise.all(blocks.headers([0, 1])),
    ]);
    const offsets = [one, two, last].map((header) => header?.offset);
    expect([offsets, blocks.warnings.length]).toEqual([OFFSETS, 1]);
    // Its first and last blocks are right, so that nothing was known when it was asked for.
    expect(count).toBe(3);
  });

  it('is not taken from a file inside of a block', async () => {
    const inner = block({ data: indexed('b: 1\n', block()) });
    const [found] = await listed(await open(START, inner));
    expect(found).toEqual([START.length]);
  });
});

describe('block headers that lie', () => {
  async function withBlock(parts: BlockParts): Promise<AsdfFile> {
    return open(START, block(), block(parts), block());
  }

  it.each([0, 47])('are refused with a size of %i', async (headerSize) => {
    const [found, warnings] = await listed(await withBlock({ headerSize }));
    expect(found).toHaveLength(1);
    expect(warnings[0]).toContain(`header of block 1 says it is ${headerSize} bytes long`);
    const file = await openAsdf(
      readerOf(indexed('a: 1\n', block(), block({ headerSize }), block())),
    );
    await expect(file.blocks.header(1)).rejects.toMatchObject({ code: 'format' });
    expect((await file.blocks.header(2)).used).toBe(4);
  });

  it('end the list where one reaches beyond the file', async () => {
    const lies = [{ headerSize: 65_535 }, { allocated: 2n ** 63n }, { allocated: 2n ** 64n - 1n }];
    for (const lie of lies) {
      const content = bytes(START, block(), block(lie).subarray(0, 58), block());
      const [found, warnings] = await listed(await openAsdf(readerOf(content)));
      expect(found).toHaveLength(2);
      expect(warnings).toEqual([expect.stringContaining('file ends inside')]);
    }
  });

  it('do not hide what a right index has', async () => {
    const lie = block({ allocated: 2n ** 63n });
    const [found, warnings] = await listed(
      await openAsdf(readerOf(indexed('a: 1\n', block(), lie, block()))),
    );
    expect(found).toEqual(offsetsOf(START.length, [block(), block(), block()]));
    expect(warnings.join()).toContain('Block 1 does not end where');
  });

  it('may say a streamed block comes before others: they are part of it', async () => {
    const file = await openAsdf(readerOf(indexed('a: 1\n', block(), block({ flags: 1 }), block())));
    const [found, warnings] = await listed(file);
    expect(found).toEqual(offsetsOf(START.length, [block(), block()]));
    expect(warnings).toEqual([expect.stringContaining('block index')]);
    const last = await file.blocks.header(-1);
    expect([last.streamed, last.dataOffset + last.used]).toEqual([true, await file.reader.size()]);
  });

  it('may say more is used than is set aside', async () => {
    const { blocks } = await withBlock({ used: 10n ** 15n });
    expect(await blocks.header(1)).toMatchObject({ used: 1e15, available: 62 });
    expect(blocks.warnings).toEqual([expect.stringContaining('only 4 are set aside')]);
  });

  it('may give blocks no room: each is further on all the same', async () => {
    const empty = block({ data: new Uint8Array(0) });
    const many = bytes(...Array.from({ length: 70_000 }, () => empty));
    const { blocks } = await open(START, many);
    expect(await blocks.count()).toBe(65_536);
    expect(blocks.warnings).toEqual([expect.stringContaining('more than 65,536 blocks')]);
  });

  it('name blocks that are not there', async () => {
    const { blocks } = await open(START, ...THREE, index(...OFFSETS));
    for (const source of [3, -4, 1.5, NaN, Infinity, 2 ** 53]) {
      await expect(blocks.header(source)).rejects.toMatchObject({ code: 'format' });
    }
    const found = await Promise.allSettled(blocks.headers([0, 7, -1]));
    expect(found.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('a file that was cut short', () => {
  const content = bytes(START, ...THREE, index(...OFFSETS));

  it('opens up to where it is cut, at every byte', async () => {
    for (let end = START.length; end < content.length; end++) {
      const file = await openAsdf(readerOf(content.subarray(0, end)));
      const count = await file.blocks.count();
      const headers = await Promise.all(
        file.blocks.headers(Array.from({ length: count }, (_, i) => i)),
      );
      const whole = headers.filter(({ used, available }) => used === available);
      expect(whole).toHaveLength(OFFSETS.filter((_, i) => (OFFSETS[i + 1] ?? END) <= end).length);
    }
  });

  it('says so', async () => {
    const file = await open(content.subarray(0, (OFFSETS[1] ?? 0) + 84));
    expect(await file.blocks.header(1)).toMatchObject({ used: 100, available: 30 });
    expect(file.blocks.warnings).toEqual([
      'The file ends inside block 1: 30 of its 100 bytes are there.',
    ]);
    const cutHeader = await open(content.subarray(0, (OFFSETS[1] ?? 0) + 20));
    expect(await cutHeader.blocks.count()).toBe(1);
    expect(cutHeader.blocks.warnings).toEqual(['The file ends inside the header of block 1.']);
  });

  it('fails clearly inside its tree or its header, at every byte', async () => {
    for (let end = 0; end < START.length; end++) {
      const opened = openAsdf(readerOf(content.subarray(0, end)));
      const outcome = await opened.then(
        ({ tree, warnings }) =>
          tree === undefined || warnings.length > 0 || end >= START.length - 1,
        (error: { code: string }) => error.code === 'format',
      );
      expect([end, outcome]).toEqual([end, true]);
    }
  });
});

describe('what is no ASDF file', () => {
  it.each([
    ['', 'is empty'],
    ['SIMPLE  = T', 'does not begin with #ASDF'],
    ['#ASDF-like', 'does not begin with #ASDF'],
    [`${HEADER}garbage`, 'neither a tree nor a block'],
    [`${HEADER}${'# comment\n'.repeat(1000)}\xff`, 'neither a tree nor a block'],
    [`${HEADER}${'# comment\n'.repeat(40_000)}%YAML 1.1\n---\n...\n`, 'neither a tree nor a block'],
    [`${HEADER}${'\0'.repeat(400_000)}x`, 'neither a tree nor a block'],
  ])('is refused: %.20s', async (content, message) => {
    const opened = openAsdf(readerOf(new Uint8Array(Buffer.from(content, 'latin1'))));
    await expect(opened).rejects.toMatchObject({ code: 'format' });
    await expect(opened).rejects.toThrow(message);
  });

  it('is refused where its tree has no end within 64 MB', async () => {
    const content = bytes(
      text(`${HEADER}%YAML 1.1\n---\n`),
      new Uint8Array(2 ** 26 + 2 ** 20).fill(10),
    );
    await expect(openAsdf(readerOf(content))).rejects.toMatchObject({ code: 'too-large' });
  });
});
