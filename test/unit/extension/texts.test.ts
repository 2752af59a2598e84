import { describe, expect, it } from 'vitest';
import { formatBytes, formatCost, formatShare } from '../../../src/protocol/figures';
import {
  escapeIcons,
  escapeLinks,
  escapeMarkdown,
  formatDate,
  shortName,
  visibleName,
} from '../../../src/extension/views/display';
import { fileKind } from '../../../src/extension/views/file-kind';
import { logLine } from '../../../src/extension/request-log';

describe('names', () => {
  it.each([
    ['jw01.fits', 'jw01.fits'],
    ['', '(empty name)'],
    ['a\u0000b\nc\u001b\u007f', 'a␀b␊c␛␡'],
    ['exe.\u202egpj', 'exe.⟨U+202E⟩gpj'],
    ['a\u200bb\u0085', 'a⟨U+200B⟩b⟨U+0085⟩'],
    ['α 🌌 é', 'α 🌌 é'],
  ])('%j is shown as %j', (name, shown) => {
    expect(visibleName(name)).toBe(shown);
  });

  it.each([
    ['jw01783004007_02101_00004_nrcalong_rate.fits', 'jw01783…00004_nrcalong_rate.fits'],
    ['jw01783-o004_t008_nircam_clear-f444w', 'jw01783…_t008_nircam_clear-f444w'],
    ['a name of thirty-two letters.fits', 'a name of thirty-two letters.fits'],
    ['a/b\nc', 'a/b␊c'],
  ])('%j is %j where there is little room', (name, shown) => {
    expect(shortName(name)).toBe(shown);
  });

  it('are no Markdown', () => {
    expect(escapeMarkdown('[x](command:y) <b>*z* `q`\n# h')).toBe(
      '\\[x\\]\\(command\\:y\\) \\<b\\>\\*z\\* \\`q\\`␊\\# h',
    );
  });

  it('are no icons and no links', () => {
    expect(escapeIcons('$(trash) $(sync~spin) $(a b) $5')).toBe(
      '\\$(trash) \\$(sync~spin) $(a b) $5',
    );
    expect(escapeLinks('[x](command:y) (z)')).toBe('[x] (command:y) (z)');
  });

  it.each([
    ['A_I2D.FITS', 'fits'],
    ['x.fits.fz', 'fits'],
    ['x.fits.gz', 'fits'],
    ['r0003_wfi01_cal.asdf', 'asdf'],
    ['x.ASDF.gz', 'asdf'],
    ['x.tar.gz', 'archive'],
    ['gaia.vot', 'votable'],
    ['gaia.VOTable.gz', 'votable'],
    ['a.parquet', 'parquet'],
    ['README', 'text'],
    ['fits', 'other'],
  ])('%j is of the kind %s', (name, kind) => {
    expect(fileKind(name)).toBe(kind);
  });
});

describe('figures', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [84_300_000, '84.3 MB'],
    [999_600_000, '1 GB'],
    [200_000_000, '200 MB'],
    [99_960_000, '100 MB'],
    [5e12, '5 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('of a transfer are short', () => {
    const figures = { requests: 12, bytes: 8_400_000, rounds: 3, milliseconds: 1380 };
    expect(formatCost(figures, 200_000_000)).toBe('8.4 of 200 MB · 12 requests · 1.4 s');
    expect(formatCost({ ...figures, requests: 1 }, undefined)).toBe('8.4 MB · 1 request · 1.4 s');
    expect(formatCost(figures, 1000)).toBe('8.4 MB · 12 requests · 1.4 s');
    expect(formatShare(40e3, 200e6)).toBe('40 kB of 200 MB');
    expect(formatShare(0, 0)).toBe('0 of 0 B');
    expect(formatDate(new Date('2024-05-03T17:20:31Z'))).toBe('2024-05-03 17:20 UTC');
  });
});

describe('the log of requests', () => {
  const exchange = {
    method: 'GET',
    url: 'https://bucket.s3.us-east-1.amazonaws.com/a%20b.fits',
    range: 'bytes=0-65535',
    status: 206,
    bytes: 65536,
    milliseconds: 41.4,
  } as const;

  it('has one line for each', () => {
    expect(logLine(exchange)).toBe(
      'GET https://bucket.s3.us-east-1.amazonaws.com/a%20b.fits bytes=0-65535 206 64.0 KiB 41 ms',
    );
    expect(logLine({ ...exchange, range: undefined, status: 'failed', bytes: 12 })).toBe(
      'GET https://bucket.s3.us-east-1.amazonaws.com/a%20b.fits failed 12 B 41 ms',
    );
  });

  it('shows no query, and stays on its line', () => {
    const line = logLine({ ...exchange, url: 'https://h/a\r\nGET x?X-Amz-Signature=secret\nmore' });
    expect(line).not.toMatch(/secret|more|[\r\n]/);
    expect(line).toContain('https://h/a␍␊GET x bytes');
  });
});
