import { column, MemoryTable, type MemoryColumn } from './memory-table';

/** Rows of {@link everyType}. */
export const ROWS = 7;

/** A table with a column of every type, with what is missing and what is extreme. */
export function everyType(): MemoryTable {
  return new MemoryTable(
    [
      column(
        'id',
        'int64',
        new BigInt64Array([1n, -2n, 2n ** 63n - 1n, -(2n ** 63n), 0n, 5n, 6n]),
        {
          missing: [0, 0, 0, 0, 1, 0, 0],
        },
      ),
      column('u64', 'uint64', new BigUint64Array([1n, 2n, 2n ** 64n - 1n, 0n, 0n, 5n, 6n])),
      column('u32', 'uint32', new Uint32Array([1, 4294967295, 0, 2, 3, 4, 5])),
      column('i8', 'int8', new Int8Array([1, -128, 127, 2, 3, 4, 5])),
      column('u8', 'uint8', new Uint8Array([1, 255, 127, 2, 3, 4, 5])),
      column('i16', 'int16', new Int16Array([1, -32768, 127, 2, 3, 4, 5])),
      column('u16', 'uint16', new Uint16Array([1, 65535, 127, 2, 3, 4, 5])),
      column('i32', 'int32', new Int32Array([1, -2147483648, 127, 2, 3, 4, 5]), {
        missing: [1, 1, 1, 1, 1, 1, 1],
      }),
      described(
        column('f', 'float32', new Float32Array([1.5, NaN, Infinity, -0, 0.1, 1e-40, 3]), {
          unit: 'mag',
        }),
        'how bright it is, and some more words that make it longer than a record of FITS has room for',
      ),
      column('d', 'float64', new Float64Array([1.5, NaN, -Infinity, -0, 0.1, 1e-310, 3]), {
        ...{ unit: 'km / s', missing: [0, 0, 0, 0, 0, 0, 1] },
      }),
      column('s', 'text', ['a', '', 'ü 星', '"q", x', 'null', 'long '.repeat(30) + 'x', 'z'], {
        missing: [0, 0, 0, 0, 0, 0, 1],
      }),
      column('flag', 'logical', new Uint8Array([1, 0, 1, 0, 1, 0, 1]), {
        missing: [0, 1, 0, 0, 0, 0, 0],
      }),
      column(
        'c',
        'complex64',
        Float32Array.from({ length: 14 }, (_, i) => i + 1),
        {
          missing: [0, 1, 0, 0, 0, 0, 0],
        },
      ),
      column(
        'z',
        'complex128',
        Float64Array.from({ length: 14 }, (_, i) => i / 3),
      ),
      column(
        'm',
        'float64',
        Float64Array.from({ length: 42 }, (_, i) => i),
        {
          ...{ shape: [2, 3], missing: Array.from({ length: 42 }, (_, i) => (i === 7 ? 1 : 0)) },
        },
      ),
      column('v', 'int32', new Int32Array([1, 2, 3, 4]), {
        ...{ lengths: [0, 1, 2, 0, 0, 1, 0], missing: [0, 0, 1, 0] },
      }),
      column('m', 'text', ['a', '', 'c, "d"', 'é'], { lengths: [0, 1, 2, 0, 0, 1, 0] }),
      described(
        column('', 'float32', new Float32Array(7), { unit: 'km / s' }),
        "a: {b}, #c “ü” 'd'",
      ),
    ],
    ROWS,
    3,
  );
}

function described(made: MemoryColumn, description: string): MemoryColumn {
  return { ...made, column: { ...made.column, description } };
}
