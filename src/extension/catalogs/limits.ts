import type { DatasetRef } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import { countOf, formatBytes, formatCount } from '../../protocol/figures';

/** Above what a query is asked about before it runs, and where it ends. */
export interface CatalogLimits {
  /** Bytes to be read. */
  readonly bytes: number;
  /** Rows that are expected. */
  readonly rows: number;
  /** Bytes of memory that a result may take. */
  readonly memory: number;
}

interface Cost {
  readonly bytes: number;
  readonly requests: number;
  readonly rows: number;
}

/**
 * Whether the user is to be asked before that is read. Bytes of this computer cost nobody anything; rows are rows
 * wherever they come from.
 *
 * @param dataset what is read
 */
export function isAbove(
  { bytes, rows }: Pick<Cost, 'bytes' | 'rows'>,
  limits: CatalogLimits,
  { uri }: Pick<DatasetRef, 'uri'>,
): boolean {
  const isHere = uri.startsWith('file:');
  return (!isHere && bytes > limits.bytes) || rows > limits.rows;
}

/** What is thrown where the user has not agreed. */
export function costly({ bytes, requests, rows }: Cost): SkybucketError {
  const asked = countOf(requests, 'request');
  return new SkybucketError(
    'costly',
    `This reads ${formatBytes(bytes)} in ${asked} and gives about ${formatCount(Math.round(rows))} rows.`,
    { hint: 'Run it anyway, or ask for less: a smaller part of the sky, fewer columns, a filter.' },
  );
}
