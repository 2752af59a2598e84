import { describe, expect, test } from 'vitest';
import type { AxisLine } from '../../../src/protocol/methods';
import {
  axisName,
  shownUnit,
  stokesName,
  worldOf,
  worldText,
} from '../../../webview/image/axis-text';

const axis = (
  name: string,
  unit: string,
  value: number,
  step: number,
  length = 1000,
  pixel = 0,
): AxisLine => ({ length, name, unit, linear: { pixel, value, step } });

describe('the value of a slice', () => {
  test.each([
    [axis('Wavelength', 'um', 2.1, 0.0013), 26, '2.1338 µm'],
    [axis('Wavelength', 'm', 4.6e-7, 1.25e-10), 1, '460.125 nm'],
    [axis('Wavelength (air)', 'Angstrom', 4749.7, 1.25), 1, '4750.95 Å'],
    [axis('Frequency', 'Hz', 1.420405752e9, -9765.625), 0, '1.42040575 GHz'],
    [axis('Velocity (radio)', 'm/s', -12000, 2500, 10), 2, '-7.0 km/s'],
    [axis('Time', 's', 0, 0.1), 15, '1.5 s'],
    [axis('Galactic longitude', 'deg', 10, 0.5, 4), 1, '10.5°'],
    [axis('', '', 1, 1, 5), 4, '5'],
    [axis('Stokes', '', 1, 1, 4), 1, 'Q'],
    [axis('Stokes', '', -5, -1, 4), 3, 'YX'],
    [axis('Stokes', '', 7, 1, 4), 0, '7'],
    [axis('Time', 'd', 59000.5, 1e-15), 0, '59000.5 d'],
  ])('%o at %d', (line, pixel, text) => {
    expect(worldText(line, pixel)).toBe(text);
  });

  test('is told only where it is a straight line', () => {
    const curved: AxisLine = { length: 5, name: 'RA', unit: 'deg', linear: undefined };
    expect(worldText(curved, 2)).toBe('');
    expect(worldOf(curved, 2)).toBeUndefined();
    expect(worldOf(axis('', '', 10, 2, 5, 3), 4)).toBe(12);
  });

  test('is in one unit all along the axis', () => {
    const line = axis('Frequency', 'Hz', 999e6, 1e6, 3);
    expect(shownUnit(line).unit).toBe('GHz');
    expect([0, 1, 2].map((pixel) => worldText(line, pixel))).toEqual([
      '0.999 GHz',
      '1.000 GHz',
      '1.001 GHz',
    ]);
    expect(shownUnit(axis('', 'toString', 1, 1))).toEqual({ factor: 1, unit: 'toString' });
  });

  test('names the parameters of Stokes', () => {
    expect([1, 2, 3, 4, -1, -4, -8, 0, 5, 1.5].map(stokesName)).toEqual([
      ...['I', 'Q', 'U', 'V', 'RR', 'LR', 'YX'],
      ...[undefined, undefined, undefined],
    ]);
    expect(axisName({ ...axis('', '', 0, 1) }, 4)).toBe('Axis 4');
  });
});
