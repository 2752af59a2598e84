import type { Random } from './random';

/** Values that readers of ASDF stumble over. */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** In the tree, wherever a number may stand. */
export const TREE_NUMBERS: readonly string[] = [
  ...words('0 1 -1 2 3 7 8 9 16 63 64 255 256 1000 4096 65535 65536 1000000 16777216'),
  ...words('2147483647 2147483648 -2147483648 4294967295 4294967296 -4294967296 1000000000000'),
  ...words('9007199254740991 9007199254740992 9007199254740993 -9007199254740992'),
  ...words('9223372036854775807 -9223372036854775808 18446744073709551615 18446744073709551616'),
  ...words('1.5 -0.5 1e3 1e12 1.0e+300 1e400 .inf -.inf .nan -0 -0.0 0x7fffffff 0o17 017 0b11'),
  ...words(`1_000 1:30 ~ true no "" '' "*" '*' * [1] [] {} [[1,2],[3]] {a:1} x 2001-01-01`),
  ...words(`!!str 12345678901234567890123456789 ${'9'.repeat(400)} ${'9'.repeat(5000)}`),
];

export const DATATYPES: readonly string[] = [
  ...words('int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 complex64'),
  ...words('complex128 bool8 float128 int128 complex32 str object x'),
  '[ascii, 4]',
  '[ucs4, 3]',
  '[ascii, 0]',
  '[ucs4, 1000000000000]',
  '[ascii, -1]',
  '[ascii, 1.5]',
  '[ascii]',
  '[]',
  '[[ascii, 2], int8]',
  '[int8, float64]',
  '[{name: a, datatype: int8}, {name: b, datatype: float64, shape: [2, 2], byteorder: big}]',
  '[{name: a, datatype: int8, shape: [1000000, 1000000]}, int16]',
  '[{name: a, datatype: [{name: b, datatype: [ucs4, 2]}, uint16]}]',
  '[{name: a, datatype: [ascii, 0]}, {name: b, datatype: int8, shape: [0]}]',
  '[{name: a, datatype: int8}, {name: a, datatype: int8}]',
  '[{datatype: complex128, shape: [3]}]',
  '[{name: a}]',
  '[{name: [a], datatype: int8}]',
  '[{name: 7, datatype: bool8, byteorder: middle}]',
];

export const TAGS: readonly string[] = [
  ...words(
    '!core/ndarray-1.0.0 !core/ndarray-1.1.0 !core/ndarray-9.9.9 !core/ndarray !core/asdf-1.1.0',
  ),
  ...words('!unit/quantity-1.1.0 !unit/unit-1.0.0 !core/complex-1.0.0 !core/integer-1.0.0'),
  ...words(
    '!time/time-1.1.0 !core/history_entry-1.0.0 !core/software-1.0.0 !core/extension_metadata-1.0.0',
  ),
  ...words(
    '!<tag:stsci.edu:asdf/core/ndarray-1.0.0> !<asdf://stsci.edu/datamodels/roman/tags/wfi_image-1.0.0>',
  ),
  ...words('!<tag:stsci.edu:asdf/unit/quantity-1.0.0> !core/constant-1.0.0 !fits/fits-1.0.0'),
  ...words(
    '!!str !!int !!float !!binary !!set !!omap !!pairs !!timestamp !!null !!bool !!merge !!map !!seq',
  ),
  ...words('! !x !<> !<!> !e!x !core/'),
];

export const KEYS: readonly string[] = [
  ...words(
    'source data shape strides offset datatype byteorder mask unit value name roman meta wcs',
  ),
  ...words(
    'history extensions entries asdf_library dq dq_def err time description software << = ~ 1 1.5',
  ),
  ...words(`"" '*' "a b" "a/b" "\\0" é`),
];

export const SCALARS: readonly string[] = [
  ...TREE_NUMBERS,
  ...DATATYPES,
  ...words(
    'big little middle lz4 fits:SCI,1 fits:SCI fits:0 fits:1 fits:99 fits: other.asdf ../x.asdf',
  ),
  ...words('file:///etc/passwd http://x/y.asdf# #/a/b //x %41 electron / s adu m**2 "\\uD800"'),
  ...[
    '|',
    '>',
    '"',
    "'",
    '- x',
    '? x',
    '# x',
    '@',
    '`',
    '%',
    '\t',
    '\0',
    '\x85',
    '\xff',
    'a: b: c',
  ],
  ...['[', '{', ']', '}', '&a', '*a', '<<: *a', '---', '...', '[[[[[[[[[[[[1]]]]]]]]]]]]'],
];

/** Sizes and offsets of 64 bits. */
export const SIZES: readonly bigint[] = [
  ...[0n, 1n, 2n, 47n, 48n, 54n, 255n, 65_535n, 65_536n, 1_000_000n, 100_000_000n],
  ...[2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 36n, 2n ** 40n],
  ...[
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    2n ** 62n,
    2n ** 63n - 1n,
    2n ** 63n,
    2n ** 64n - 1n,
  ],
];

export const LABELS: readonly string[] = [
  ...words('zlib bzp2 lz4f blsc zstd LZ4 ZLIB xxxx'),
  ...['lz4\0', '\0\0\0\0', 'lz4 ', '    ', '\xff\xff\xff\xff', 'z\0\0\0'],
];

/** A list in flow style. */
export function listOf(random: Random, most: number, values = TREE_NUMBERS): string {
  return `[${Array.from({ length: random.below(most + 1) }, () => random.of(values)).join(', ')}]`;
}

/** An array that may be anything, often one whose elements would fill the world. */
export function arrayText(random: Random, depth = 0): string {
  const lengths = words('0 1 2 3 5 7 30 1000 65536 1000000 1000000000000 3000000000');
  const steps = words('0 0 1 -1 2 4 8 -4 40 -40 1000 1000000 4294967296 -8 9007199254740991');
  const rank = random.of([0, 1, 1, 2, 2, 2, 3, 4, 9, 40]);
  const some = (values: readonly string[], length: number): string =>
    `[${Array.from({ length }, () => random.of(values)).join(', ')}]`;
  const parts = [
    random.chance(0.85)
      ? `source: ${random.of(words('0 0 0 0 1 2 3 -1 -2 99 other.asdf fits:SCI,1 fits:1 1.0'))}`
      : `data: ${random.of(['*zz', listOf(random, 6), '[[1, 2], [3, 4.5]]', '[[1, null], [.nan, 2]]', '[true, [1]]', '["a", "b"]', '[[], []]', '{}', '7'])}`,
    ...(random.chance(0.95) ? [`datatype: ${random.of(DATATYPES)}`] : []),
    ...(random.chance(0.9) ? [`byteorder: ${random.of(['big', 'little', 'little', '1'])}`] : []),
    ...(random.chance(0.95)
      ? [
          `shape: ${some(random.chance(0.8) ? lengths : [...lengths, '"*"', ...TREE_NUMBERS], rank)}`,
        ]
      : []),
    ...(random.chance(0.6)
      ? [
          `strides: ${some(random.chance(0.9) ? steps : TREE_NUMBERS, rank + (random.chance(0.05) ? 1 : 0))}`,
        ]
      : []),
    ...(random.chance(0.4) ? [`offset: ${random.of([...lengths, ...steps])}`] : []),
    ...(random.chance(0.15)
      ? [
          `mask: ${depth < 2 && random.chance(0.5) ? arrayText(random, depth + 1) : random.of(TREE_NUMBERS)}`,
        ]
      : []),
  ];
  return `!core/ndarray-1.${random.below(2)}.0 {${parts.join(', ')}}`;
}
