import type { ElementArray } from '../table/table';
import { strictText } from './byte-text';
import type { ParquetColumn } from './columns';
import { conversionOf } from './convert';
import { decodeValues } from './encodings';
import type { RawStatistics } from './metadata';
import type { Leaf } from './schema';

/**
 * What is sure of the values of a column in some rows, as elements of a table: none lies below `min` or above
 * `max`, but NaN may be among them, which writers leave out of their statistics.
 */
export interface Bounds {
  readonly min: number | bigint | string | undefined;
  readonly max: number | bigint | string | undefined;
  /** Undefined where nobody counted. */
  readonly nulls: number | undefined;
}

/** Years of four digits: texts of other ones have another order. */
const ORDERED_TIME = /^\d{4}-|^\d\d:/;

/**
 * The bounds that statistics give; undefined where nothing can be trusted.
 *
 * @param ordered whether the footer says that bounds are in the order of the type.
 */
export function boundsOf(
  column: ParquetColumn,
  raw: RawStatistics | undefined,
  ordered: boolean,
): Bounds | undefined {
  const [leaf] = column.leaves;
  if (raw === undefined || column.kind !== 'flat' || leaf === undefined) {
    return undefined;
  }
  const nulls = raw.nulls;
  if (!isTrusted(leaf, raw, ordered)) {
    return { min: undefined, max: undefined, nulls };
  }
  const min = boundOf(leaf, raw.min);
  const max = boundOf(leaf, raw.max);
  // NaN as a bound, or bounds the wrong way round, say nothing.
  const odd =
    Number.isNaN(min) || Number.isNaN(max) || (min !== undefined && max !== undefined && min > max);
  return odd ? { min: undefined, max: undefined, nulls } : { min, max, nulls };
}

/** The order of bytes and of unsigned numbers was not always what it is. */
function isTrusted({ type, element }: Leaf, { old }: RawStatistics, ordered: boolean): boolean {
  const { logical } = element;
  if (type === 'INT96' || logical?.kind === 'INTERVAL' || logical?.kind === 'FLOAT16') {
    return false;
  }
  const bytes = type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY';
  const unsigned = logical?.kind === 'INTEGER' && !logical.signed;
  if (bytes && (logical === undefined || logical.kind === 'OTHER' || logical.kind === 'UUID')) {
    // What is shown of them is not in their order.
    return false;
  }
  return bytes || unsigned ? ordered && !old : true;
}

function boundOf(leaf: Leaf, bytes: Uint8Array | undefined): number | bigint | string | undefined {
  if (bytes === undefined) {
    return undefined;
  }
  const { type, element } = leaf;
  const { convert } = conversionOf(leaf);
  if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY') {
    if (element.logical?.kind === 'DECIMAL') {
      const value = bytes.length > 0 ? first(convert([bytes])) : undefined;
      return typeof value === 'string' ? undefined : value;
    }
    // A text that was cut within a character is no bound of ours.
    return strictText(bytes);
  }
  const width = type === 'BOOLEAN' ? 1 : type === 'INT32' || type === 'FLOAT' ? 4 : 8;
  if (bytes.length !== width) {
    return undefined;
  }
  const value = first(convert(decodeValues(bytes, 'PLAIN', type, undefined, 1)));
  if (typeof value !== 'string') {
    return value;
  }
  return ORDERED_TIME.test(value) ? value : undefined;
}

function first(values: ElementArray): number | bigint | string | undefined {
  return values[0];
}
