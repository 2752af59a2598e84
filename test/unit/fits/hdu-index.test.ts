import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import type { Hdu } from '../../../src/core/fits/hdu';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { formatInfo, infoLines } from '../../../src/core/fits/info';
import { JWST_LIKE_SIZE, jwstLikeContent } from './support/jwst-like';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  imageFile,
  latin1,
  padToBlock,
  primaryCards,
  record,
} from './support/made';
import { CountingReader } from './support/memory-reader';

async function all(index: HduIndex, options = {}): Promise<Hdu[]> {
  const hdus: Hdu[] = [];
  for await (const hdu of index.all(options)) {
    hdus.push(hdu);
  }
  return hdus;
}

const indexOf = (...parts: Uint8Array[]): HduIndex =>
  new HduIndex(CountingReader.of(concat(...parts)));

/** An image extension whose data are zeros. */
const extension = (name: string, length: number, extra: readonly string[] = []): Uint8Array =>
  concat(
    headerBytes([...extensionCards('IMAGE', 8, [length]), card('EXTNAME', name), ...extra]),
    padToBlock(new Uint8Array(length)),
  );

const PRIMARY = headerBytes([...primaryCards(8, []), card('EXTEND', true)]);

describe('the HDU list of a JWST-like file of 84 MB', () => {
  it('is the listing of astropy, for 6 requests in 2 rounds and 224 KiB', async () => {
    const reader = new CountingReader(JWST_LIKE_SIZE, jwstLikeContent);
    const index = new HduIndex(reader);
    const hdus = await all(index);
    expect(formatInfo(infoLines(hdus)).split('\n')).toEqual([
      'No.    Name      Ver    Type      Cards   Dimensions   Format',
      '  0  PRIMARY       1 PrimaryHDU     256   ()',
      '  1  SCI           1 ImageHDU        78   (2048, 2048)   float32',
      '  2  ERR           1 ImageHDU        10   (2048, 2048)   float32',
      '  3  DQ            1 ImageHDU        11   (2048, 2048)   int32 (rescales to uint32)',
      '  4  VAR_POISSON    1 ImageHDU         9   (2048, 2048)   float32',
      '  5  VAR_RNOISE    1 ImageHDU         9   (2048, 2048)   float32',
      '  6  ASDF          1 BinTableHDU     11   1R x 1C   [14904B]',
    ]);
    expect(index.warnings).toEqual([]);
    expect(index.complete).toBe(true);
    expect(JWST_LIKE_SIZE).toBeGreaterThan(83_000_000);
    expect(reader.requests).toBe(6);
    expect(reader.rounds).toBe(2);
    expect(reader.bytes).toBeLessThanOrEqual(224 * 1024);
  });

  it('reads only as far as it is asked', async () => {
    const reader = new CountingReader(JWST_LIKE_SIZE, jwstLikeContent);
    const index = new HduIndex(reader);
    expect((await index.hdu(1)).name).toBe('SCI');
    expect(reader.requests).toBe(1);
    expect(index.complete).toBe(false);
    expect((await index.hdu(6)).name).toBe('ASDF');
    await expect(index.hdu(7)).rejects.toMatchObject({
      code: 'not-found',
      message: 'The file has 7 HDUs; there is no HDU 7.',
    });
  });

  it('reads the headers once for many askers', async () => {
    const reader = new CountingReader(JWST_LIKE_SIZE, jwstLikeContent);
    const index = new HduIndex(reader);
    const [one, six, list] = await Promise.all([index.hdu(1), index.hdu(6), all(index)]);
    expect([one.name, six.name, list.length]).toEqual(['SCI', 'ASDF', 7]);
    expect(reader.requests).toBe(6);
  });

  it('goes on for those who wait when the one who reads is cancelled', async () => {
    const reader = new CountingReader(JWST_LIKE_SIZE, jwstLikeContent);
    const index = new HduIndex(reader);
    const stop = new AbortController();
    const cancelled = index.hdu(6, { signal: stop.signal });
    const waiting = index.hdu(6);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect((await waiting).name).toBe('ASDF');
  });

  it('stops waiting when a waiter is cancelled', async () => {
    const index = new HduIndex(new CountingReader(JWST_LIKE_SIZE, jwstLikeContent));
    const stop = new AbortController();
    const reading = index.hdu(6);
    const waiting = index.hdu(6, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect((await reading).name).toBe('ASDF');
  });
});

describe('HduIndex', () => {
  it('stops guessing after one miss', async () => {
    const sizes = [400_000, 700_000, 300_000, 500_000, 200_000];
    const bytes = concat(PRIMARY, ...sizes.map((size, i) => extension(`E${i}`, size)));
    const reader = CountingReader.of(bytes);
    const hdus = await all(new HduIndex(reader));
    expect(hdus.map(({ name }) => name)).toEqual(['PRIMARY', 'E0', 'E1', 'E2', 'E3', 'E4']);
    const afterMiss = reader.spans.filter(({ offset }) => offset > (hdus[2]?.headerOffset ?? 0));
    const headers = hdus.map(({ headerOffset }) => headerOffset);
    const guesses = reader.spans.filter(({ offset }) => !headers.includes(offset));
    // E0 makes the guesses read beside the header of E1; all of them are wrong.
    expect(guesses.length).toBeLessThanOrEqual(6);
    expect(afterMiss.filter(({ offset }) => headers.includes(offset))).toHaveLength(3);
    expect(reader.bytes).toBeLessThan(64 * 1024 + 10 * 32 * 1024);
  });

  it('guesses on through a long row of equal images with longer headers', async () => {
    const cards = Array.from({ length: 100 }, (_, i) => card(`K${i}`, i));
    const units = Array.from({ length: 40 }, (_, i) => extension(`CCD${i}`, 100_000, cards));
    const reader = CountingReader.of(concat(PRIMARY, ...units));
    expect(await all(new HduIndex(reader))).toHaveLength(41);
    expect(reader.rounds).toBeLessThanOrEqual(9);
    expect(reader.requests).toBeLessThanOrEqual(46);
  });

  it('reads headers longer than any read', async () => {
    const cards = Array.from({ length: 5000 }, (_, i) => record(`HISTORY ${i}`));
    const bytes = concat(
      headerBytes([...primaryCards(8, []), ...cards]),
      extension('A', 10, cards),
      extension('B', 10),
    );
    const reader = CountingReader.of(bytes);
    const hdus = await all(new HduIndex(reader));
    expect(hdus.map(({ header }) => header.cards.length)).toEqual([5003, 5007, 7]);
    expect(reader.bytes).toBeLessThan(bytes.length * 1.5);
  });

  it.each([
    ['gzip', [0x1f, 0x8b, 8, 0]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['compress (.Z)', [0x1f, 0x9d, 0x90]],
  ])('names the compression of a whole file: %s', async (name, magic) => {
    const error = await indexOf(Uint8Array.from(magic))
      .hdu(0)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SkybucketError);
    expect(error).toMatchObject({ code: 'unsupported' });
    expect((error as SkybucketError).message).toContain(`with ${name}`);
  });

  it('refuses what is not FITS, and an empty file', async () => {
    await expect(indexOf(latin1('{"a": 1}')).hdu(0)).rejects.toMatchObject({
      code: 'format',
      message: 'test.fits is not a FITS file: it does not start with SIMPLE.',
    });
    await expect(indexOf().hdu(0)).rejects.toMatchObject({
      code: 'format',
      message: 'test.fits is empty.',
    });
  });

  it('keeps the HDUs before a header that is cut short', async () => {
    const cut = extension('CUT', 10).subarray(0, 400);
    const index = indexOf(PRIMARY, extension('GOOD', 5000), cut);
    const hdus = await all(index);
    expect(hdus.map(({ type }) => type)).toEqual(['PrimaryHDU', 'ImageHDU', 'CorruptedHDU']);
    expect(index.warnings).toEqual(['The file ends inside the header of HDU 2.']);
  });

  it('keeps an HDU whose data are cut short, with what is there', async () => {
    const index = indexOf(PRIMARY, extension('CUT', 5000).subarray(0, 2880 + 1000));
    const [, cut] = await all(index);
    expect(cut).toMatchObject({ type: 'ImageHDU', dataLength: 5000, dataAvailable: 1000 });
    expect(index.warnings).toEqual([
      'The file ends early: only 1000 of the 5000 bytes of data of HDU 1 are there.',
    ]);
  });

  it('says nothing of missing padding at the end', async () => {
    const index = indexOf(PRIMARY, extension('LAST', 5000).subarray(0, 2880 + 5000));
    expect(await all(index)).toHaveLength(2);
    expect(index.warnings).toEqual([]);
  });

  it('ends at junk after the last HDU', async () => {
    const index = indexOf(PRIMARY, extension('A', 10), latin1('junk'.repeat(800)));
    expect(await all(index)).toHaveLength(2);
    expect(index.warnings).toEqual([
      'The last 3200 bytes of the file come after its last HDU and are not FITS.',
    ]);
  });

  it('does not search long junk for a header', async () => {
    const junk = latin1('junk'.repeat(100_000));
    const reader = CountingReader.of(concat(PRIMARY, junk));
    expect(await all(new HduIndex(reader))).toHaveLength(1);
    expect(reader.bytes).toBe(64 * 1024);
  });

  it('ends a header without END at its data', async () => {
    const noEnd = concat(
      latin1(primaryCards(16, [10, 10]).join('').padEnd(2880)),
      new Uint8Array(2880),
    );
    const index = indexOf(noEnd);
    expect((await index.hdu(0)).type).toBe('CorruptedHDU');
    expect(index.warnings).toEqual([
      'The header of HDU 0 has no END card: its card 37 is not text.',
    ]);
  });

  it.each([
    ['an extension', [extension('NEXT', 10)], 'ImageHDU'],
    ['a second file', [headerBytes(primaryCards(8, []))], 'PrimaryHDU'],
  ])('ends a header without END where %s begins', async (_, after, type) => {
    const noEnd = (cards: readonly string[]): Uint8Array =>
      latin1(cards.join('').padEnd(Math.ceil(cards.length / 36) * 2880));
    const long = Array.from({ length: 40 }, (_, i) => card(`KEY${i}`, i));
    const headers = [primaryCards(8, []), [...extensionCards('IMAGE', 8, [9]), ...long]];
    const reader = CountingReader.of(concat(...headers.map(noEnd), ...after));
    const index = new HduIndex(reader);
    const hdus = await all(index);
    expect(hdus.map(({ type }) => type)).toEqual(['CorruptedHDU', 'CorruptedHDU', type]);
    expect(hdus.map(({ headerOffset }) => headerOffset)).toEqual([0, 2880, 8640]);
    expect(hdus.slice(0, 2).map(({ dataSize }) => dataSize)).toEqual([0, 0]);
    expect(hdus[1]?.header.value('KEY39')).toBe(39);
    expect(index.warnings).toEqual([
      'The header of HDU 0 has no END card: another HDU begins in its place.',
      'The header of HDU 1 has no END card: another HDU begins in its place.',
    ]);
    expect(reader.requests).toBe(1);
  });

  it.each(["XTENSION is said by 'IMAGE'", 'SIMPLE  = what', "XTENSION= ''"])(
    'takes no card %s for the beginning of another HDU',
    async (text) => {
      const block = [
        ...primaryCards(8, []),
        ...Array.from({ length: 33 }, () => record('COMMENT')),
      ];
      const index = indexOf(headerBytes([...block, record(text), card('LAST', 1)]));
      expect((await index.hdu(0)).header.value('LAST')).toBe(1);
    },
  );

  it('gives up on a header that never ends, and stays bounded', async () => {
    const start = latin1(record('SIMPLE  =                    T'));
    const reader = new CountingReader(2 ** 40, (offset, length) => {
      const bytes = new Uint8Array(length).fill(0x20);
      bytes.set(start.subarray(offset, offset + length).subarray(0, offset === 0 ? 80 : 0));
      return bytes;
    });
    const index = new HduIndex(reader);
    expect((await index.hdu(0)).type).toBe('CorruptedHDU');
    expect(index.warnings).toEqual(['The header of HDU 0 has no END card in its first 16 MiB.']);
    expect(reader.bytes).toBeLessThanOrEqual(16 * 2 ** 20);
    expect(reader.requests).toBeLessThan(32);
  });

  it.each([
    ['NAXIS is 1000; it can be 0 to 999.', [card('BITPIX', 8), card('NAXIS', 1000)]],
    ['The header has no NAXIS1.', [card('BITPIX', 8), card('NAXIS', 999)]],
    ['NAXIS1 is -5; an axis', [card('BITPIX', 8), card('NAXIS', 1), card('NAXIS1', -5)]],
    ['BITPIX is 24; it can be', [card('BITPIX', 24), card('NAXIS', 0)]],
    ['NAXIS is "x" where an integer', [card('BITPIX', 8), card('NAXIS', 'x')]],
    [
      'PCOUNT is -8 and GCOUNT is 1; neither',
      [card('BITPIX', 8), card('NAXIS', 1), card('NAXIS1', 9), card('PCOUNT', -8)],
    ],
    [
      'claims more data than any file can hold',
      [
        ...[card('BITPIX', -64), card('NAXIS', 3), card('NAXIS1', 1e12)],
        ...[card('NAXIS2', 1e12), card('NAXIS3', 1e12)],
      ],
    ],
  ])('lists an impossible header with its reason: %s', async (reason, cards) => {
    const broken = headerBytes([card('XTENSION', 'IMAGE'), ...cards]);
    const index = indexOf(PRIMARY, extension('GOOD', 10), broken, new Uint8Array(2880));
    const hdus = await all(index);
    expect(hdus.map(({ type }) => type)).toEqual(['PrimaryHDU', 'ImageHDU', 'CorruptedHDU']);
    expect(index.warnings.join()).toContain(reason);
    expect(index.warnings.join()).toContain('HDU 2 cannot be read: ');
  });

  it('ends where the headers would take too much memory', async () => {
    const headers = Array.from({ length: 6 }, (_, n) => extension(`E${n}`, 8));
    const reader = CountingReader.of(concat(PRIMARY, ...headers));
    const index = new HduIndex(reader, { hdus: 100, cardBytes: 20 * 80 });
    expect((await all(index)).length).toBe(4);
    expect(index.warnings).toEqual(['The file has more than 4 HDUs; the rest are not listed.']);
    expect(index.complete).toBe(true);
  });

  it('lists an image that claims a terabyte as truncated', async () => {
    const [hdu] = await all(indexOf(imageFile(8, [1e6, 1e6], new Uint8Array(10))));
    expect(hdu).toMatchObject({ type: 'PrimaryHDU', dataLength: 1e12, dataAvailable: 2880 });
  });

  it('fails with the transport and can be asked again', async () => {
    const file = concat(PRIMARY, extension('A', 10));
    let failing = true;
    const index = new HduIndex(
      new CountingReader(file.length, (offset, length) => {
        if (failing) {
          throw new SkybucketError('network', 'The connection was reset.');
        }
        return file.subarray(offset, offset + length);
      }),
    );
    await expect(index.hdu(1)).rejects.toMatchObject({ code: 'network' });
    failing = false;
    expect((await index.hdu(1)).name).toBe('A');
  });
});
