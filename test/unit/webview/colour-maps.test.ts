import { describe, expect, test } from 'vitest';
import { COLOUR_MAPS } from '../../../src/protocol/display';
import type { ColourMapName } from '../../../src/protocol/display';
import { colourTable, cssGradient } from '../../../webview/image/colour-maps';
import { COLOURS } from '../../../webview/image/levels';
import truth from './colour-truth.json';

const PLAIN = { inverted: false, contrast: 1, bias: 0.5 } as const;

/** Red, green, blue of a level. */
const colour = (table: Uint8Array, level: number): number[] => [
  ...table.subarray(4 * level, 4 * level + 3),
];

describe('colour maps', () => {
  test.each(COLOUR_MAPS.map((name) => [name]))('%s is that of DS9 or matplotlib', (name) => {
    const { positions, colours } = truth[name];
    // A position between two levels is compared between their colours.
    const table = colourTable(name, PLAIN);
    for (const [i, position] of positions.entries()) {
      const at = position * (COLOURS - 1);
      const [below, above] = [colour(table, Math.floor(at)), colour(table, Math.ceil(at))];
      for (const [channel, want] of (colours[i] ?? []).entries()) {
        const [one, two] = [below[channel] ?? -1, above[channel] ?? -1];
        const near = `${name} at ${position}`;
        expect(want, near).toBeGreaterThanOrEqual(Math.min(one, two) - 1);
        expect(want, near).toBeLessThanOrEqual(Math.max(one, two) + 1);
      }
    }
  });

  test('grey goes through every grey, in order', () => {
    const greys = Array.from({ length: COLOURS }, (_, i) => colour(colourTable('grey', PLAIN), i));
    expect(greys.every(([r, g, b]) => r === g && g === b)).toBe(true);
    const reds = greys.map(([red]) => red ?? 0);
    expect(new Set(reds).size).toBe(256);
    expect(reds).toEqual(reds.toSorted((a, b) => a - b));
  });

  test.each(COLOUR_MAPS.map((name) => [name]))('%s inverted is the map reversed', (name) => {
    const plain = colourTable(name, PLAIN);
    const inverted = colourTable(name, { ...PLAIN, inverted: true });
    const mirrored = Array.from({ length: COLOURS }, (_, i) =>
      colour(plain, COLOURS - 1 - i),
    ).flat();
    const got = Array.from({ length: COLOURS }, (_, i) => colour(inverted, i)).flat();
    // 1 − p and p are not rounded alike.
    expect(got.filter((value, i) => Math.abs(value - (mirrored[i] ?? -9)) > 1)).toEqual([]);
  });

  test('every colour is opaque', () => {
    for (const name of COLOUR_MAPS) {
      const table = colourTable(name, PLAIN);
      expect(table).toHaveLength(4 * COLOURS);
      expect(table.every((byte, i) => i % 4 !== 3 || byte === 255)).toBe(true);
    }
  });
});

describe('contrast and bias', () => {
  const red = (level: number, contrast: number, bias: number, inverted = false): number =>
    colour(colourTable('grey', { inverted, contrast, bias }), level)[0] ?? -1;

  test('contrast is about the middle; beyond the ends the colours stay', () => {
    const position = 700 / (COLOURS - 1);
    expect(red(700, 2, 0.5)).toBe(Math.round(255 * ((position - 0.5) * 2 + 0.5)));
    expect([red(0, 2, 0.5), red(511, 2, 0.5), red(1536, 2, 0.5)]).toEqual([0, 0, 255]);
    expect(red(300, 0, 0.5)).toBe(128);
  });

  test('bias is the place that takes the middle colour', () => {
    expect(red(Math.round(0.25 * (COLOURS - 1)), 1, 0.25)).toBe(128);
    expect(red(0, 1, 1)).toBe(0);
    expect(red(COLOURS - 1, 1, 0)).toBe(255);
  });

  test('an inverted map goes the other way under both', () => {
    expect(red(0, 4, 0.2, true)).toBe(255);
    expect(red(COLOURS - 1, 4, 0.2, true)).toBe(0);
  });

  test('there are colours between the 256 entries of a table', () => {
    const table = new Uint32Array(colourTable('viridis', PLAIN).slice().buffer);
    expect(new Set(table).size).toBeGreaterThan(256);
  });

  test('the same inputs give the same array', () => {
    const twice = [1, 1].map((contrast) => colourTable('heat', { ...PLAIN, contrast }));
    expect(twice[0]).toBe(twice[1]);
    expect(colourTable('heat', { ...PLAIN, contrast: 2 })).not.toBe(twice[0]);
  });
});

describe('cssGradient', () => {
  const ends = (map: ColourMapName, inverted?: boolean): (string | undefined)[] => {
    const stops = cssGradient(map, inverted).match(/rgb\([^)]*\)/g) ?? [];
    return [stops[0], stops.at(-1)];
  };

  test('runs from the lowest colour to the highest', () => {
    expect(ends('heat')).toEqual(['rgb(0 0 0)', 'rgb(255 255 255)']);
    expect(ends('heat', true)).toEqual(['rgb(255 255 255)', 'rgb(0 0 0)']);
    expect(ends('viridis')).toEqual(['rgb(68 1 84)', 'rgb(253 231 36)']);
  });
});
