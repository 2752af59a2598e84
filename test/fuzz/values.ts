/** Values that readers stumble over. */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Of number cards, as they are written. */
export const NUMBERS: readonly string[] = [
  ...words('0 1 -1 2 3 7 8 9 16 32 64 -32 -64 255 999 1000 65536'),
  ...words('2147483647 2147483648 -2147483648 4294967296 9007199254740991 9007199254740993'),
  ...words('9223372036854775807 -9223372036854775808 1000000000000 99999999999999999999999999'),
  ...words("0.5 1.0D+03 1E400 -1E400 1E-400 NaN T F '' 'x' (1,2)"),
  '',
];

/** Of cards whose keyword says what they hold. */
export const TEXTS_OF: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^Z?FORM|^TFORM|^ZFORM/,
    [
      ...words('1PE(9) QJ 1QB(99999999999) 0PE 2PA PX(3) 1PB 1QI 1PJ 1PC 1QM 999999999E'),
      ...words('99999999999999999999J 0A 1X 33X -1E E 1C 2M 1B 1I 1K 1D 16A3 A8 I5 F8.3 E99.99'),
      ...words('D25.17 1Z 5L'),
    ],
  ],
  [/^TDIM/, words('(3,2) (0) (99999999,99999999) (-1,2) () (1 (1,2,3,4,5,6,7,8,9) a,b (1) (2,2)')],
  [/^TDISP/, words('I10 F10.3 ES12.5 Z8.8 B999 G99999.99999 EN9.2E9 O3 A5 D30.20 L1 I99999')],
  [
    /^ZCMPTYPE|^ZCTYP/,
    words('RICE_1 RICE_ONE GZIP_1 GZIP_2 PLIO_1 HCOMPRESS_1 NOCOMPRESS BLOCKSIZE'),
  ],
  [/^ZQUANTIZ/, words('NONE NO_DITHER SUBTRACTIVE_DITHER_1 SUBTRACTIVE_DITHER_2')],
  [/^ZNAME/, words('BYTEPIX SMOOTH SCALE BLOCKSIZE NOISEBIT')],
  [
    /^TTYPE/,
    words(
      'COMPRESSED_DATA GZIP_COMPRESSED_DATA UNCOMPRESSED_DATA ZSCALE ZZERO ZBLANK NULL_PIXEL_MASK',
    ),
  ],
  [/^XTENSION/, words('IMAGE BINTABLE TABLE FITS IUEIMAGE A3DTABLE DUMP')],
  [/^CTYPE/, words('RA---TAN WAVE STOKES FREQ VELO-LSR LINEAR')],
  [/^DATASUM|^CHECKSUM/, words('0 1 4294967295 4294967296 -1 abcdefghijklmnop 0000000000000000')],
];

/** Of any card. */
export const TEXTS: readonly string[] = [...TEXTS_OF.flatMap(([, texts]) => texts), 'a&', '&', ' '];

/** Cards that readers act on. */
export const KEYWORDS: readonly string[] = [
  ...words('XTENSION SIMPLE BITPIX NAXIS NAXIS1 NAXIS2 NAXIS3 PCOUNT GCOUNT GROUPS TFIELDS THEAP'),
  ...words('EXTNAME EXTVER BSCALE BZERO BLANK BUNIT DATASUM CHECKSUM PTYPE1 PSCAL1 PZERO1'),
  ...words('TFORM1 TFORM2 TFORM3 TDIM1 TDIM2 TSCAL1 TZERO1 TNULL1 TDISP1 TBCOL1 TBCOL2 TTYPE1'),
  ...words('TTYPE2 TUNIT1 ZIMAGE ZTABLE ZTILELEN ZBITPIX ZNAXIS ZNAXIS1 ZNAXIS2 ZNAXIS3 ZTILE1'),
  ...words('ZTILE2 ZTILE3 ZCMPTYPE ZNAME1 ZVAL1 ZNAME2 ZVAL2 ZQUANTIZ ZDITHER0 ZBLANK ZSCALE'),
  ...words('ZZERO ZPCOUNT ZTHEAP ZFORM1 ZFORM2 ZCTYP1 ZCTYP2 ZSIMPLE ZEXTEND ZTENSION ZMASKCMP'),
  ...words('CTYPE1 CTYPE3 CDELT3 CRPIX3 CRVAL3 PC3_3 CD3_3 CONTINUE HIERARCH END COMMENT'),
  '',
];

/** True for the keyword of a card that says what follows, rather than what it is about. */
export function isStructural(keyword: string): boolean {
  const name = keyword.replace(/\d+$/, '1');
  return KEYWORDS.includes(name) || /^Z|^T(?:FORM|DIM|BCOL|SCAL|ZERO|NULL|DISP)\d/.test(keyword);
}

/** Of 32-bit words of data. */
export const INTEGERS: readonly number[] = [
  ...[0, 1, -1, 2, 4, 8, 255, 256, 2880, 65535, 65536, 2 ** 24, 2 ** 31 - 1, -(2 ** 31)],
  ...[2 ** 20, 2 ** 28, -2880, 12345],
  // 1.0, infinity and NaN as float32, and the upper half of them as float64.
  ...[0x3f800000, 0x7f800000, 0x7fc00000, 0x3ff00000, 0x7ff00000, 0x7ff80000],
];

/** What fields of ASCII tables are filled with. */
export const FIELDS: readonly string[] = [
  ...words('-1 1E400 1D-400 1E 1.5D+02 --5 + . 1..2 9223372036854775808 1e5 NaN Inf 0x10 1,5 1_0'),
  ...['', ' ', '1 2', '\0\0', 'é', '-'],
];
