import { describe, expect, it } from 'vitest';
import { compareKeys, decodePath, encodeForListing, encodeForPath } from '../../support/s3/keys';

describe('compareKeys', () => {
  it('orders by UTF-8 bytes where UTF-16 order differs', () => {
    const keys = [
      'a',
      'a/',
      'a0',
      'é',
      '\uffee',
      '\ue000',
      '\u{1f52d}',
      '\u{10ffff}',
      '',
      'a\u0001',
    ];
    const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...keys].sort(compareKeys)).toEqual(byBytes);
    expect([...keys].sort()).not.toEqual(byBytes);
  });
});

describe('encodings', () => {
  const nasty = [
    'a b',
    'a+b',
    'a%2Fb',
    'a&b',
    '#?',
    '//',
    '../x',
    'é\u{1f52d}',
    '\u0001',
    "!'()*~",
  ];

  it.each(nasty)('round-trips %j', (key) => {
    expect(decodePath(encodeForPath(key))).toBe(key);
    expect(decodePath(encodeForListing(key))).toBe(key);
  });

  it('writes what S3 writes', () => {
    expect(encodeForListing('a b/c+d&é*')).toBe('a+b/c%2Bd%26%C3%A9*');
    expect(encodeForPath('a b/c+d')).toBe('a%20b/c%2Bd');
  });

  it('reads a bare plus as a blank and refuses what is not UTF-8', () => {
    expect(decodePath('a+b')).toBe('a b');
    expect(decodePath('%FF')).toBeUndefined();
  });
});
