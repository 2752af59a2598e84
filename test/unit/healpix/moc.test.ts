import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { regionTest } from '../../../src/core/catalogs/region/region';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { formatMoc } from '../../../src/core/healpix/moc/format-moc';
import { type Moc, mocOfCells, mocShare } from '../../../src/core/healpix/moc/moc';
import { readMoc } from '../../../src/core/healpix/moc/moc-fits';
import { parseMoc } from '../../../src/core/healpix/moc/moc-text';
import { pixelsIn } from '../../../src/core/healpix/pixel-ranges';
import { NodeInflate } from '../../../src/platform/node/inflate';

interface Case {
  readonly order: number;
  readonly share: number;
  readonly ranges: readonly (readonly [string, string])[];
  readonly ascii: string;
  readonly json: string;
  /** FITS files, base64. */
  readonly nuniq: string;
  readonly range: string;
  readonly degraded: readonly { order: number; pixels: readonly number[] }[];
  readonly longitude: readonly number[];
  readonly latitude: readonly number[];
  readonly inside: string;
}

/** Made by make_mocs.py with mocpy. */
const CASES = JSON.parse(
  readFileSync(new URL('mocs.json', import.meta.url), 'utf8'),
) as readonly Case[];

async function readFits(bytes: Uint8Array): Promise<Moc> {
  const reader = new SpanReader(new MemorySource('moc.fits', bytes), { local: true });
  return readMoc(reader, await new HduIndex(reader).hdu(1), new NodeInflate());
}

/** The cells of a text, one by one: `order/pixel`. */
function cellsOf(text: string): Set<string> {
  const cells = new Set<string>();
  let order = '';
  for (const [, of, first = '', last = first] of text.matchAll(
    /(?:(\d+)\/)?\s*(\d+)?(?:-(\d+))?[\s,]*/g,
  )) {
    order = of ?? order;
    for (let pixel = BigInt(first || 1); first !== '' && pixel <= BigInt(last); pixel += 1n) {
      cells.add(`${order}/${pixel}`);
    }
  }
  return cells;
}

describe.each(CASES)('a coverage map of order $order as mocpy has it', (truth) => {
  const moc = parseMoc(truth.ascii);
  const bounds = BigInt64Array.from(truth.ranges.flat(), BigInt);

  it('in every form', async () => {
    const fromNuniq = await readFits(Buffer.from(truth.nuniq, 'base64'));
    const fromRanges = await readFits(Buffer.from(truth.range, 'base64'));
    for (const read of [moc, parseMoc(truth.json), fromNuniq, fromRanges]) {
      expect(read.order).toBe(truth.order);
      expect(read.bounds).toEqual(bounds);
    }
    expect(mocShare(moc) / truth.share).toBeCloseTo(1, 12);
  });

  it('written as text: in the largest cells, and read as it was', () => {
    const text = formatMoc(moc);
    expect(parseMoc(text)).toEqual(moc);
    // mocpy writes the same cells; it may put lines between them, and ranges of two as two.
    expect(cellsOf(text)).toEqual(cellsOf(truth.ascii));
  });

  it('its pixels of lower orders', () => {
    const test = regionTest({ kind: 'moc', moc });
    for (const { order, pixels } of truth.degraded) {
      expect([...pixelsIn(test.cover(order))]).toEqual(pixels);
    }
  });

  it('what is inside', () => {
    const inside = regionTest({ kind: 'moc', moc }).contains({
      longitude: Float64Array.from(truth.longitude),
      latitude: Float64Array.from(truth.latitude),
    });
    expect(inside.join('')).toBe(truth.inside);
  });
});

describe('coverage maps', () => {
  it('of cells that overlap and touch', () => {
    const moc = parseMoc('1/3 5-7,7 8 0/1 29/');
    expect(moc.order).toBe(29);
    const size = 4n ** 28n;
    expect([...moc.bounds].map((bound) => bound / size)).toEqual([3n, 9n]);
    expect(parseMoc('{"1": [3, 8], "0": [1]}').bounds).toEqual(moc.bounds);
    expect(parseMoc('s1/0').bounds).toEqual(BigInt64Array.of(0n, size));
    expect(mocOfCells([]).bounds).toHaveLength(0);
    expect(regionTest({ kind: 'moc', moc: parseMoc('5/') }).cover(3).bounds).toHaveLength(0);
  });

  it.each([
    ['', 'it names no order'],
    ['hello', '"hello" is no pixel'],
    ['3', '"3" is no pixel and no range'],
    ['0/12', 'names pixel 12 of order 0'],
    ['0/3-2', 'names pixel 2 of order 0'],
    ['30/1', '30 is no HEALPix order'],
    ['t30/1', 'one of time or frequency'],
    ['{"3": [1', 'it is no JSON'],
    ['{"a": [1]}', '"a" is no order'],
    ['{"3": 1}', '"3" is no order with a list'],
    ['{"3": [1.5]}', '1.5 is no pixel'],
    ['{"3": [-1]}', '-1 is no pixel'],
  ])('%j is none', (text, message) => {
    expect(() => parseMoc(text)).toThrow(message);
  });

  it('in FITS that is none', async () => {
    const bytes = Buffer.from(CASES[0]?.range ?? '', 'base64');
    const changed = (from: string, to: string): Uint8Array =>
      Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
    await expect(readFits(changed("'RANGE'", "'OTHER'"))).rejects.toThrow('no coverage map');
    await expect(readFits(changed("'SPACE'", "'TIME '"))).rejects.toThrow('one of TIME');
    await expect(readFits(changed("= 'C'", "= 'G'"))).rejects.toThrow('COORDSYS G');
  });
});
