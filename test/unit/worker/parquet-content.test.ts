import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeParquet } from '../../../src/core/parquet/write/write-parquet';
import { CountedSource, readerOf } from '../parquet/support';
import { everyType } from '../table/every-type';
import { call, goldenBytes, handlersOf, localReader } from './support/asked';

async function written(metadata = new Map<string, string>()): Promise<Uint8Array> {
  const table = everyType();
  const parts: Uint8Array[] = [];
  const rows = table.scan(table.columns.map(({ index }) => index));
  for await (const part of writeParquet(table.columns, rows, { metadata, rowsPerGroup: 3 })) {
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

describe('a Parquet file as a document', () => {
  it('is the file and its table, which comes first', async () => {
    const metadata = new Map([['skybucket:warnings', '["The result is incomplete.", 7]']]);
    const handlers = handlersOf(localReader(await written(metadata), 'w.parquet'));
    const structure = await handlers.structure({}, call());
    expect(structure).toMatchObject({ format: 'Parquet', first: 1, compression: undefined });
    expect(structure.warnings).toEqual(['The result is incomplete.']);
    expect(structure.lines).toMatchObject([
      { index: 0, type: 'PARQUET', table: false },
      { index: 1, type: 'TABLE', dimensions: '7 × 20', table: true },
    ]);
  });

  it('says what its footer says, and what it knows of its columns', async () => {
    const handlers = handlersOf(localReader(await written(new Map([['origin', 'here']]))));
    const file = await handlers.header({ hdu: 0, stored: false }, call());
    const cards = new Map(file.cards.map(({ keyword, value }) => [keyword, value]));
    expect(cards.get('rows')).toBe('7');
    expect(cards.get('row groups')).toBe('3');
    expect(cards.get('compression')).toBe('SNAPPY');
    expect(cards.get('origin')).toBe('here');
    expect(cards.has('ARROW:schema')).toBe(false);
    const table = await handlers.header({ hdu: 1, stored: false }, call());
    const mag = table.cards.find(({ keyword }) => keyword === 'FIELD f');
    expect(mag).toMatchObject({ value: 'FLOAT' });
    expect(mag?.comment).toMatch(/^\[mag\] how bright it is/);
  });

  it('has rows, statistics and filters as any table', async () => {
    const handlers = handlersOf(localReader(await written()));
    const table = await handlers.table({ hdu: 1 }, call());
    expect(table).toMatchObject({ rows: 7, rowsPresent: 7, local: true, warnings: [] });
    const { view, rows } = await handlers.arrange({ hdu: 1, filter: 'u8 > 3', sort: [] }, call());
    expect(rows).toBe(4);
    const asked = { hdu: 1, view, from: 0, to: 9, columns: [0, 10] };
    expect((await handlers.rows(asked, call())).cells).toEqual([
      ['-2', '9223372036854775807', '5', '6'],
      ['', 'ü 星', 'long '.repeat(30) + 'x', null],
    ]);
    const statistics = await handlers.columnStatistics({ hdu: 1, view: '', column: 4 }, call());
    expect(statistics).toMatchObject({ min: '1', max: '255', count: 7 });
  });

  it.each(['w.parquet.gz', 'w'])(
    'is known by what it holds, also compressed: %s',
    async (label) => {
      const packed = new Uint8Array(gzipSync(await written()));
      const structure = await handlersOf(localReader(packed, label)).structure({}, call());
      expect([structure.format, structure.compression]).toEqual(['Parquet', 'gzip']);
    },
  );

  it('is read by ranges: opening takes the first bytes and the last', async () => {
    const bytes = goldenBytes('parquet/pages-zstd-indexed.parquet');
    const source = new CountedSource('p.parquet', bytes);
    const handlers = handlersOf(readerOf(source));
    await handlers.structure({}, call());
    await handlers.table({ hdu: 1 }, call());
    // The head that every file is known by, and the end with the footer, at once.
    expect(source.reads.length).toBeLessThanOrEqual(2);
  });

  it('that is none is told as what it is called', async () => {
    const handlers = handlersOf(localReader(new Uint8Array(5000), 'w.parquet'));
    await expect(handlers.structure({}, call())).rejects.toMatchObject({
      code: 'format',
      message: expect.stringContaining('Parquet'),
    });
  });

  it('that is FITS is opened as FITS, whatever it is called', async () => {
    const bytes = goldenBytes('fits/bitpix16.fits');
    const structure = await handlersOf(localReader(bytes, 'w.parquet')).structure({}, call());
    expect(structure.format ?? 'FITS').toBe('FITS');
  });

  it('has no picture, no mask and no tree', async () => {
    const handlers = handlersOf(localReader(await written()));
    await expect(handlers.table({ hdu: 0 }, call())).rejects.toMatchObject({ code: 'unsupported' });
    await expect(handlers.table({ hdu: 2 }, call())).rejects.toMatchObject({ code: 'not-found' });
    await expect(handlers.plane({ hdu: 1, slice: [] } as never, call())).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});
