import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bandInterval, describeBand, parseBand } from '../../../../src/core/archives/sia/band';
import { parseTime, toMjd } from '../../../../src/core/archives/sia/time';

/** Made by make_requests.py with astropy. */
const TRUTH = JSON.parse(readFileSync(new URL('units.json', import.meta.url), 'utf8')) as {
  readonly bands: readonly { value: number; unit: string; metres: number }[];
  readonly times: readonly { text: string; mjd: number }[];
};

describe('a value of the spectrum in metres, as astropy.units has it', () => {
  it.each(TRUTH.bands)('$value $unit', ({ value, unit, metres }) => {
    const { from, to } = parseBand(`${value} ${unit}`);
    expect(from).toBe(to);
    expect(Math.abs(from / metres - 1)).toBeLessThan(1e-15);
  });
});

describe('a band as it is typed', () => {
  it.each([
    ['1.1..1.4 µm', 1.1e-6, 1.4e-6],
    ['1.1 1.4 um', 1.1e-6, 1.4e-6],
    ['1.1-1.4um', 1.1e-6, 1.4e-6],
    ['1.1 – 1.4 um', 1.1e-6, 1.4e-6],
    ['1100 nm to 1.4 micron', 1.1e-6, 1.4e-6],
    ['1.4..1.1 µm', 1.1e-6, 1.4e-6],
    ['3.6 UM', 3.6e-6, 3.6e-6],
    ['1e-6 2e-6', 1e-6, 2e-6],
    ['2e-6-3e-6', 2e-6, 3e-6],
    ['< 1 um', -Infinity, 1e-6],
    ['>= 24 um', 24e-6, Infinity],
    ['> 100 GHz', -Infinity, 0.00299792458],
    ['..1 GHz', 0.299792458, Infinity],
    ['-inf..1e-6', -Infinity, 1e-6],
    ['10000 1/cm', 1e-6, 1e-6],
  ])('%s', (text, from, to) => {
    const band = parseBand(text);
    for (const [got, wanted] of [
      [band.from, from],
      [band.to, to],
    ] as const) {
      expect(Number.isFinite(wanted) ? got / wanted : got).toBeCloseTo(
        Number.isFinite(wanted) ? 1 : wanted,
        12,
      );
    }
  });

  it('has the unit of the field where it has none', () => {
    expect(parseBand('5000..6000', 'Å').to).toBeCloseTo(6e-7, 18);
  });

  it.each(['', 'red', '1 parsec', '..', '5 um 6', '-3 um', '1.1..1.2..1.3 um'])(
    'that is none is said: %j',
    (text) => {
      expect(() => parseBand(text)).toThrow(expect.objectContaining({ code: 'unsupported' }));
    },
  );

  it('is shown in a unit that fits', () => {
    expect(describeBand(parseBand('3.13..3.96 um'))).toBe('3.13–3.96 µm');
    expect(describeBand(parseBand('6562.8 AA'))).toBe('656.28 nm');
    expect(describeBand(parseBand('> 10 cm'))).toBe('from 100 mm');
    expect(describeBand(bandInterval(1, Infinity, 'keV'))).toBe('up to 12.3984 Å');
  });
});

describe('a time as MJD, as astropy.time has it', () => {
  it.each(TRUTH.times)('$text', ({ text, mjd }) => {
    // A nanosecond is 1.2e-14 days; an MJD of today has steps of 7e-12.
    expect(Math.abs(toMjd(text) - mjd)).toBeLessThan(1e-11);
  });
});

describe('a span of time as it is typed', () => {
  it.each([
    ['2024-05-01', 60431, 60432],
    ['2024-05-01..2024-05-02', 60431, 60433],
    ['2024-05-01/2024-05-02', 60431, 60433],
    ['2024-05-01 to 2024-05-02T12:00', 60431, 60432.5],
    ['2024-05-01T06:00', 60431.25, 60431.25],
    ['60000..60100.5', 60000, 60100.5],
    ['> 2024-05-01', 60431, Infinity],
    ['< 2024-05-01', -Infinity, 60432],
    ['2024-05-01..', 60431, Infinity],
  ])('%s', (text, from, to) => {
    expect(parseTime(text)).toEqual({ from, to });
  });

  it.each([
    '',
    '2024',
    '2024-13-01',
    '2023-02-29',
    '2024-05-01T25:00',
    '2024-05-01T23:59:60',
    'yesterday',
    '2024-05-02..2024-05-01',
    '2024:367',
    '..',
  ])('that is none is said: %j', (text) => {
    expect(() => parseTime(text)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
