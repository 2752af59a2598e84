import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openPlane } from '../../../src/core/fits/image-plane';
import { openTable } from '../../../src/core/fits/tables/open-table';
import type { Table } from '../../../src/core/table/table';
import { NodeInflate } from '../../../src/platform/node/inflate';
import { PLANE_TOOLS } from '../../support/fits/plane-tools';
import { readTableWithFitsjs, readWithFitsjs } from './support/fitsjs';
import { CountingReader } from './support/memory-reader';

const SET = new URL('../../fixtures/golden/', import.meta.url);
const RATE =
  'sample/jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';

/**
 * An independent second reader. It is asked only what it reads right: BITPIX 8, 16, 32 and -32 without
 * BLANK and without the unsigned conventions, whose values it wraps.
 */
describe('fitsjs and we', () => {
  it.each([
    ['fits/bitpix8.fits', 0],
    ['fits/bitpix16.fits', 0],
    ['fits/bitpix32.fits', 0],
    ['fits/bitpix-32.fits', 0],
    ['fits/four-d.fits', 0],
    ['sample/images/star-field_r.fits', 0],
    ['sample/cubes/h2-disc.fits', 0],
    [RATE, 1],
    [RATE, 2],
  ])('read the same pixels from %s, HDU %i', async (path, index) => {
    const bytes = new Uint8Array(await readFile(new URL(path, SET)));
    const theirs = await readWithFitsjs(bytes, index);
    const reader = CountingReader.of(bytes);
    const hdu = await new HduIndex(reader).hdu(index);
    const plane = openPlane(reader, hdu, [], PLANE_TOOLS);
    const { width, height } = plane;
    expect([width, height]).toEqual([theirs.width, theirs.height]);
    expect(hdu.header.value('BITPIX')).toBe(theirs.keyword('BITPIX'));
    const ours = await plane.section({ x0: 0, y0: 0, x1: width, y1: height });
    const different = theirs.values.findIndex((value, i) => !Object.is(value, ours.values[i]));
    expect(different).toBe(-1);
    expect(ours.values).toHaveLength(theirs.values.length);
  });

  // Of tables: L, B, I, J, A, E and D, one element a row, without scaling; its K is wrong.
  it.each([
    ['sample/catalogs/sources.fits', 1, ['RA', 'DEC', 'MAG_R', 'FLAG', 'STAR', 'NAME']],
    ['sample/spectra/quasar.fits', 1, ['WAVELENGTH', 'FLUX', 'ERROR', 'MASK']],
  ])('read the same rows from %s, HDU %i', async (path, index, names) => {
    const bytes = new Uint8Array(await readFile(new URL(path, SET)));
    const theirs = await readTableWithFitsjs(bytes, index);
    const reader = CountingReader.of(bytes);
    const table = openTable(reader, await new HduIndex(reader).hdu(index), new NodeInflate());
    expect(table.rows).toBe(theirs.length);
    const wanted = names.map((name) => table.columns.findIndex((column) => column.name === name));
    const { columns } = await table.read(0, table.rows, wanted);
    for (const [at, name] of names.entries()) {
      const values: Iterable<unknown> = columns[at]?.values ?? [];
      const ours = Array.from(values, (value) => plain(value, table, wanted[at]));
      expect(ours).toEqual(theirs.map((row) => plain(row[name], table, wanted[at])));
    }
  });
});

/** Logicals as booleans, strings without what fills them up. */
function plain(value: unknown, table: Table, column: number | undefined): unknown {
  if (typeof value === 'string') {
    return value.replace(/[ \0]+$/, '');
  }
  return table.columns[column ?? -1]?.type === 'logical' ? Boolean(value) : value;
}
