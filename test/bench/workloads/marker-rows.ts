/**
 * A million rows of a table at hand as pixels of an image with SIP: the time of the worker, from the bytes of
 * the table to the batches. Prints rows for run.ts.
 */
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { HduIndex } from '../../../src/core/fits/hdu-index';
import { openTable } from '../../../src/core/fits/tables/open-table';
import { placedRows } from '../../../src/core/markers/markers';
import { rowPlacer } from '../../../src/core/markers/place-rows';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../src/core/sky/wcs';
import { NodeInflate } from '../../../src/platform/node/inflate';
import {
  card,
  concat,
  extensionCards,
  headerBytes,
  primaryCards,
} from '../../unit/fits/support/made';
import { columnCards, tableFile } from '../../unit/fits/tables/support/made-table';
import { median, type Row } from '../contest';

const ROWS = 1_000_000;
const RUNS = 5;
const SIDE = 4096;
const SCALE = 3e-5;

/** Half of the rows on the image, half around it. */
function catalogue(): Uint8Array {
  const rowLength = 20;
  const view = new DataView(new ArrayBuffer(ROWS * rowLength));
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const width = SIDE * SCALE * Math.SQRT2;
  for (let row = 0; row < ROWS; row++) {
    view.setFloat64(row * rowLength, 150 + random() * width);
    view.setFloat64(row * rowLength + 8, 2 + random() * width);
    view.setFloat32(row * rowLength + 16, 22 + 6 * random());
  }
  return tableFile({
    ...{ rowLength, rows: ROWS, fields: 3, data: new Uint8Array(view.buffer) },
    cards: columnCards(['ra', 'D'], ['dec', 'D'], ['mag', 'E']),
  });
}

async function imageWcs(sip: boolean): Promise<Wcs> {
  const suffix = sip ? '-SIP' : '';
  const cards = [
    ...[card('CTYPE1', `RA---TAN${suffix}`), card('CTYPE2', `DEC--TAN${suffix}`)],
    ...[card('CRVAL1', 150), card('CRVAL2', 2), card('CRPIX1', SIDE / 2), card('CRPIX2', SIDE / 2)],
    ...[card('CD1_1', -SCALE), card('CD1_2', 0), card('CD2_1', 0), card('CD2_2', SCALE)],
    ...(sip
      ? [card('A_ORDER', 2), card('B_ORDER', 2), card('A_2_0', 1e-7), card('B_0_2', -2e-7)]
      : []),
  ];
  const bytes = concat(
    headerBytes([...primaryCards(8, []), card('EXTEND', true)]),
    headerBytes([...extensionCards('IMAGE', 8, [0, 0], 0), ...cards]),
  );
  const { header } = await new HduIndex(readerOf(bytes)).hdu(1);
  const wcs = readFitsWcs(header);
  if (wcs === undefined || 'problem' in wcs) {
    throw new Error('The header of the bench has no coordinates.');
  }
  return wcs;
}

const readerOf = (bytes: Uint8Array): SpanReader =>
  new SpanReader(new MemorySource('bench.fits', bytes), { local: true });

async function run(): Promise<void> {
  const reader = readerOf(catalogue());
  const hdu = await new HduIndex(reader).hdu(1);
  for (const sip of [false, true]) {
    const wcs = await imageWcs(sip);
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const start = performance.now();
      const table = openTable(reader, hdu, new NodeInflate());
      const image = { wcs, width: SIDE, height: SIDE, rest: [] };
      const place = rowPlacer(image, { system: 'ICRS', equinox: undefined });
      let placed = 0;
      const columns = { longitude: 0, latitude: 1, magnitude: 2, hours: false };
      for await (const step of placedRows(table, columns, place)) {
        placed += step.placed;
      }
      times.push(performance.now() - start);
      if (placed < ROWS / 3) {
        throw new Error(`Only ${placed} rows have a pixel.`);
      }
    }
    const who = `10⁶ rows to pixels, TAN${sip ? ' with SIP' : ''}`;
    const row: Row = { workload: 'markers', who, milliseconds: median(times) };
    process.stdout.write(`${JSON.stringify(row)}\n`);
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
