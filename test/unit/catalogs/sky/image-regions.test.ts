import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../../src/core/bytes/meter';
import { imageRegions } from '../../../../src/extension/catalogs-sky/image-regions';
import { ImageFile } from '../../../../src/extension/editors/image-file';
import type { ImageRegion } from '../../../../src/protocol/catalog';
import type { HduLine } from '../../../../src/protocol/methods';
import { InProcessThread } from '../../../support/worker/in-process';
import { imageFile, stored } from '../../fits/support/made';
import { FakeObject } from '../../editors/fake-object';

type Place = readonly [ra: number, dec: number];

const TRUTH = JSON.parse(readFileSync(new URL('image-regions.json', import.meta.url), 'utf8')) as {
  readonly hdu: number;
  readonly width: number;
  readonly height: number;
  readonly corners: readonly Place[];
  readonly box: readonly Place[];
  readonly polygon: readonly Place[];
  readonly circle: { readonly ra: number; readonly dec: number; readonly radius: number };
};

const STAR_FIELD = join(
  import.meta.dirname,
  '../../../fixtures/golden/sample/images/star-field_r.fits',
);

const opened: ImageFile[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((file) => file.close()));
});

async function regionsOf(bytes: Uint8Array, state: unknown): Promise<ImageRegion[]> {
  const file = new ImageFile({
    open: new FakeObject(bytes).open,
    startThread: () => new InProcessThread(),
    meter: new Meter(),
    onReload: () => undefined,
    onDeath: () => undefined,
  });
  opened.push(file);
  const { signal } = new AbortController();
  const { lines } = await file.use((content) => content.request('structure', {}, { signal }));
  return imageRegions({ title: 'star-field_r.fits', file, lines, state }, signal);
}

const starField = (state: unknown): Promise<ImageRegion[]> =>
  regionsOf(readFileSync(STAR_FIELD), state);

/** The state of a viewer with these shapes drawn on the image. */
function drawn(...shapes: readonly object[]): unknown {
  const { hdu, width, height } = TRUTH;
  const regions = shapes.map((shape) => ({ shape, text: '', colour: '', include: true }));
  return { hdu, slice: [], overlays: { regions: { images: [{ width, height, regions }] } } };
}

function expectNear(corners: readonly Place[], truth: readonly Place[]): void {
  expect(corners).toHaveLength(truth.length);
  corners.forEach(([ra, dec], i) => {
    const [trueRa, trueDec] = truth[i] as Place;
    expect(ra).toBeCloseTo(trueRa, 9);
    expect(dec).toBeCloseTo(trueDec, 9);
  });
}

function cornersOf({ region }: ImageRegion): readonly Place[] {
  return region.kind === 'polygon' ? region.corners : [];
}

describe('the regions of an open image', () => {
  it('begin with its field, whose corners are those of astropy', async () => {
    const [field, ...others] = await starField(null);
    expect(others).toEqual([]);
    expect(field?.what).toBe('field');
    expect(field?.label).toMatch(/^star-field_r\.fits · /);
    const corners = cornersOf(field as ImageRegion);
    expectNear(
      corners.filter((_, i) => i % 8 === 0),
      TRUTH.corners,
    );
  });

  it('are what is drawn on it: boxes, polygons and circles where astropy has them', async () => {
    const found = await starField(
      drawn(
        { kind: 'box', x: 60, y: 40, width: 20, height: 10, angle: 30 },
        {
          kind: 'polygon',
          vertices: [
            [10, 10],
            [30, 12],
            [20, 40],
          ],
        },
        { kind: 'circle', x: 50, y: 30, radius: 20 },
      ),
    );
    const [, box, polygon, circle] = found as [ImageRegion, ImageRegion, ImageRegion, ImageRegion];
    expect(found.map(({ what }) => what)).toEqual(['field', 'drawn', 'drawn', 'drawn']);
    expectNear(cornersOf(box), TRUTH.box);
    expectNear(cornersOf(polygon), TRUTH.polygon);
    expect(circle.region.kind).toBe('cone');
    const cone = circle.region as Extract<ImageRegion['region'], { kind: 'cone' }>;
    expect(cone.ra).toBeCloseTo(TRUTH.circle.ra, 9);
    expect(cone.dec).toBeCloseTo(TRUTH.circle.dec, 9);
    expect(cone.radius / TRUTH.circle.radius).toBeCloseTo(1, 3);
  });

  it('leave out shapes without an inside, those that are cut out, and what makes no sense', async () => {
    const found = await starField(
      drawn(
        { kind: 'point', x: 3, y: 3 },
        { kind: 'line', from: [0, 0], to: [5, 5] },
        { kind: 'circle', x: 'here', y: 2, radius: 3 },
        { kind: 'polygon', vertices: [[1, 2]] },
        { kind: 'box', x: 1, y: 1, width: -2, height: 3, angle: 0 },
      ),
    );
    expect(found.map(({ what }) => what)).toEqual(['field']);
  });

  it('leave out what is drawn on an image of another size', async () => {
    const state = drawn({ kind: 'circle', x: 50, y: 30, radius: 20 });
    const other = JSON.parse(
      JSON.stringify(state).replace(`"width":${TRUTH.width}`, '"width":7'),
    ) as unknown;
    expect(await starField(other)).toHaveLength(1);
  });

  it('are none of an image that is not on the sky', async () => {
    expect(await regionsOf(imageFile(16, [2, 1], stored(16, [1, 2])), null)).toEqual([]);
  });

  it('are none of a file without an image', async () => {
    const file = { use: () => Promise.reject(new Error('It is not to be read.')) };
    const line: HduLine = {
      ...{ index: 1, name: 'T', version: 1, type: 'BinTableHDU', cards: 9, dimensions: '' },
      ...{ format: '', picture: 'empty', table: true, line: false },
    };
    const { signal } = new AbortController();
    expect(await imageRegions({ title: 'a', file, lines: [line], state: {} }, signal)).toEqual([]);
  });
});
