import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatKind,
  formatLimits,
  formatShare,
  formatTransfer,
  formatZoom,
  parseNumber,
} from '../../../webview/image/format';

test('bytes in decimal units', () => {
  expect([0, 512, 999, 1000, 8.4e6, 83.8e6, 999.6e6, 2.5e12].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '999 B',
    '1.0 kB',
    '8.4 MB',
    '84 MB',
    '1.0 GB',
    '2.5 TB',
  ]);
});

test('a share names the unit once where it can', () => {
  expect(formatShare(8.4e6, 200e6)).toBe('8.4 of 200 MB');
  expect(formatShare(40e3, 200e6)).toBe('40 kB of 200 MB');
  expect(formatShare(40e3, undefined)).toBe('40 kB');
});

test('transfer figures', () => {
  const figures = { requests: 12, bytes: 8.4e6, rounds: 3, milliseconds: 1400, size: 200e6 };
  expect(formatTransfer(figures)).toBe('8.4 of 200 MB · 12 requests · 1.4 s');
  expect(formatTransfer({ ...figures, requests: 1, milliseconds: 61_200 })).toBe(
    '8.4 of 200 MB · 1 request · 61 s',
  );
});

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
