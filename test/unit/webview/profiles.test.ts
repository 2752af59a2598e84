import { describe, expect, test } from 'vitest';
import {
  nearestSample,
  ordinal,
  readingText,
  samplesText,
} from '../../../webview/inspector/profile-text';

describe('a profile in words', () => {
  test('says what its samples are', () => {
    expect(samplesText({ kind: 'exact', step: 1 })).toBe('every pixel');
    expect(samplesText({ kind: 'sampled', step: 8 })).toBe('every 8th pixel (sampled)');
    expect(samplesText({ kind: 'sampled', step: 2.5 })).toBe('1 of 2.5 pixels (sampled)');
    expect(samplesText({ kind: 'averaged', step: 4 })).toBe('averages of 4 × 4 pixels');
    expect([2, 3, 4, 11, 12, 13, 21, 32, 111].map(ordinal)).toEqual([
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '32nd',
      '111th',
    ]);
  });

  test('is read at the sample nearest to the pixel', () => {
    const positions = Float64Array.of(1.5, 5.5, 9.5);
    expect([0, 3, 4, 9, 100].map((at) => nearestSample(positions, at))).toEqual([0, 0, 1, 2, 2]);
    expect(nearestSample(new Float64Array(), 3)).toBeUndefined();
    expect(nearestSample(Float64Array.of(4), 9)).toBe(0);
  });

  test('gives values with their unit, and says where there is none', () => {
    expect(readingText('x', 1020, 2.0134, 'MJy/sr')).toBe('x 1020: 2.0134 MJy/sr');
    expect(readingText('y', 12.5, 3, undefined)).toBe('y 12.5: 3');
    expect(readingText('y', 12.5, Number.NaN, 'Jy')).toBe('y 12.5: no value');
    expect(readingText('y', 12.5, undefined, 'Jy')).toBe('y 12.5: no value');
  });
});
