import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import type { PlaneRef, StatisticsReply, StructureReply } from '../../../src/protocol/methods';
import type { RpcHandlers } from '../../../src/protocol/rpc-server';
import { imageHandlers } from '../../../src/worker/image-handlers';
import type { ImageMethods } from '../../../src/worker/methods';
import { nodeTools } from '../../../src/worker/node-tools';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  imageFile,
  padToBlock,
  primaryCards,
  stored,
} from '../fits/support/made';
import { tiledImage } from '../fits/support/tiled-image';

function handlersOf(bytes: Uint8Array, now?: () => number): RpcHandlers<ImageMethods> {
  const reader = new SpanReader(new MemorySource('a.fits', bytes), { local: true });
  return imageHandlers(reader, nodeTools(tmpdir()), now);
}

/** A call whose reports are kept. */
function call<T>(): {
  signal: AbortSignal;
  progress: (body: T) => Promise<void>;
  reports: T[];
} {
  const reports: T[] = [];
  const progress = async (body: T): Promise<void> => void reports.push(body);
  return { signal: new AbortController().signal, progress, reports };
}

const REF: PlaneRef = { hdu: 0, slice: [] };

/** 50 × 40 pixels that count up from 0. */
const ramp = (): RpcHandlers<ImageMethods> =>
  handlersOf(imageFile(16, [50, 40], stored(16, [...Array(2000).keys()])));

describe('structure', () => {
  it('of very many HDUs is sent a bounded number of times, however long that takes', async () => {
    const one = headerBytes(extensionCards('IMAGE', 8, []));
    const bytes = concat(
      headerBytes(primaryCards(8, [])),
      ...Array.from({ length: 400 }, () => one),
    );
    let clock = 0;
    const asked = call<StructureReply>();
    const reply = await handlersOf(bytes, () => (clock += 1000)).structure({}, asked);
    expect(reply.lines).toHaveLength(401);
    const lengths = asked.reports.map(({ lines }) => lines.length);
    // Each an eighth longer than the one before: all of them together are nine times the last.
    expect(lengths.length).toBeLessThan(50);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(9 * 401);
  });
});

const fixture = (name: string): RpcHandlers<ImageMethods> =>
  handlersOf(
    new Uint8Array(readFileSync(new URL(`../../fixtures/golden/fits/${name}`, import.meta.url))),
  );

describe('a picture with a broken tile', () => {
  it('has a gap there, and says so', async () => {
    const image = tiledImage({
      ...{ axes: [20, 20], tile: [10, 10], bitpix: 16, gzip: true },
      value: ([x = 0]) => x,
    });
    const bytes = image.bytes();
    bytes.fill(0, image.span(2).offset, image.span(3).offset);
    const handlers = handlersOf(bytes);
    const ref = { hdu: 1, slice: [] };
    const problems = [expect.stringMatching(/^Tile 3 cannot be decoded: /)];
    const { grid } = await handlers.overview({ ...ref, width: 5, height: 5 }, call());
    const values = new Float32Array(grid.values.buffer);
    expect([values[0], values[values.length - 1]]).toEqual([1.5, 17.5]);
    expect(values[values.length - grid.width]).toBeNaN();
    expect(grid.problems).toEqual(problems);
    const box = { x0: 0, y0: 0, x1: 5, y1: 5, step: 1 };
    expect((await handlers.tile({ ...ref, ...box }, call())).problems).toEqual(problems);
  });
});

describe('header', () => {
  it('of a compressed image is that of the image, and the stored one can be had', async () => {
    const handlers = fixture('headers/sums.fits');
    const restored = await handlers.header({ hdu: 4 }, call());
    const stored = await handlers.header({ hdu: 4, stored: true }, call());
    const keywords = (cards: readonly { keyword: string }[]): string[] =>
      cards.map(({ keyword }) => keyword);
    expect(restored.restored).toBe(true);
    expect(keywords(restored.cards)).not.toContain('ZCMPTYPE');
    expect(keywords(stored.cards)).toContain('ZCMPTYPE');
    expect(stored.cards[0]?.value).toBe('BINTABLE');
  });

  it('says what checking its sums costs', async () => {
    const handlers = fixture('headers/sums.fits');
    const { bytesToCheck, restored } = await handlers.header({ hdu: 1 }, call());
    expect([bytesToCheck, restored]).toEqual([2 * 2880, false]);
    expect((await ramp().header({ hdu: 0 }, call())).bytesToCheck).toBe(0);
  });

  it('shows odd cards with a warning', async () => {
    const odd = imageFile(8, [1], new Uint8Array(1), ['lower   = 5']);
    const { cards, warnings } = await handlersOf(odd).header({ hdu: 0 }, call());
    expect(cards.at(-1)).toMatchObject({
      keyword: 'LOWER',
      warning: 'The keyword lower is not in upper case.',
    });
    expect(warnings).toHaveLength(1);
  });
});

describe('checksum', () => {
  it('says whether the sums are right, and how far it is', async () => {
    const asked = call<{ done: number }>();
    const reply = await fixture('headers/sums-wrong.fits').checksum({ hdu: 1 }, asked);
    expect(reply).toMatchObject({ datasum: 'wrong', checksum: 'wrong' });
    expect(asked.reports.at(-1)).toEqual({ done: 1 });
  });
});

describe('a file that is compressed as a whole', () => {
  it('answers as the file it holds', async () => {
    const handlers = fixture('packed/members.fits.gz');
    const [structure, value] = await Promise.all([
      handlers.structure({}, call()),
      handlers.value({ hdu: 1, slice: [], x: 59, y: 49 }, call()),
    ]);
    expect(structure).toMatchObject({ compression: 'gzip', first: 1, warnings: [] });
    expect(value.text).toBe(String(2999 % 331));
  });
});

describe('plane', () => {
  it('of random groups has the groups as its last axis', async () => {
    const cards = [card('GROUPS', true), card('PCOUNT', 1), card('GCOUNT', 4)];
    const groups = concat(
      headerBytes([...primaryCards(16, [0, 3, 2]), ...cards, card('CTYPE2', 'STOKES')]),
      padToBlock(new Uint8Array(4 * 14)),
    );
    const plane = await handlersOf(groups).plane(REF, call());
    expect([plane.width, plane.height, plane.axes]).toEqual([3, 2, [4]]);
    expect(plane.axisLines.map(({ length, name }) => [length, name])).toEqual([
      [3, 'Stokes'],
      [2, ''],
      [4, 'Group'],
    ]);
  });
});

describe('histogram', () => {
  const range = { low: 0, high: 2000, bins: 4 };

  it('counts the values of the latest picture', async () => {
    const handlers = ramp();
    await handlers.overview({ ...REF, width: 50, height: 40 }, call());
    expect(await handlers.histogram({ ...REF, ...range }, call())).toEqual({
      counts: [500, 500, 500, 500],
      below: 0,
      above: 0,
      finite: 2000,
      missing: 0,
    });
  });

  it('before there is a picture says so, and may be asked again', async () => {
    await expect(ramp().histogram({ ...REF, ...range }, call())).rejects.toMatchObject({
      message: 'No picture has been made yet of this image.',
      retryable: true,
    });
  });

  it('belongs to its plane; the pictures of six planes are kept', async () => {
    const cube = handlersOf(imageFile(16, [2, 2, 7], stored(16, [...Array(28).keys()])));
    const counts = async (plane: number): Promise<readonly number[]> => {
      const asked = { hdu: 0, slice: [plane], low: 0, high: 24, bins: 6 };
      return (await cube.histogram(asked, call())).counts;
    };
    for (const plane of [0, 1, 2, 3, 4, 5, 6]) {
      await cube.overview({ hdu: 0, slice: [plane], width: 2, height: 2 }, call());
    }
    expect(await counts(1)).toEqual([0, 4, 0, 0, 0, 0]);
    expect(await counts(4)).toEqual([0, 0, 0, 0, 4, 0]);
    await expect(counts(0)).rejects.toMatchObject({ retryable: true });
  });

  it.each([
    { low: 0, high: 1, bins: 0 },
    { low: 0, high: 1, bins: 4097 },
    { low: 0, high: 1, bins: 2.5 },
    { low: 1, high: 0, bins: 10 },
    { low: NaN, high: 1, bins: 10 },
    { low: 0, high: Infinity, bins: 10 },
  ])('of $bins bins from $low to $high is refused', async (odd) => {
    const handlers = ramp();
    await handlers.overview({ ...REF, width: 50, height: 40 }, call());
    await expect(handlers.histogram({ ...REF, ...odd }, call())).rejects.toMatchObject({
      code: 'protocol',
    });
  });
});

describe('boxes', () => {
  const box = { x0: 10, y0: 1, x1: 13, y1: 3 };

  it('of exact values go row by row', async () => {
    expect(await ramp().pixels({ ...REF, ...box }, call())).toEqual({
      texts: ['60', '61', '62', '110', '111', '112'],
    });
  });

  it('of statistics end with all their pixels', async () => {
    const asked = call<StatisticsReply>();
    const reply = await ramp().statistics({ ...REF, ...box }, asked);
    expect(reply).toMatchObject({ pixels: 6, pixelsInBox: 6, sum: 516 });
    expect(asked.reports.every(({ pixels }) => pixels < 6)).toBe(true);
  });

  it('of no value have statistics that a webview gets as they are', async () => {
    const missing = handlersOf(imageFile(-32, [2, 1], stored(-32, [NaN, Infinity])));
    const reply = await missing.statistics({ ...REF, x0: 0, y0: 0, x1: 2, y1: 1 }, call());
    expect(reply).toMatchObject({ pixels: 2, finite: 0, infinite: 1, mean: undefined });
    // VS Code sends JSON, in which NaN is null.
    expect(JSON.stringify(reply)).not.toContain('null');
  });

  it.each([
    { x0: -1, y0: 0, x1: 1, y1: 1 },
    { x0: 0, y0: 0, x1: 51, y1: 1 },
    { x0: 0, y0: 39, x1: 1, y1: 41 },
    { x0: 5, y0: 0, x1: 5, y1: 1 },
    { x0: 0.5, y0: 0, x1: 1, y1: 1 },
    { x0: NaN, y0: 0, x1: 1, y1: 1 },
  ])('outside the plane are refused: %j', async (odd) => {
    const refused = { code: 'protocol' };
    const asked = { ...REF, ...odd };
    await expect(ramp().pixels(asked, call())).rejects.toMatchObject(refused);
    await expect(ramp().statistics(asked, call())).rejects.toMatchObject(refused);
    await expect(ramp().tile({ ...asked, step: 1 }, call())).rejects.toMatchObject(refused);
  });

  it('of exact values have at most 41 pixels each way', async () => {
    const most = { x0: 0, y0: 0, x1: 41, y1: 1 };
    expect((await ramp().pixels({ ...REF, ...most }, call())).texts).toHaveLength(41);
    await expect(ramp().pixels({ ...REF, ...most, x1: 42 }, call())).rejects.toMatchObject({
      code: 'protocol',
    });
  });

  it('of no size are no picture', async () => {
    const odd = { ...REF, width: NaN, height: 10 };
    await expect(ramp().overview(odd, call())).rejects.toMatchObject({ code: 'protocol' });
  });
});
