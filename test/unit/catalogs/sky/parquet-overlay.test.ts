import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../../src/core/bytes/meter';
import { ResultOverlays } from '../../../../src/extension/catalogs-sky/result-overlays';
import { ImageFile } from '../../../../src/extension/editors/image-file';
import { OpenDocuments } from '../../../../src/extension/editors/open-documents';
import type { MarkerBatch } from '../../../../src/protocol/markers';
import { InProcessThread } from '../../../support/worker/in-process';
import { FakeObject } from '../../editors/fake-object';

const TRUTH = JSON.parse(readFileSync(new URL('image-regions.json', import.meta.url), 'utf8')) as {
  readonly hdu: number;
  readonly markers: readonly (readonly [number, number])[];
};

const FIXTURES = join(import.meta.dirname, '../../../fixtures');
const IMAGE = join(FIXTURES, 'golden/sample/images/star-field_r.fits');
const ROWS = join(
  FIXTURES,
  'catalogs/wise/wise-sample.parquet/healpix_k0=6/healpix_k5=6814/part0.snappy.parquet',
);

const opened: ImageFile[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((file) => file.close()));
});

describe('a kept result', () => {
  it('is laid over an image from its Parquet file, its rows where astropy has them', async () => {
    const documents = new OpenDocuments();
    const rows = new FakeObject(readFileSync(ROWS));
    const overlays = new ResultOverlays({ documents, open: rows.open }, () => undefined);
    const uri = { path: ROWS, toString: () => ROWS } as never;
    overlays.update([{ id: 'r1', title: 'Stars', rows: TRUTH.markers.length, uri }]);
    const image = new FakeObject(readFileSync(IMAGE));
    const entry = documents.add({
      title: 'star-field_r.fits',
      open: image.open,
      openOther: image.open,
      broadcast: () => undefined,
      showRow: () => undefined,
    });
    const file = new ImageFile({
      open: image.open,
      openOther: async (reference) => (await documents.open(reference)) ?? image.open(),
      documentOf: (reference) => documents.documentOf(reference),
      startThread: () => new InProcessThread(),
      meter: new Meter(),
      onReload: () => undefined,
      onDeath: () => undefined,
    });
    opened.push(file);

    const [listed] = entry.others();
    const source = { file: listed?.id ?? '', hdu: listed?.lines[0]?.index ?? -1 };
    const guess = await file.use((content) => content.request('guessMarkers', source, {}));
    const nameOf = (index: number | undefined): string | undefined =>
      guess.columns.find((column) => column.index === index)?.name;
    expect([nameOf(guess.longitude), nameOf(guess.latitude)]).toEqual(['ra', 'dec']);
    expect(guess.rows).toBe(TRUTH.markers.length);

    const batches: MarkerBatch[] = [];
    const { longitude = -1, latitude = -1 } = guess;
    const table = { ...source, longitude, latitude };
    const reply = await file.use((content) =>
      content.request(
        'markers',
        { hdu: TRUTH.hdu, slice: [], table },
        { onProgress: (batch) => void batches.push(batch) },
      ),
    );
    expect(reply.rows).toBe(TRUTH.markers.length);
    const found = batches.flatMap(({ positions }) => [
      ...new Float32Array(positions.slice().buffer),
    ]);
    TRUTH.markers.forEach(([x, y], row) => {
      // What is far beside the image is not placed.
      if (!Number.isNaN(found[2 * row])) {
        expect(found[2 * row]).toBeCloseTo(x, 2);
        expect(found[2 * row + 1]).toBeCloseTo(y, 2);
      }
    });
    const isOn = ([x, y]: readonly [number, number]): boolean =>
      x >= 0 && y >= 0 && x < 960 && y < 720;
    const onImage = TRUTH.markers.filter(isOn).length;
    expect(onImage).toBeGreaterThan(100);
    expect(
      TRUTH.markers.filter((place, row) => isOn(place) && Number.isNaN(found[2 * row])),
    ).toEqual([]);
  });
});
