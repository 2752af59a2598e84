import { describe, expect, it } from 'vitest';
import { numberedName, partialName, safeFileName } from '../../../src/core/transfer/safe-name';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('safeFileName', () => {
  it.each([
    ['jwst/public/jw01_i2d.fits', 'jw01_i2d.fits'],
    ['M 31 + 50% #1 & α.fits', 'M 31 + 50% #1 & α.fits'],
    ['.hidden', '.hidden'],
    ['a.tar.gz', 'a.tar.gz'],
    ['folder/', 'folder'],
    ['a//', 'a'],
  ])('keeps what is harmless in %j', (key, name) => {
    expect(safeFileName(key)).toBe(name);
  });

  it.each([
    ['', 'object'],
    ['/', 'object'],
    ['..', 'object'],
    ['a/../..', 'a'],
    ['../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32', '.._.._windows_system32'],
    ['C:\\boot.ini', 'C__boot.ini'],
    ['report.txt:stream', 'report.txt_stream'],
    ['a\u0000b\nc\u007f', 'a_b_c_'],
    ['name.exe. . .', 'name.exe'],
    ['  name ', 'name'],
    ['...', 'object'],
    ['.. ', 'object'],
    ['exe.\u202egpj', 'exe._gpj'],
    ['half \ud800.fits', 'half _.fits'],
    ['what?*<>|".fits', 'what______.fits'],
  ])('makes %j harmless', (key, name) => {
    expect(safeFileName(key)).toBe(name);
  });

  it.each(['CON', 'con.fits', 'NUL', 'Lpt1.txt', 'COM¹', 'aux.tar.gz', 'CONIN$', 'prn .txt'])(
    'never gives the Windows device %j',
    (key) => {
      expect(safeFileName(key)).toBe(`_${key}`);
    },
  );

  it('leaves names that only begin like a device', () => {
    expect(safeFileName('console.log')).toBe('console.log');
    expect(safeFileName('com10.fits')).toBe('com10.fits');
  });

  it('cuts long names at a character boundary and keeps the extension', () => {
    const name = safeFileName(`${'α'.repeat(400)}.fits.gz`);
    expect(name.endsWith('α.fits.gz')).toBe(true);
    expect(bytes(name)).toBeLessThanOrEqual(255);
    expect(bytes(name)).toBeGreaterThan(252);
    expect(bytes(safeFileName('🌌'.repeat(300)))).toBe(252);
    expect(bytes(safeFileName(`nul.${'x'.repeat(400)}`))).toBe(255);
  });

  it('always gives one segment that changes no more', () => {
    const nasty = [
      '..',
      '.',
      '',
      '/',
      '\\',
      ':',
      'CON',
      ' ',
      '\u0000',
      '😀',
      'é',
      '.fits',
      '\u202e',
    ];
    for (const a of nasty) {
      for (const b of nasty) {
        const name = safeFileName(a + b + a);
        expect(name).toMatch(/^[^/\\:]+$/);
        expect(['.', '..']).not.toContain(name);
        expect(safeFileName(name)).toBe(name);
      }
    }
  });
});

describe('derived names', () => {
  it('numbers before the extension', () => {
    expect(numberedName('a.fits', 2)).toBe('a (2).fits');
    expect(numberedName('a.fits.gz', 3)).toBe('a (3).fits.gz');
    expect(numberedName('README', 2)).toBe('README (2)');
    expect(numberedName('.hidden', 2)).toBe('.hidden (2)');
  });

  it('stays within the length a file system takes', () => {
    const long = safeFileName(`${'x'.repeat(300)}.fits`);
    expect(bytes(numberedName(long, 12))).toBe(255);
    const partial = partialName(long, 'abcdef');
    expect(bytes(partial)).toBe(255);
    expect(partial).toMatch(/^\.x+\.fits\.skybucket-part-abcdef$/);
  });
});
