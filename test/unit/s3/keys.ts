/** Keys that are legal on S3 and hard on everything that handles paths. */
export const NASTY_KEYS: readonly string[] = [
  'plain/image.fits',
  'a b/c  d.fits',
  ' leading and trailing ',
  ' ',
  'a+b/c%2Bd+.fits',
  '100%.fits',
  '%',
  '%2F',
  '%252F/%2f/%2E%2E',
  'a%20b.fits',
  'a&b=c&d.fits',
  'a#b?c;d:e@f!g$h,i(j)k*l\'m".fits',
  'what?versionId=abc',
  'what?versionId=',
  'back\\slash\\..\\x',
  '<tag>&amp;&lt;]]>.fits',
  '`~^|{}[]',
  'd\u00e9j\u00e0 vu/de\u0301ja\u0300 vu.fits',
  '\u661f\u56f3/\u03b1\u03b2\u03b3.fits',
  '\ud83d\udd2d/M\u200d31\u202e.fits',
  '\ufeffbom.fits',
  '\uffff\uf8ff\ue000',
  '/',
  '//',
  '/leading.fits',
  'a//b.fits',
  'a///',
  'trailing/',
  '.',
  '..',
  './a',
  '../../etc/passwd',
  'a/../b/./c/...',
  'a/..',
  'a/.',
  '.hidden/..hidden',
  'control\u0001\u0007\t\n\r\u001f\u007f\u0085.fits',
  '\n',
  'Upper/lower/UPPER.FITS',
  'C:/Windows/con.fits',
  '1e5/007/true/null/__proto__/constructor',
  'healpix_k0=0/healpix_k5=117/part0.snappy.parquet',
  `${'x'.repeat(1019)}.fits`,
  '\ud83d\ude00'.repeat(256),
  `${'/'.repeat(1023)}x`,
];

/** Keys put together at random (the same ones each time) from what breaks parsers. */
export function* randomKeys(count: number): Generator<string> {
  const parts = [
    '/',
    '/',
    '.',
    '..',
    '%',
    '%2F',
    '%2E',
    '+',
    ' ',
    '?',
    '#',
    'a',
    'B',
    '=',
    '\u00e9',
  ];
  let state = 12345;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  for (let i = 0; i < count; i++) {
    const length = 1 + next(8);
    yield Array.from({ length }, () => parts[next(parts.length)]).join('');
  }
}
