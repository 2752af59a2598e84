import type { Header } from '../../fits/header';
import { applyMap, invertMap, type PlaneMap } from './distortion';
import { nativePole, SkyRotation } from './rotation';
import { tan } from './projections/zenithal';
import type { Projection } from './projections/projection';
import type { Wcs } from '../wcs';

const TERMS = 13;

/** True where a header has the plate solution of the Digitized Sky Survey. */
export function isDssPlate(header: Header): boolean {
  return header.has('AMDX1') && header.has('AMDY1') && header.has('PPO3') && header.has('PLTRAH');
}

/**
 * The plate solution of the Digitized Sky Survey: polynomials of millimetres on the plate give standard
 * coordinates about its centre, FK5 of J2000 (STScI's plate model; distortion paper, section 5.2).
 */
export function dssWcs(header: Header): Wcs | { problem: string } {
  const missing: string[] = [];
  const number = (keyword: string): number => {
    const value = header.value(keyword);
    if (typeof value !== 'number') {
      missing.push(keyword);
      return NaN;
    }
    return value;
  };
  const ra = 15 * sexagesimal(number('PLTRAH'), number('PLTRAM'), number('PLTRAS'));
  const sign = header.text('PLTDECSN')?.trim() === '-' ? -1 : 1;
  const dec = sign * sexagesimal(number('PLTDECD'), number('PLTDECM'), number('PLTDECS'));
  const [centreX, centreY] = [number('PPO3'), number('PPO6')];
  const [sizeX, sizeY] = [number('XPIXELSZ'), number('YPIXELSZ')];
  const [cornerX, cornerY] = [number('CNPIX1'), number('CNPIX2')];
  if (missing.length > 0) {
    return { problem: `The plate solution lacks a number ${missing[0]}.` };
  }
  const a = coefficients(header, 'AMDX');
  const b = coefficients(header, 'AMDY');
  const map: PlaneMap = (x, y, out) => {
    // CNPIX is the corner of the first pixel, x the middle of a pixel counted from 0.
    const u = (centreX - sizeX * (x + cornerX + 0.5)) / 1000;
    const v = (sizeY * (y + cornerY + 0.5) - centreY) / 1000;
    out.u = plate(a, u, v) / 3600;
    out.v = plate(b, v, u) / 3600;
  };
  const projection = tan(() => undefined) as Projection;
  const place = { longitude: ra, latitude: dec, phi0: 0, theta0: 90 };
  const pole = nativePole({ ...place, lonpole: 180, latpole: undefined });
  const scale = Math.abs(((a[0] ?? 0) * sizeX) / 3.6e6);
  if (typeof pole === 'string' || !(scale > 0)) {
    return { problem: typeof pole === 'string' ? pole : 'The plate solution has no scale.' };
  }
  return plateWcs(map, new SkyRotation(projection, pole, { u: 0, v: 0 }, true, false), scale, {
    x: centreX / sizeX - cornerX - 0.5,
    y: centreY / sizeY - cornerY - 0.5,
  });
}

function plateWcs(
  map: PlaneMap,
  sky: SkyRotation,
  scale: number,
  centre: { x: number; y: number },
): Wcs {
  return {
    pixelAxes: 2,
    worldAxes: [
      { name: 'Right ascension', type: 'RA', unit: 'deg' },
      { name: 'Declination', type: 'DEC', unit: 'deg' },
    ],
    celestial: { longitude: 0, latitude: 1, frame: { system: 'FK5', equinox: 2000 } },
    warnings: [],
    projection: 'plate solution of the Digitized Sky Survey',
    toWorld(pixels) {
      const [x, y] = pixels.map((values) => Float64Array.from(values)) as [
        Float64Array,
        Float64Array,
      ];
      applyMap(map, x, y);
      sky.toSky(x, y);
      return [x, y];
    },
    toPixel(world) {
      const [x, y] = world.map((values) => Float64Array.from(values)) as [
        Float64Array,
        Float64Array,
      ];
      sky.toPlane(x, y);
      const start: PlaneMap = (u, v, out) => {
        out.u = centre.x - u / scale;
        out.v = centre.y + v / scale;
      };
      invertMap(map, x, y, { step: 1e-2, tolerance: 1e-11 * scale * 10, start });
      return [x, y];
    },
  };
}

function sexagesimal(whole: number, minutes: number, seconds: number): number {
  return whole + minutes / 60 + seconds / 3600;
}

function coefficients(header: Header, name: string): number[] {
  return Array.from({ length: TERMS }, (_, k) => {
    const value = header.value(`${name}${k + 1}`);
    return typeof value === 'number' ? value : 0;
  });
}

/** Seconds of arc from millimetres; `x` is the axis the polynomial belongs to. */
function plate(c: readonly number[], x: number, y: number): number {
  const [c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0] = c;
  const [c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0] = c.slice(7);
  const r2 = x * x + y * y;
  return (
    c1 * x +
    c2 * y +
    c3 +
    c4 * x * x +
    c5 * x * y +
    c6 * y * y +
    c7 * r2 +
    c8 * x ** 3 +
    c9 * x * x * y +
    c10 * x * y * y +
    c11 * y ** 3 +
    c12 * x * r2 +
    c13 * x * r2 * r2
  );
}
