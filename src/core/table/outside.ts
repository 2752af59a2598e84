import { SkybucketError } from '../errors';

/** The error for rows or a column that a table does not have: `what` in words, of `count` there are. */
export function outside(what: string, count: number): SkybucketError {
  return new SkybucketError('past-end', `${what} lies outside the table, which has ${count}.`);
}
