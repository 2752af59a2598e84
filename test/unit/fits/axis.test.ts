import { describe, expect, it } from 'vitest';
import type { AxisLine } from '../../../src/core/fits/axis';
import { axisLinesOf } from '../../../src/core/fits/axis';
import { coordinateTypeOf } from '../../../src/core/fits/axis-names';
import { hduOf } from '../../../src/core/fits/hdu';
import { parseHeader } from '../../../src/core/fits/header';
import truth from './axis-truth.json';
import { card, latin1, record } from './support/made';

/** The axes of an image whose header has these cards, NAXIS among them. */
function axesOf(cards: readonly string[]): AxisLine[] {
  const records = [card('SIMPLE', true), card('BITPIX', -32), ...cards];
  const header = parseHeader(latin1(records.map(record).join('')));
  const place = { index: 0, headerOffset: 0, dataOffset: 2880, fileSize: 2880 };
  return axisLinesOf(hduOf(header, place));
}

/** One axis of 100 pixels. */
const axisOf = (...cards: string[]): AxisLine | undefined =>
  axesOf([card('NAXIS', 1), card('NAXIS1', 100), ...cards])[0];

const LINE = ['CRVAL1  = 5.0', 'CRPIX1  = 1.0', 'CDELT1  = 0.5'];

describe('axisLinesOf', () => {
  it.each(Object.entries(truth.cases))('agrees with wcslib: %s', (_, { cards, axes }) => {
    const lines = axesOf(cards);
    expect(lines).toHaveLength(axes.length);
    axes.forEach(({ values, straight, alone }, i) => {
      const { length, linear } = lines[i] as AxisLine;
      expect(length).toBe(100);
      expect(linear !== undefined, `axis ${i + 1}`).toBe(straight && alone);
      if (linear !== undefined) {
        truth.pixels.forEach((pixel, k) => {
          const world = linear.value + (pixel - linear.pixel) * linear.step;
          const expected = values[k] as number;
          const scale = Math.max(Math.abs(expected), Math.abs(linear.step));
          expect(Math.abs(world - expected)).toBeLessThanOrEqual(1e-12 * scale);
        });
      }
    });
  });

  it('names what an axis counts, and gives its unit as written', () => {
    const named = axesOf([
      card('NAXIS', 4),
      ...[5, 4, 3, 2].map((length, i) => card(`NAXIS${i + 1}`, length)),
      card('CTYPE1', 'RA---TAN'),
      card('CTYPE2', 'AWAV'),
      card('CUNIT2', ' Angstrom '),
      card('CTYPE3', 'WIDGETS'),
      card('CTYPE4', 'STOKES'),
      card('CNAME4', 'Polarisation'),
    ]);
    expect(named).toEqual([
      { length: 5, name: 'Right ascension', unit: '', linear: undefined },
      { length: 4, name: 'Wavelength (air)', unit: 'Angstrom', linear: undefined },
      { length: 3, name: 'WIDGETS', unit: '', linear: undefined },
      { length: 2, name: 'Stokes', unit: '', linear: undefined },
    ]);
    expect(axisOf(card('CTYPE1', 'FREQ'), card('CNAME1', 'Sky frequency'))?.name).toBe(
      'Sky frequency',
    );
    expect(axisOf()).toEqual({ length: 100, name: '', unit: '', linear: undefined });
    const long = `'${'x'.repeat(66)}&'`;
    expect(axisOf(`CNAME1  = ${long}`, `CONTINUE  ${long}`)?.name).toHaveLength(80);
  });

  it('counts the reference pixel from 0', () => {
    expect(axisOf(...LINE)?.linear).toEqual({ pixel: 0, value: 5, step: 0.5 });
    expect(axisOf('CRVAL1  = 9007199254740993', 'CDELT1  = 2')?.linear).toEqual({
      pixel: -1,
      value: 9007199254740992,
      step: 2,
    });
  });

  it.each([
    ['a step of 0', 'CDELT1  = 0.0'],
    ['a step that is no number', "CDELT1  = 'wide'"],
    ['both kinds of matrix', 'PC1_1   = 1.0', 'CD1_1   = 1.0'],
    ['a matrix without a scale for it', 'CD2_2   = 1.0'],
    ['a matrix element that is no number', "PC1_1   = 'x'"],
    ['an axis that is not in the image', 'PC1_2   = 0.5'],
    ['the older spelling of the matrix', 'PC001002= 0.5'],
    ['a distortion', "CPDIS1  = 'LOOKUP'"],
    ['wavelengths of IRAF as logarithms', "CTYPE1  = 'LINEAR'", 'DC-FLAG = 1'],
    ['spectra of IRAF in many orders', "CTYPE1  = 'MULTISPE'"],
    ['a projection nobody knows', "CTYPE1  = 'RA---XYZ'"],
    ['a celestial axis that is rotated', "CTYPE1  = 'RA'", 'CROTA1  = 12.0'],
  ])('has no straight line for %s', (_, ...cards) => {
    const others = LINE.filter((line) => !cards.some((c) => c.slice(0, 8) === line.slice(0, 8)));
    expect(axisOf(...cards, ...others)?.linear).toBeUndefined();
  });

  it('rotates celestial axes only', () => {
    expect(axisOf(...LINE, "CTYPE1  = 'FREQ'", 'CROTA1  = 12.0')?.linear).toBeDefined();
  });

  it('reads a header of 999 axes and as many broken cards as it likes', () => {
    const lengths = Array.from({ length: 999 }, (_, i) => card(`NAXIS${i + 1}`, 1));
    const matrix = Array.from({ length: 20_000 }, (_, i) => `PC${(i % 999) + 1}_7 = 0.0`);
    const lines = axesOf([card('NAXIS', 999), ...lengths, card('CTYPE999', 'TIME'), ...matrix]);
    expect(lines).toHaveLength(999);
    expect(lines[998]?.name).toBe('Time');
  });
});

describe('coordinateTypeOf', () => {
  it.each([
    ['FREQ-LSR', 'Frequency', true],
    ['VELO-HEL', 'Velocity', true],
    ['VRAD', 'Velocity (radio)', true],
    ['WAVE-GRI', 'Wavelength', false],
    ['freq', 'Frequency', true],
    ['UTC(NIST)', 'Time (UTC(NIST))', true],
    ['TDB', 'Time (TDB)', true],
    ['GLAT-CAR', 'Galactic latitude', false],
    ['HPLN-TAN', 'Helioprojective longitude', false],
    ['DATE-OBS', 'DATE-OBS', true],
    ['XXLN-TAN', 'XXLN-TAN', false],
    ['', '', true],
  ])('%s', (ctype, name, straight) => {
    expect(coordinateTypeOf(ctype)).toMatchObject({ name, straight });
  });
});
