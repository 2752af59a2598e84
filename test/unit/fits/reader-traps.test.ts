import { describe, expect, it } from 'vitest';
import type { Header } from '../../../src/core/fits/header';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { card, headerBytes, primaryCards, record } from './support/made';
import { CountingReader } from './support/memory-reader';

/** The header of a file, read as the viewer reads it. */
async function headerOf(...records: readonly string[]): Promise<Header> {
  const bytes = headerBytes([...primaryCards(8, []), ...records]);
  return (await new HduIndex(CountingReader.of(bytes)).hdu(0)).header;
}

/** What other readers get wrong in headers, one by one. */
describe('a header', () => {
  it('has logicals that are true or false, not "T" or "F"', async () => {
    const header = await headerOf('YES     =                    T', 'NO      = F');
    expect([header.value('YES'), header.value('NO'), header.isTrue('NO')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('has strings continued over many cards', async () => {
    const header = await headerOf(
      `LONG    = '${'a'.repeat(67)}&'`,
      `CONTINUE  '${'b'.repeat(67)}&'`,
      "CONTINUE  'c' / the end",
    );
    expect(header.text('LONG')).toBe(`${'a'.repeat(67)}${'b'.repeat(67)}c`);
    expect(header.get('LONG')?.comment).toBe('the end');
    expect(header.cards).toHaveLength(4);
  });

  it('has HIERARCH keywords of several words', async () => {
    const header = await headerOf("HIERARCH ESO INS FILT1 NAME = 'K'' / b' / filter");
    expect(header.text('ESO INS FILT1 NAME')).toBe("K' / b");
  });

  it('has D exponents, which are numbers', async () => {
    const header = await headerOf('A       = 1.5D+03', 'B       = -2d-2');
    expect([header.number('A'), header.number('B')]).toEqual([1500, -0.02]);
  });

  it('has undefined values, which are neither empty strings nor missing', async () => {
    const header = await headerOf('NONE    =                      / not known', "EMPTY   = ''");
    expect(header.value('NONE')).toBeUndefined();
    expect(header.has('NONE')).toBe(true);
    expect(header.value('EMPTY')).toBe('');
  });

  it('has complex values of integers and of floats', async () => {
    const header = await headerOf('A       = (3, -4)', 'B       = (1.5D0, 2E1)');
    expect([header.value('A'), header.value('B')]).toEqual([
      { re: 3, im: -4 },
      { re: 1.5, im: 20 },
    ]);
  });

  it('has integers beyond 2^53 exactly', async () => {
    const header = await headerOf('A       = 9007199254740993', 'B       = -9223372036854775808');
    expect([header.value('A'), header.value('B')]).toEqual([
      9007199254740993n,
      -9223372036854775808n,
    ]);
  });

  it('has strings whose leading blanks count and whose trailing ones do not', async () => {
    const header = await headerOf("A       = '  x  '", "B       = '   '");
    expect([header.text('A'), header.text('B')]).toEqual(['  x', '']);
  });

  it('has keywords twice, of which the first counts', async () => {
    const header = await headerOf(card('DUP', 1), card('DUP', 2));
    expect(header.integer('DUP')).toBe(1);
    expect(header.cards.filter(({ keyword }) => keyword === 'DUP')).toHaveLength(2);
  });

  it('has 40,000 HISTORY cards among others, in a bounded number of requests', async () => {
    const history = Array.from({ length: 40_000 }, (_, i) => record(`HISTORY step ${i}`));
    const values = Array.from({ length: 700 }, (_, i) => card(`KEY${i}`, i));
    const bytes = headerBytes([...primaryCards(8, []), ...values, ...history, card('LAST', 1)]);
    const reader = CountingReader.of(bytes);
    const { header } = await new HduIndex(reader).hdu(0);
    expect(header.cards).toHaveLength(3 + 700 + 40_000 + 1);
    expect(header.integer('LAST')).toBe(1);
    expect(reader.requests).toBeLessThan(12);
    expect(reader.bytes).toBe(bytes.length);
  });
});
