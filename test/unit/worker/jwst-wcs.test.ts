import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { SkyReply } from '../../../src/protocol/sky';
import { CountingReader } from '../fits/support/memory-reader';
import truth from '../../fixtures/jwst-wcs.json';
import { call, handlersOf, localReader } from './support/asked';

const fileOf = (name: keyof typeof truth.files): Uint8Array =>
  new Uint8Array(gunzipSync(Buffer.from(truth.files[name], 'base64')));
const POSITIONS = new Uint8Array(
  Float64Array.from(truth.truth.flatMap(({ pixel }) => pixel)).buffer,
);

/** SCI, ERR, DQ, VAR_POISSON, and AREA, of which the tree does not speak. */
const SAME_SIZE = [1, 2, 3, 4, 5];
const REGIONS = 6;

async function skyIn(bytes: Uint8Array, hdu: number): Promise<SkyReply & { at: number[] }> {
  const handlers = handlersOf(localReader(bytes, 'jwst.fits'));
  const reply = await handlers.sky({ hdu, slice: [], x: 1, y: 1, frame: 'own' }, call());
  if (reply.frame === undefined) {
    return { ...reply, at: [] };
  }
  const asked = { hdu, slice: [], positions: POSITIONS, frame: 'own' } as const;
  const { positions } = await handlers.toSky(asked, call());
  return { ...reply, at: Array.from(new Float64Array(positions.slice().buffer)) };
}

/** The same file with some of its bytes changed. */
function changed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).toContain(from);
  expect(to).toHaveLength(from.length);
  return new Uint8Array(Buffer.from(text.replaceAll(from, to), 'latin1'));
}

function expectClose(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  theirs.forEach((value, k) => expect(ours[k]).toBeCloseTo(value, 10));
}

describe('a JWST image', () => {
  const gwcs = truth.truth.flatMap((point) => point.gwcs);
  const header = truth.truth.flatMap((point) => point.header);

  it.each(SAME_SIZE)('has the gwcs of its ASDF file, HDU %i', async (hdu) => {
    const { at, projection, problems } = await skyIn(fileOf('imaging'), hdu);
    expect([projection, problems]).toEqual(['gwcs', []]);
    expectClose(at, gwcs);
  });

  it('of another size has none', async () => {
    const { frame, problems } = await skyIn(fileOf('imaging'), REGIONS);
    expect(frame).toBeUndefined();
    expect(problems).toEqual(['The file says nothing of coordinates for this image.']);
  });

  it.each([
    ['has something unknown in it', '!transform/affine-1', '!transform/affinx-1'],
    ['has no steps', '    steps:', '    stepz:'],
    ['is in a broken tree', '\nmeta:', '\n]eta:'],
  ])('has the coordinates of its header where the gwcs %s', async (_, from, to) => {
    const { at, projection, problems } = await skyIn(changed(fileOf('imaging'), from, to), 1);
    expectClose(at, header);
    expect(projection).toBe('TAN');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^The gwcs of this image cannot be used: .+\. The FITS header is used/,
    );
  });

  it('says why there are none where the header has none either', async () => {
    const broken = changed(fileOf('imaging'), '!transform/affine-1', '!transform/affinx-1');
    const { frame, problems } = await skyIn(broken, 2);
    expect(frame).toBeUndefined();
    expect(problems[0]).toMatch(/^The gwcs of this image cannot be used: /);
  });

  it('of slits has the coordinates of its header, with words', async () => {
    const { at, problems } = await skyIn(fileOf('slit'), 1);
    expectClose(at, header);
    expect(problems).toEqual([
      'The gwcs of this image cannot be used: It takes 3 coordinates of a pixel, and the image has 2 axes. ' +
        'The FITS header is used in its place.',
    ]);
  });

  it('of another telescope is not looked at', async () => {
    const other = changed(fileOf('imaging'), "'JWST    '", "'OTHER   '");
    const { at, projection } = await skyIn(other, 1);
    expect(projection).toBe('TAN');
    expectClose(at, header);
  });

  it('reads the ASDF file when it is first asked where it is, and once', async () => {
    const bytes = fileOf('imaging');
    const reader = CountingReader.of(bytes);
    const handlers = handlersOf(reader);
    await handlers.structure({}, call());
    const { bytes: before } = reader;
    const ask = async (hdu: number): Promise<unknown> =>
      handlers.position({ hdu, slice: [], x: 3, y: 4 }, call());
    await ask(1);
    const first = reader.bytes - before;
    // The tree and the coefficients of this file have 9 kB.
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(30_000);
    const { bytes: after } = reader;
    await ask(1);
    await ask(2);
    expect(reader.bytes).toBe(after);
  });
});
