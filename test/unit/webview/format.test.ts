import { expect, test } from 'vitest';
import { formatCount } from '../../../src/protocol/figures';
import { formatKind, formatLimits, formatZoom, parseNumber } from '../../../webview/image/format';

test('counts and zoom', () => {
  expect([7, 5000, 1234567].map(formatCount)).toEqual(['7', '5,000', '1,234,567']);
  expect([1, 16, 0.37, 0.0625, 0.02, 0.00821].map(formatZoom)).toEqual([
    '100 %',
    '1,600 %',
    '37 %',
    '6.3 %',
    '2 %',
    '0.82 %',
  ]);
});

test('limits have the digits that tell their range', () => {
  expect(formatLimits({ low: 0.123456789, high: 1.23456789 })).toEqual({
    low: '0.1235',
    high: '1.235',
  });
  expect(formatLimits({ low: 100000.01, high: 100000.04 })).toEqual({
    low: '100000.01',
    high: '100000.04',
  });
  expect(formatLimits({ low: -1.5e-20, high: 4e12 })).toEqual({ low: '-1.5e-20', high: '4e12' });
  expect(formatLimits({ low: 0, high: 0 })).toEqual({ low: '0', high: '0' });
});

test('numbers as people type them', () => {
  expect([' 1.5 ', '-2e-3', '−4', '+7'].map(parseNumber)).toEqual([1.5, -0.002, -4, 7]);
  expect(['', ' ', 'many', '1,5', 'Infinity', 'NaN'].map(parseNumber)).toEqual(
    Array(6).fill(undefined),
  );
});

test('what is shown', () => {
  expect(formatKind('exact', 1)).toBe('exact');
  expect(formatKind('sampled', 8)).toBe('sampled 1:8');
});
