import { SkybucketError } from '../../errors';

/** Names and values as Trino and Athena read them in a query. */

/** In double quotes always, so that no name is taken for a word of the language. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A double: without an exponent it would be a decimal, which `real` is compared with in single precision. */
export function doubleLiteral(value: number): string {
  if (Number.isNaN(value)) {
    return 'nan()';
  }
  if (!Number.isFinite(value)) {
    return value < 0 ? '-infinity()' : 'infinity()';
  }
  const digits = Object.is(value, -0) ? '-0' : String(value);
  return digits.includes('e') ? digits.replace(/e\+?/, 'E') : `${digits}E0`;
}

const LARGEST = 2n ** 63n;
/** Decimals have 38 digits; what is beyond compares with 64 bits as this does. */
const BEYOND = 10n ** 37n;

export function integerLiteral(value: number | bigint): string {
  const whole = BigInt(value);
  if (whole >= -LARGEST + 1n && whole < LARGEST) {
    return String(whole);
  }
  const within = whole > BEYOND ? BEYOND : whole < -BEYOND ? -BEYOND : whole;
  return `DECIMAL '${within}'`;
}

/** One part of a name: bare, or in double quotes. */
const PART = /^(?:[\p{L}_@][\p{L}\p{N}_@$:-]*|"(?:[^"]|"")+")$/u;

/**
 * A table as a setting names it: up to three parts with points between them, each quoted or not.
 *
 * @throws SkybucketError `format` for what is no name
 */
export function tableName(text: string): string {
  const parts = text.trim().match(/"(?:[^"]|"")*"|[^."]+|\./g) ?? [];
  const names = parts.filter((_, k) => k % 2 === 0);
  const points = parts.filter((_, k) => k % 2 === 1);
  const isName =
    names.length >= 1 &&
    names.length <= 3 &&
    points.length === names.length - 1 &&
    points.every((point) => point === '.') &&
    names.every((name) => PART.test(name)) &&
    parts.join('') === text.trim();
  if (!isName) {
    throw new SkybucketError('format', `“${text}” is not the name of a table.`, {
      hint: 'It is written catalog.schema.table, or less of it.',
    });
  }
  return names.map((name) => (name.startsWith('"') ? name : identifier(name))).join('.');
}

/** Longer queries are refused by the engines. */
const MOST_CHARACTERS = 250_000;

/** @throws SkybucketError `too-large` for SQL that grew beyond what an engine takes */
export function bounded(sql: string): string {
  if (sql.length > MOST_CHARACTERS) {
    throw new SkybucketError('too-large', 'The query is too long as SQL.', {
      hint: 'Make the filter or the region simpler, or use the built-in reader.',
    });
  }
  return sql;
}
