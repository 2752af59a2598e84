import { describe, expect, it } from 'vitest';
import { firstImage } from '../../../src/core/fits/first-image';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  padToBlock,
  primaryCards,
} from './support/made';
import { CountingReader } from './support/memory-reader';

async function firstOf(primaryAxes: readonly number[], names: readonly string[]): Promise<unknown> {
  const unit = (name: string): Uint8Array =>
    concat(
      headerBytes([...extensionCards('IMAGE', 8, [2, 2]), card('EXTNAME', name)]),
      padToBlock(new Uint8Array(4)),
    );
  const size = primaryAxes.reduce((product, length) => product * length, 1);
  const primary = concat(
    headerBytes(primaryCards(8, primaryAxes)),
    primaryAxes.length === 0 ? new Uint8Array(0) : padToBlock(new Uint8Array(size)),
  );
  const index = new HduIndex(CountingReader.of(concat(primary, ...names.map(unit))));
  for await (const hdu of index.all()) {
    void hdu;
  }
  return firstImage(index.known);
}

describe('firstImage', () => {
  it.each([
    [[2, 2], ['SCI'], 0],
    [[], ['SCI', 'ERR', 'DQ'], 1],
    [[], ['ERR', 'DQ', 'SCI'], 3],
    [[], ['DQ', 'WHT', 'SCI'], 3],
    [[], ['ERR', 'CHIP1'], 2],
    [[], ['ERR', 'DQ'], 1],
    [[], ['CHIP1', 'SCI'], 1],
    [[5], ['A'], 1],
    [[], [], undefined],
    [[2, 0], [], undefined],
  ])('of a primary of %j and %j is %j', async (axes, names, first) => {
    expect(await firstOf(axes, names)).toBe(first);
  });

  it('without a picture is the first line or table with rows', async () => {
    const empty = headerBytes(primaryCards(8, []));
    const line = concat(headerBytes(primaryCards(8, [5])), padToBlock(new Uint8Array(5)));
    const table = (rows: number): Uint8Array => {
      const columns = [card('TFIELDS', 1), card('TFORM1', 'D')];
      const header = headerBytes([...extensionCards('BINTABLE', 8, [8, rows]), ...columns]);
      return rows === 0 ? header : concat(header, padToBlock(new Uint8Array(8 * rows)));
    };
    const first = async (...units: readonly Uint8Array[]): Promise<unknown> => {
      const index = new HduIndex(CountingReader.of(concat(...units)));
      for await (const hdu of index.all()) {
        void hdu;
      }
      return firstImage(index.known);
    };
    expect(await first(line, table(2))).toBe(0);
    expect(await first(empty, table(0), table(2))).toBe(2);
    expect(await first(empty, table(0))).toBe(1);
    expect(await first(empty)).toBeUndefined();
  });
});
