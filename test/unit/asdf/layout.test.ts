import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkBlock } from '../../../src/core/asdf/block-checksum';
import type { BlockHeader } from '../../../src/core/asdf/block';
import { isAsdf } from '../../../src/core/asdf/file-start';
import { childOf } from '../../../src/core/asdf/node';
import { openAsdf } from '../../../src/core/asdf/open-asdf';
import { partReader } from '../../../src/core/bytes/part-reader';
import { newMd5 } from '../../../src/platform/node/md5';
import { block, bytes, DIRECTIVES, HEADER, index, indexed } from './support/make-asdf';
import { offsetsOf, readerOf, text, tree } from './support/make-asdf';

interface TrueBlock {
  readonly offset: number;
  readonly dataOffset: number;
  readonly streamed: boolean;
  readonly compression: string;
  readonly allocated: number;
  readonly used: number;
  readonly size: number;
  readonly checksum: string;
}

const { layouts } = JSON.parse(
  readFileSync(new URL('../../fixtures/asdf-layout.json', import.meta.url), 'utf8'),
) as {
  readonly layouts: Readonly<
    Record<string, { readonly bytes: string; readonly blocks: readonly TrueBlock[] }>
  >;
};

function sizes({ streamed, ...header }: BlockHeader): object {
  const { offset, dataOffset, compression, allocated, used, size } = header;
  return { offset, dataOffset, streamed, compression, allocated, used, size };
}

describe('files the asdf library wrote', () => {
  it.each(Object.entries(layouts))('%s', async (_, { bytes: base64, blocks }) => {
    const content = new Uint8Array(Buffer.from(base64, 'base64'));
    const reader = readerOf(content);
    expect(isAsdf(content)).toBe(true);
    const file = await openAsdf(reader);
    expect([file.formatVersion, file.standardVersion]).toEqual(['1.0.0', '1.6.0']);
    expect(await file.blocks.count()).toBe(blocks.length);
    const headers = await Promise.all(file.blocks.headers(blocks.map((_, place) => place)));
    for (const [place, header] of headers.entries()) {
      const { checksum, ...truth } = blocks[place] as TrueBlock;
      // The sizes of a streamed block are what the file has: three rows of 64 bytes.
      const streamed = { ...truth, allocated: 192, used: 192, size: 192 };
      expect(sizes(header)).toEqual(truth.streamed ? streamed : truth);
      expect(header.available).toBe(header.used);
      const sum = header.checksum && Buffer.from(header.checksum).toString('hex');
      expect(sum ?? '0'.repeat(32)).toBe(checksum);
      expect(await checkBlock(reader, header, newMd5)).toBe(truth.streamed ? 'absent' : 'correct');
    }
    expect([...file.warnings, ...file.blocks.warnings]).toEqual([]);
  });

  it.each(Object.entries(layouts))('%s, inside of another file', async (_, { bytes: base64 }) => {
    const content = new Uint8Array(Buffer.from(base64, 'base64'));
    const around = readerOf(bytes(text('before'), content, text('after')));
    const part = partReader(around, { offset: 6, length: content.length }, 'HDU 4 of test.fits');
    const [alone, inside] = [await openAsdf(readerOf(content)), await openAsdf(part)];
    expect(inside.tree).toEqual(alone.tree);
    const count = await alone.blocks.count();
    expect(await inside.blocks.count()).toBe(count);
    for (let place = -count; place < 0; place++) {
      expect(await inside.blocks.header(place)).toEqual(await alone.blocks.header(place));
    }
    await expect(part.read(content.length - 1, 2)).rejects.toMatchObject({ code: 'past-end' });
    const [first, beyond] = part.readSpans([
      { offset: 0, length: 5 },
      { offset: content.length, length: 1 },
    ]);
    expect(await first).toEqual(text('#ASDF'));
    await expect(beyond).rejects.toMatchObject({ code: 'past-end' });
  });
});

describe('the layout of a file', () => {
  it('may have CR LF throughout the tree', async () => {
    const start = text(`${HEADER}${DIRECTIVES}a: 1\n...\n`.replace(/\n/g, '\r\n'));
    const file = await openAsdf(readerOf(bytes(start, block())));
    expect(childOf(file.tree, 'a')).toMatchObject({ value: 1n });
    expect(file.standardVersion).toBe('1.6.0');
    expect(file.treeSpan).toEqual({ offset: HEADER.length + 2, length: start.length - 35 });
    expect((await file.blocks.header(0)).offset).toBe(start.length);
  });

  it('may have no tree', async () => {
    const file = await openAsdf(readerOf(bytes(text('#ASDF 1.0.0\n'), block(), block())));
    expect([file.tree, file.treeSpan, file.standardVersion]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await file.blocks.count()).toBe(2);
    expect((await file.blocks.header(0)).offset).toBe(12);
  });

  it('may have neither tree nor blocks', async () => {
    const file = await openAsdf(readerOf(text('#ASDF 1.0.0\n')));
    expect([file.tree, await file.blocks.count()]).toEqual([undefined, 0]);
    await expect(file.blocks.header(0)).rejects.toThrow('names block 0, but the file has 0 blocks');
  });

  it('may have padding, and zeros at the end', async () => {
    const start = bytes(tree('a: 1\n'), new Uint8Array(300_000).fill(0x20));
    const blocks = [block(), block()];
    const ends = index(...offsetsOf(start.length, blocks));
    for (const end of [ends, new Uint8Array(0)]) {
      const content = bytes(start, ...blocks, end, new Uint8Array(40_000));
      const file = await openAsdf(readerOf(content));
      expect(await file.blocks.count()).toBe(2);
      expect((await file.blocks.header(-1)).offset).toBe(start.length + 58);
      expect(file.blocks.warnings).toEqual([]);
    }
  });

  it('may have its index on one line, or a long one', async () => {
    const start = tree('a: 1\n');
    const blocks = Array.from({ length: 4000 }, () => block());
    const offsets = offsetsOf(start.length, blocks);
    const flow = text(`#ASDF BLOCK INDEX\n%YAML 1.1\n--- [${offsets.join(', ')}]\n...\n`);
    for (const end of [flow, index(...offsets)]) {
      const file = await openAsdf(readerOf(bytes(start, ...blocks, end)));
      expect(await file.blocks.count()).toBe(4000);
      expect((await file.blocks.header(2000)).offset).toBe(offsets[2000]);
      expect(file.blocks.warnings).toEqual([]);
    }
  });

  it('may have longer block headers', async () => {
    const file = await openAsdf(readerOf(indexed('a: 1\n', block({ headerSize: 500 }), block())));
    const first = await file.blocks.header(0);
    expect(first.dataOffset - first.offset).toBe(506);
    expect((await file.blocks.header(1)).offset).toBe(first.dataOffset + 4);
    expect(file.blocks.warnings).toEqual([]);
  });

  it('may have a tree without its end, which is told', async () => {
    const start = `${HEADER}${DIRECTIVES}a: 1\nb: 2\n`;
    const cut = await openAsdf(readerOf(text(start)));
    expect(childOf(cut.tree, 'b')).toMatchObject({ value: 2n });
    expect(cut.warnings).toEqual([expect.stringContaining('ends inside its tree')]);
    const open = await openAsdf(readerOf(bytes(text(start), block())));
    expect(await open.blocks.count()).toBe(1);
    expect(open.warnings).toEqual([expect.stringContaining('without the line `...`')]);
  });

  it('may end right after the dots', async () => {
    const file = await openAsdf(readerOf(text(`${HEADER}${DIRECTIVES}a: '...'\nb: ...x\n...`)));
    expect(childOf(file.tree, 'b')).toMatchObject({ value: '...x' });
    expect(file.warnings).toEqual([]);
  });

  it('may have a tree that is longer than the first read, with what looks like its end', async () => {
    for (const length of [262_144, 262_141, 1_500_000]) {
      const filler = `a: |\n${`  ...\n  é${'x'.repeat(90)}\n`.repeat(Math.ceil(length / 99))}`;
      const start = tree(`${filler.slice(0, length)}\nb: 1\n`);
      const file = await openAsdf(readerOf(bytes(start, block())));
      expect(childOf(file.tree, 'b')).toMatchObject({ value: 1n });
      expect(await file.blocks.count()).toBe(1);
    }
  });

  it('tells a wrong checksum, and one that cannot be right', async () => {
    const content = indexed('a: 1\n', block({ checksum: new Uint8Array(16).fill(7) }), block());
    const reader = readerOf(content);
    const { blocks } = await openAsdf(reader);
    const seen: number[] = [];
    const onProgress = (done: number): void => void seen.push(done);
    expect(await checkBlock(reader, await blocks.header(0), newMd5, { onProgress })).toBe('wrong');
    expect(seen).toEqual([1]);
    const right = await blocks.header(1);
    expect(await checkBlock(reader, right, newMd5)).toBe('correct');
    expect(await checkBlock(reader, { ...right, available: 3 }, newMd5)).toBe('wrong');
    expect(await checkBlock(reader, { ...right, checksum: undefined }, newMd5)).toBe('absent');
  });
});
