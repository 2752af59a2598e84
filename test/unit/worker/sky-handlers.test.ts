import { describe, expect, it } from 'vitest';
import { readFitsWcs } from '../../../src/core/sky/fits/read-wcs';
import type { Wcs } from '../../../src/core/sky/wcs';
import type { RpcHandlers } from '../../../src/protocol/rpc-server';
import type { SkyFrame } from '../../../src/protocol/position';
import type { FoundWcs } from '../../../src/worker/content';
import type { SkyQuestions } from '../../../src/worker/methods';
import { positionHandlers } from '../../../src/worker/position-handlers';
import { skyHandlers } from '../../../src/worker/sky-handlers';
import { CASES, wcsOf } from '../sky/grid/support/truth';
import { type CardValues, headerOf } from '../sky/fits/support/headers';
import { call } from './support/asked';

const REF = { hdu: 0, slice: [] };
const PLANE = { plane: { width: 1000, height: 1000 } };

function asked(wcs: FoundWcs): RpcHandlers<SkyQuestions> {
  const open = (): Promise<never> => Promise.resolve(PLANE as never);
  return skyHandlers(() => Promise.resolve(wcs), open);
}

function askedOf(cards: CardValues): RpcHandlers<SkyQuestions> {
  return asked(readFitsWcs(headerOf(cards)));
}

function bytesOf(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

function numbersOf(bytes: Uint8Array): number[] {
  return Array.from(new Float64Array(bytes.slice().buffer));
}

const TAN: CardValues = {
  ...{ NAXIS: 2, CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', RADESYS: 'ICRS' },
  ...{ CRVAL1: 150.1, CRVAL2: 2.2, CRPIX1: 500.5, CRPIX2: 500.5, CDELT1: -1e-4, CDELT2: 1e-4 },
};
/** x is the wavelength, y and the third axis are the sky. */
const SPECTRUM_FIRST: CardValues = {
  ...{ NAXIS: 3, CTYPE1: 'WAVE', CUNIT1: 'm', CRVAL1: 2e-6, CRPIX1: 1, CDELT1: 1e-9 },
  ...{ CTYPE2: 'RA---TAN', CRVAL2: 30, CRPIX2: 5, CDELT2: -1e-4 },
  ...{ CTYPE3: 'DEC--TAN', CRVAL3: -60, CRPIX3: 5, CDELT3: 1e-4, RADESYS: 'ICRS' },
};
const CUBE: CardValues = {
  ...{ NAXIS: 3, CTYPE1: 'RA---TAN', CRVAL1: 30, CRPIX1: 5, CDELT1: -1e-4, RADESYS: 'ICRS' },
  ...{ CTYPE2: 'DEC--TAN', CRVAL2: -60, CRPIX2: 5, CDELT2: 1e-4 },
  ...{ CTYPE3: 'WAVE', CUNIT3: 'm', CRVAL3: 2e-6, CRPIX3: 1, CDELT3: 1e-9 },
  // The slices are shifted against each other.
  ...{ PC1_3: 2, PC2_3: -1 },
};
const SUN: CardValues = {
  ...{ NAXIS: 2, CTYPE1: 'HPLN-TAN', CTYPE2: 'HPLT-TAN', CUNIT1: 'arcsec', CUNIT2: 'arcsec' },
  ...{ CRVAL1: 0, CRVAL2: 0, CRPIX1: 500.5, CRPIX2: 500.5, CDELT1: 2.4, CDELT2: 2.4 },
};

describe('what astropy says of the sky', () => {
  it.each(CASES)('over $name: positions, scale, north and east in each frame', async (truth) => {
    const wcs = wcsOf(truth);
    for (const { x, y, frames, scaleX = NaN, scaleY = NaN, area = NaN } of truth.places) {
      for (const [name, place] of Object.entries(frames ?? {})) {
        const frame = name as SkyFrame;
        const at = { ...REF, x, y, frame };
        const { scale, problems } = await asked(wcs).sky(at, call());
        expect(problems).toEqual([]);
        // Half a pixel each way: of pixels of many degrees the differences are not the slopes.
        // FK4 has its E-terms, which stretch the sky by 2e-6; of milliarcseconds digits run out.
        const rough = scaleX > 0.05 ? 2e-3 : truth.name === 'milliarcseconds' ? 1e-3 : 5e-6;
        expect(Math.abs((scale?.scaleX ?? NaN) / scaleX - 1)).toBeLessThan(rough);
        expect(Math.abs((scale?.scaleY ?? NaN) / scaleY - 1)).toBeLessThan(rough);
        expect(Math.abs((scale?.area ?? NaN) / area - 1)).toBeLessThan(2 * rough + 2e-5);
        // At a pole itself there are no differences of longitudes.
        const slack =
          Math.abs(place.latitude) > 89.99
            ? 2
            : scaleX > 0.05 || truth.name === 'milliarcseconds'
              ? 2e-3
              : 1e-5;
        for (const [ours, theirs] of [
          [scale?.north, place.north],
          [scale?.east, place.east],
        ] as const) {
          expect(Math.abs((ours?.[0] ?? NaN) - (theirs?.[0] ?? NaN))).toBeLessThan(slack);
          expect(Math.abs((ours?.[1] ?? NaN) - (theirs?.[1] ?? NaN))).toBeLessThan(slack);
        }
        const positions = bytesOf([x, y]);
        const sky = await asked(wcs).toSky({ ...REF, positions, frame }, call());
        const [longitude = NaN, latitude = NaN] = numbersOf(sky.positions);
        expect(Math.sin(((longitude - place.longitude) * Math.PI) / 360)).toBeCloseTo(0, 10);
        expect(latitude).toBeCloseTo(place.latitude, 8);
        const back = await asked(wcs).toPixels({ ...REF, frame, positions: sky.positions }, call());
        const [u = NaN, v = NaN] = numbersOf(back.positions);
        const near = truth.name === 'milliarcseconds' ? 1e-2 : 1e-5;
        expect(Math.hypot(u - x, v - y)).toBeLessThan(near);
      }
    }
  });

  it.each(CASES.filter(({ name }) => !/SIP|sphere|whole|cone/.test(name)))(
    'over $name: scales at the reference point are those of proj_plane_pixel_scales',
    async (truth) => {
      const [at] = truth.places;
      const params = { ...REF, x: at?.x ?? 0, y: at?.y ?? 0, frame: 'own' } as const;
      const { scale } = await asked(wcsOf(truth)).sky(params, call());
      expect((scale?.scaleX ?? NaN) / truth.planeScales[0]).toBeCloseTo(1, 4);
      expect((scale?.scaleY ?? NaN) / truth.planeScales[1]).toBeCloseTo(1, 4);
    },
  );
});

describe('what a coordinate system is called', () => {
  it.each([
    [TAN, 'ICRS', 'TAN'],
    [CASES[1]?.cards ?? {}, 'ICRS', 'TAN with SIP distortion'],
    [CASES[3]?.cards ?? {}, 'FK4 B1950', 'STG'],
    [SUN, 'Not a frame of the sky', 'TAN'],
  ])('%#', async (cards, frame, projection) => {
    const reply = await askedOf(cards).sky({ ...REF, x: 1, y: 1, frame: 'own' }, call());
    expect(reply).toMatchObject({ frame, projection });
  });
});

const GRID = {
  ...({ ...REF, x0: -0.5, y0: -0.5, x1: 999.5, y1: 999.5, frame: 'own' } as const),
  ...({ style: 'sexagesimal', lines: 8, pixelsPerPoint: 8 } as const),
} as const;

describe('images of more than two axes', () => {
  it('have the sky of their slice', async () => {
    const wcs = readFitsWcs(headerOf(CUBE)) as Wcs;
    const positions = bytesOf([10, 20, 30, 5]);
    for (const slice of [[0], [7]]) {
      const sky = await asked(wcs).toSky({ hdu: 0, slice, positions, frame: 'Galactic' }, call());
      const back = await asked(wcs).toPixels(
        { hdu: 0, slice, positions: sky.positions, frame: 'Galactic' },
        call(),
      );
      numbersOf(back.positions).forEach((value, k) =>
        expect(value).toBeCloseTo([10, 20, 30, 5][k] ?? NaN, 4),
      );
    }
    const [here, there] = await Promise.all(
      [[0], [7]].map((slice) =>
        asked(wcs).toSky({ hdu: 0, slice, positions, frame: 'own' }, call()),
      ),
    );
    // astropy: PC1_3 · 7 pixels of 1e-4 degrees, divided by cos(60°).
    const moved =
      (numbersOf(there?.positions ?? positions)[0] ?? 0) -
      (numbersOf(here?.positions ?? positions)[0] ?? 0);
    expect(moved).toBeCloseTo(-14e-4 / Math.cos((60 * Math.PI) / 180), 5);
  });

  it('have no grid where their plane does not span the sky, and say why', async () => {
    const handlers = askedOf(SPECTRUM_FIRST);
    const { lines, frame } = await handlers.skyGrid({ ...GRID, slice: [3] }, call());
    expect([lines, frame]).toEqual([[], undefined]);
    const sky = await handlers.sky({ ...REF, slice: [3], x: 5, y: 5, frame: 'own' }, call());
    expect(sky.scale).toBeUndefined();
    expect(sky.problems).toEqual([
      'The two axes of this plane do not span the sky: Vacuum wavelength is along one of them.',
    ]);
  });
});

describe('frames that catalogues do not know', () => {
  const handlers = askedOf(SUN);

  it('are not converted, and that is said', async () => {
    const { problems, scale } = await handlers.sky({ ...REF, x: 9, y: 9, frame: 'ICRS' }, call());
    expect(problems.join()).toContain('cannot be converted to ICRS');
    expect(scale?.scaleX).toBeCloseTo(2.4 / 3600, 6);
    const position = await positionHandlers(() =>
      Promise.resolve(readFitsWcs(headerOf(SUN))),
    ).position({ ...REF, x: 9, y: 9, frame: 'Galactic' }, call());
    expect(position.sky?.frame).toBe('Not a frame of the sky');
    expect(position.problem).toContain('cannot be converted to Galactic');
    const positions = bytesOf([1, 1]);
    await expect(
      handlers.toSky({ ...REF, positions, frame: 'ICRS' }, call()),
    ).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('have a grid of their own, with signs', async () => {
    const { lines } = await handlers.skyGrid({ ...GRID, frame: 'ICRS' }, call());
    const labels = lines.filter(({ kind }) => kind === 'longitude').map((line) => line.sexagesimal);
    expect(labels).toContain('0d00m');
    expect(labels.some((label) => label.startsWith('-0d'))).toBe(true);
  });

  it('are not asked for names', async () => {
    const ask = { ...REF, text: 'M 31', frame: 'own', origin: 0 } as const;
    await expect(handlers.findPlace(ask, call())).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('a grid', () => {
  it('is of lines as bytes', async () => {
    const { lines, frame } = await askedOf(TAN).skyGrid({ ...GRID, frame: 'FK5' }, call());
    expect(frame).toBe('FK5 J2000');
    expect(lines.length).toBeGreaterThan(8);
    for (const { positions } of lines) {
      expect(positions.length % 16).toBe(0);
      expect(numbersOf(positions).filter(Number.isFinite).length).toBeGreaterThan(3);
    }
  });

  it.each([{ x0: 5, x1: 5 }, { y1: NaN }, { lines: Infinity }])(
    'is refused for %j',
    async (broken) => {
      const params = { ...GRID, ...broken };
      await expect(askedOf(TAN).skyGrid(params, call())).rejects.toMatchObject({
        code: 'protocol',
      });
    },
  );
});

/** SkyCoord of both in Galactic: `separation`, `position_angle`. */
const SEPARATION = { degrees: 0.04481001345934465, positionAngle: 21.66052428274036 };

describe('a separation', () => {
  it('is an angle and pixels', async () => {
    const between = { ...REF, from: [479, 509], to: [120.25, 777.5], frame: 'Galactic' } as const;
    const reply = await asked(wcsOf(CASES[0] as never)).separation(between, call());
    expect(reply.pixels).toBeCloseTo(Math.hypot(358.75, 268.5), 9);
    expect(reply.separation).toBeCloseTo(SEPARATION.degrees, 11);
    expect(reply.positionAngle).toBeCloseTo(SEPARATION.positionAngle, 7);
  });

  it('is in pixels only without coordinates', async () => {
    const between = { ...REF, from: [0, 0], to: [3, 4], frame: 'own' } as const;
    expect(await asked(undefined).separation(between, call())).toEqual({
      ...{ pixels: 5, separation: undefined, positionAngle: undefined },
    });
  });
});
