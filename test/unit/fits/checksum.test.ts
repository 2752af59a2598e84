import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  bytesToCheck,
  verifyChecksum,
  type ChecksumVerdict,
} from '../../../src/core/fits/checksum';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { isZeroSum, WordSum } from '../../../src/core/fits/word-sum';
import { card, concat, headerBytes, imageFile, primaryCards } from './support/made';
import { CountingReader } from './support/memory-reader';

const file = (name: string): Uint8Array =>
  new Uint8Array(
    readFileSync(new URL(`../../fixtures/golden/fits/headers/${name}`, import.meta.url)),
  );

async function verdicts(bytes: Uint8Array): Promise<ChecksumVerdict[]> {
  const index = new HduIndex(CountingReader.of(bytes));
  const found: ChecksumVerdict[] = [];
  for await (const hdu of index.all()) {
    found.push(await verifyChecksum(index.reader, hdu));
  }
  return found;
}

describe('verifyChecksum', () => {
  // Image, binary table with a heap, ASCII table, compressed image, empty image: astropy wrote the sums.
  it('finds right what astropy wrote, of every kind of HDU', async () => {
    for (const verdict of await verdicts(file('sums.fits'))) {
      expect(verdict).toEqual({
        datasum: 'correct',
        checksum: 'correct',
        text: 'DATASUM is correct; CHECKSUM is correct.',
      });
    }
  });

  it('finds a changed pixel, card, and sum', async () => {
    const [, pixel, changedCard, sum, unknown, absent] = await verdicts(file('sums-wrong.fits'));
    expect(pixel).toMatchObject({ datasum: 'wrong', checksum: 'wrong' });
    expect(pixel?.text).toMatch(
      /^DATASUM is \d+, but the data add up to \d+; CHECKSUM is wrong: the HDU adds up to \d+, not to 0\.$/,
    );
    expect(changedCard).toMatchObject({ datasum: 'correct', checksum: 'wrong' });
    expect(sum).toMatchObject({ datasum: 'wrong', checksum: 'wrong' });
    expect(sum?.text).toMatch(/^DATASUM is xy/);
    expect(unknown).toMatchObject({ datasum: 'correct', checksum: 'absent' });
    expect(unknown?.text).toBe('DATASUM is correct; there is no CHECKSUM.');
    expect(absent).toMatchObject({ datasum: 'absent', checksum: 'wrong' });
  });

  it('reads nothing where there is nothing to check', async () => {
    const reader = CountingReader.of(imageFile(8, [10], new Uint8Array(10)));
    const hdu = await new HduIndex(reader).hdu(0);
    reader.bytes = 0;
    expect(bytesToCheck(hdu)).toBe(0);
    expect(await verifyChecksum(reader, hdu)).toEqual({
      datasum: 'absent',
      checksum: 'absent',
      text: 'HDU 0 has neither DATASUM nor CHECKSUM, so there is nothing to check.',
    });
    expect(reader.bytes).toBe(0);
  });

  it('takes padding that the file lacks to be there', async () => {
    const bytes = file('sums.fits');
    const index = new HduIndex(CountingReader.of(bytes));
    for (const n of [1, 3]) {
      const hdu = await index.hdu(n);
      // What comes before it is as long, but is not looked at.
      const cut = CountingReader.of(bytes.subarray(0, hdu.dataOffset + hdu.dataLength));
      expect(await verifyChecksum(cut, hdu)).toMatchObject({
        datasum: 'correct',
        checksum: 'correct',
      });
    }
  });

  it('of an HDU that is cut short says so', async () => {
    const bytes = file('sums.fits');
    const { dataOffset } = await new HduIndex(CountingReader.of(bytes)).hdu(1);
    const found = await verdicts(bytes.subarray(0, dataOffset + 40));
    expect(found[1]).toEqual({
      datasum: 'wrong',
      checksum: 'wrong',
      text: 'The file ends inside HDU 1, so its sums cannot be right.',
    });
  });

  it('reads every byte of the HDU once, tells how far it is, and can be cancelled', async () => {
    const side = 3000;
    const header = headerBytes([...primaryCards(8, [side, side]), card('DATASUM', '0')]);
    const bytes = concat(header, new Uint8Array(side * side));
    const reader = CountingReader.of(bytes);
    const hdu = await new HduIndex(reader).hdu(0);
    expect(bytesToCheck(hdu)).toBe(bytes.length);
    reader.bytes = 0;
    const told: number[] = [];
    const verdict = await verifyChecksum(reader, hdu, { onProgress: (done) => told.push(done) });
    expect(verdict.datasum).toBe('correct');
    expect(reader.bytes).toBe(bytes.length);
    expect(told.length).toBe(6);
    expect(told.at(-1)).toBe(1);

    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort() };
    await expect(verifyChecksum(reader, hdu, options)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('WordSum', () => {
  /** The sum as appendix J defines it: 32-bit words, carries brought around. */
  const plain = (bytes: Uint8Array): number => {
    let sum = 0n;
    for (let i = 0; i < bytes.length; i += 4) {
      const word = [0, 1, 2, 3].reduce((all, k) => all * 256n + BigInt(bytes[i + k] ?? 0), 0n);
      sum += word;
      sum = (sum & 0xffffffffn) + (sum >> 32n);
    }
    return Number(sum);
  };

  it('is the same however the bytes are cut', () => {
    const bytes = Uint8Array.from({ length: 1003 }, (_, i) => (i * i * 7) ^ (i >> 1));
    for (const step of [1, 2, 3, 5, 64, 2000]) {
      const sum = new WordSum();
      for (let at = 0; at < bytes.length; at += step) {
        sum.add(bytes.subarray(at, at + step));
      }
      expect(sum.value).toBe(plain(bytes));
    }
  });

  it('carries around, again and again', () => {
    const bytes = new Uint8Array(40_000).fill(0xff);
    const sum = new WordSum();
    sum.add(bytes);
    sum.add(Uint8Array.of(0, 0, 0, 3));
    expect(sum.value).toBe(plain(concat(bytes, Uint8Array.of(0, 0, 0, 3))));
    expect([isZeroSum(0), isZeroSum(0xffffffff), isZeroSum(1)]).toEqual([true, true, false]);
  });
});
