import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { displayOf } from '../../../webview/image/display';
import { textsOf } from '../../../webview/image/export-texts';
import { fileNameOf } from '../../../webview/image/file-name';
import { crc32, withTexts } from '../../../webview/image/png-text';

/** A picture of one black pixel, written by Python's zlib and struct. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

function chunksOf(file: Uint8Array): { type: string; data: Buffer; crc: number; body: Buffer }[] {
  const png = Buffer.from(file);
  const chunks = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    const crc = png.readUInt32BE(at + 8 + length);
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4), crc, body });
    at += 12 + length;
  }
  return chunks;
}

describe('texts in a PNG', () => {
  test('stand after its header with right checksums, the rest untouched', () => {
    const texts = { Software: 'Skybucket', Title: 'NGC 1365, 0.5°', Description: 'µJy → 2\nβ' };
    const chunks = chunksOf(withTexts(PIXEL, texts));
    expect(chunks.map(({ type }) => type)).toEqual([
      'IHDR',
      'tEXt',
      'tEXt',
      'iTXt',
      'IDAT',
      'IEND',
    ]);
    for (const { crc, body } of chunks) {
      expect(crc32(body)).toBe(crc);
    }
    expect(chunks[2]?.data.toString('latin1')).toBe('Title\0NGC 1365, 0.5°');
    expect(chunks[3]?.data.toString('utf8')).toBe('Description\0\0\0\0\0µJy → 2\nβ');
    expect([...inflateSync(chunks[4]?.data ?? PIXEL)]).toEqual([0, 0]);
  });

  test('the checksum is that of the standard', () => {
    // The check value of CRC-32.
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

test('a picture tells what it shows', () => {
  const display = {
    ...displayOf(DISPLAY_DEFAULTS),
    stretch: 'asinh',
    colourMap: 'viridis',
    inverted: true,
    orientation: { turns: 1, flipped: true },
  } as const;
  const limits = { low: 0.5, high: 12 };
  expect(
    textsOf({ title: 'm101.fits', hdu: 'SCI', limits, display, unit: 'MJy/sr', kind: 'sampled' })
      .Description,
  ).toBe(
    [
      'File: m101.fits',
      'HDU: SCI',
      'Limits: 0.5 to 12 MJy/sr',
      'Stretch: asinh, a = 0.1',
      'Colour map: viridis, inverted',
      'Flipped left to right',
      'Rotated by 90° counter-clockwise',
      'Values: sampled',
    ].join('\n'),
  );
});

test('file names', () => {
  expect(fileNameOf('m101.fits', 'SCI', 'png')).toBe('m101_SCI.png');
  expect(fileNameOf('folder/a b.fits.gz', 'SCI,2', 'png')).toBe('a_b_SCI_2.png');
  expect(fileNameOf('../..', 'x/../y', 'png')).toBe('x_.._y.png');
  expect(fileNameOf('Ωμέγα.FTS', 'PRIMARY', 'png')).toBe('Ωμέγα_PRIMARY.png');
  expect(fileNameOf('catalog.fits.Z', 'SOURCES', 'csv')).toBe('catalog_SOURCES.csv');
  expect(fileNameOf('../a b?.fit', 'x/y, 2', 'csv')).toBe('a_b__x_y_2.csv');
  expect(fileNameOf('', 'RA_DEC', 'png')).toBe('RA_DEC.png');
  expect(fileNameOf('', '', 'csv')).toBe('untitled.csv');
});
