import { tokenize } from './tokenize';
import { isReserved, isStructure } from './words';

const REGULAR = /^[A-Za-z][A-Za-z0-9_]*$/;
const DELIMITED = /^"(?:[^"]|"")+"$/;

/**
 * A name as it stands in a query: bare where ADQL takes it so, else in double quotes with those inside
 * doubled. A name in quotes already, as services list some, stays as it is.
 */
export function quoteIdentifier(name: string): string {
  if (DELIMITED.test(name) || (REGULAR.test(name) && !isReserved(name))) {
    return name;
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A character literal: in single quotes, those inside doubled. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** What an identifier names: quotes taken off, also where the closing one is not written yet. */
export function unquote(identifier: string): string {
  return identifier.startsWith('"')
    ? identifier
        .slice(1, identifier.length > 1 && identifier.endsWith('"') ? -1 : undefined)
        .replaceAll('""', '"')
    : identifier;
}

/**
 * The parts of a table's name as a service lists it: `gaiadr3.gaia_source`, `"I/355/gaiadr3"`,
 * `vizier."I/355/gaiadr3"`; where the service forgot the quotes, `I/355/gaiadr3` of the schema `I/355`
 * is one part and `vizier.I/355` of the schema `vizier` two.
 */
export function partsOfTableName(name: string, schema = ''): string[] {
  const tokens = tokenize(name);
  const path =
    tokens.length % 2 === 1 &&
    tokens.every(({ kind, closed }, index) =>
      index % 2 === 1 ? kind === 'dot' : (kind === 'word' || kind === 'quoted') && closed,
    );
  if (path) {
    return tokens
      .filter(({ kind }) => kind !== 'dot')
      .map(({ from, to }) => unquote(name.slice(from, to)));
  }
  return schema !== '' && name.startsWith(`${schema}.`) && name.length > schema.length + 1
    ? [schema, name.slice(schema.length + 1)]
    : [name];
}

/**
 * A table as it stands in a query. Services list and take schemas called `public` or `catalog` without
 * quotes, reserved though these words are.
 */
export function quoteTableName(name: string, schema = ''): string {
  return partsOfTableName(name, schema).map(quoteTablePart).join('.');
}

export function quoteTablePart(part: string): string {
  return REGULAR.test(part) && !isStructure(part) ? part : quoteIdentifier(part);
}
