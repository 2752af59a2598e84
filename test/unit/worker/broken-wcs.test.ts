import { describe, expect, it } from 'vitest';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import type { SkyFrame } from '../../../src/protocol/position';
import type { PlaceReply } from '../../../src/protocol/sky';
import { positionHandlers } from '../../../src/worker/position-handlers';
import { skyHandlers } from '../../../src/worker/sky-handlers';
import { type CardValues, headerOf } from '../sky/fits/support/headers';
import { call } from './support/asked';

const GOOD: CardValues = {
  ...{ NAXIS: 2, CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', RADESYS: 'ICRS' },
  ...{ CRVAL1: 150, CRVAL2: 2, CRPIX1: 50.5, CRPIX2: 50.5 },
  ...{ CD1_1: -1e-3, CD1_2: 0, CD2_1: 0, CD2_2: 1e-3 },
};
const REF = { hdu: 0, slice: [] };

function asked(cards: CardValues) {
  const wcs = readFitsWcs(headerOf(cards));
  const wcsOf = (): Promise<typeof wcs> => Promise.resolve(wcs);
  const open = (): Promise<never> =>
    Promise.resolve({ plane: { width: 100, height: 80 } } as never);
  return { ...skyHandlers(wcsOf, open), ...positionHandlers(wcsOf) };
}

function without(...names: string[]): CardValues {
  return Object.fromEntries(Object.entries(GOOD).filter(([name]) => !names.includes(name)));
}

describe('a coordinate system that is', () => {
  it.each<[string, CardValues]>([
    ['at no number', { ...GOOD, CRVAL1: 'NaN' }],
    ['singular', { ...GOOD, CD2_2: 0 }],
    ['of an unknown projection', { ...GOOD, CTYPE1: 'RA---XYZ', CTYPE2: 'DEC--XYZ' }],
    ['without its second axis', without('CTYPE2')],
    ['of two longitudes', { ...GOOD, CTYPE2: 'RA---TAN' }],
    ['of two projections', { ...GOOD, CTYPE2: 'DEC--SIN' }],
    ['of the faces of a cube', { ...GOOD, NAXIS: 3, CTYPE3: 'CUBEFACE' }],
    ['in furlongs', { ...GOOD, CUNIT1: 'furlong' }],
    ['absent', { NAXIS: 2 }],
    ['only a scale', { ...GOOD, CTYPE1: 'X', CTYPE2: 'Y' }],
  ])('%s says so in words, and the image stays usable', async (_, cards) => {
    const handlers = asked(cards);
    const at = { ...REF, x: 3, y: 4, frame: 'Galactic' } as const;
    const sky = await handlers.sky(at, call());
    expect(sky.frame).toBeUndefined();
    expect(sky.scale).toBeUndefined();
    expect(sky.problems[0]).toMatch(/^[A-Z].{10,}[.:]/);

    const position = await handlers.position(at, call());
    expect(position.sky).toBeUndefined();

    const box = { ...REF, x0: 0, y0: 0, x1: 99, y1: 79, frame: 'own' } as const;
    const how = { style: 'degrees', lines: 5, pixelsPerPoint: 5 } as const;
    expect((await handlers.skyGrid({ ...box, ...how }, call())).lines).toEqual([]);

    const place = { ...REF, frame: 'own', origin: 1 } as const;
    expect(await handlers.findPlace({ ...place, text: '12 40 px' }, call())).toMatchObject({
      ...{ x: 11, y: 39, inside: true },
    });
    for (const text of ['150 2', 'M 31']) {
      await expect(handlers.findPlace({ ...place, text }, call())).rejects.toMatchObject({
        ...{ code: 'unsupported', message: sky.problems[0] },
      });
    }
    const positions = new Uint8Array(16);
    await expect(handlers.toSky({ ...REF, positions, frame: 'own' }, call())).rejects.toMatchObject(
      { code: 'unsupported' },
    );
    const ends = { from: [0, 0], to: [3, 4] } as const;
    const reply = await handlers.separation({ ...REF, ...ends, frame: 'own' }, call());
    expect(reply).toEqual({ pixels: 5, separation: undefined, positionAngle: undefined });
  });

  it('missing here is refused as bytes that are no pairs are', async () => {
    const positions = new Uint8Array(15);
    await expect(
      asked(GOOD).toSky({ ...REF, positions, frame: 'own' }, call()),
    ).rejects.toMatchObject({ code: 'protocol' });
  });
});

describe('finding a place', () => {
  const find = (
    text: string,
    frame: SkyFrame = 'own',
    more: object = {},
  ): Promise<PlaceReply | null> =>
    asked(GOOD).findPlace({ ...REF, text, frame, origin: 0, ...more }, call());

  it.each(['12 40 px', '(12, 40) pixels', 'px 12,40', ' 12;40 PIX '])('%s', async (text) => {
    expect(await find(text)).toEqual({
      ...{ x: 12, y: 40, understood: 'pixel (12, 40)', inside: true },
    });
    expect(await find(text, 'own', { origin: 1 })).toMatchObject({ x: 11, y: 39 });
  });

  it('takes coordinates in any spelling', async () => {
    for (const text of ['150 2', '10h00m00s +02d00m00s', '10:00:00 2:00:00', 'icrs 150d 2d']) {
      const place = await find(text);
      expect(place?.x).toBeCloseTo(49.5, 6);
      expect(place?.y).toBeCloseTo(49.5, 6);
      expect(place?.understood).toBe('10h00m00.00s +02d00m00.0s (ICRS)');
    }
  });

  it('reads plain numbers in the frame that is chosen', async () => {
    // SkyCoord(150, 2, unit='deg').galactic
    const place = await find('236.2358 41.8876', 'Galactic');
    expect(place?.understood).toContain('(Galactic)');
    expect(Math.hypot((place?.x ?? 0) - 49.5, (place?.y ?? 0) - 49.5)).toBeLessThan(600);
  });

  it('says whether it is inside', async () => {
    expect(await find('-0.5 -0.5 px')).toMatchObject({ inside: true });
    expect(await find('-0.6 0 px')).toMatchObject({ inside: false });
    expect(await find('99.5 79.5 px')).toMatchObject({ inside: true });
    expect(await find('99 79.6 px')).toMatchObject({ inside: false });
    expect(await find('151 2')).toMatchObject({ inside: false });
  });

  it('leaves names to others, and takes what they found', async () => {
    expect(await find('M 31')).toBeNull();
    const named = { name: 'M 31', by: 'Sesame (SIMBAD)', longitude: 150, latitude: 2 };
    const place = await find('M 31', 'Galactic', { named });
    expect(place?.x).toBeCloseTo(49.5, 6);
    expect(place?.understood).toBe('M 31, by Sesame (SIMBAD): 10h00m00.00s +02d00m00.0s (ICRS)');
  });

  it('tells of what is nearly a coordinate, and of what cannot be shown', async () => {
    await expect(find('150 95')).rejects.toMatchObject({ code: 'format' });
    // Behind the plane of a gnomonic projection.
    await expect(find('330 -2')).rejects.toMatchObject({
      ...{ code: 'not-found', message: expect.stringContaining('(ICRS)') as string },
    });
  });
});
