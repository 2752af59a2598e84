import type { AdqlCatalog } from './catalog';
import { parseQuery } from './parse';
import type { ParsedQuery, Select, TableReference } from './query';
import { statementsOf } from './statements';
import { isSameName, TableIndex } from './table-index';
import { type Token, tokenize } from './tokenize';

/** Something in a document of queries that is wrong for certain. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  /** One sentence. */
  readonly message: string;
}

/** Not in every service's list of tables, and there all the same. */
const UNLISTED: readonly string[] = ['tap_upload', 'tap_schema'];

/**
 * What no service can take: literals, names and brackets that do not end, and tables the service does not
 * have, where all that it has are known.
 */
export function problemsIn(text: string, catalog: AdqlCatalog): Problem[] {
  const problems = [...unclosed(text), ...brackets(text)];
  if (catalog.complete) {
    const index = TableIndex.of(catalog);
    for (const { from, to } of statementsOf(text)) {
      const tokens = tokenize(text.slice(from, to)).map((token) => shifted(token, from));
      problems.push(...unknownTables(parseQuery(text, tokens), index));
    }
  }
  return problems.sort((a, b) => a.from - b.from);
}

function unclosed(text: string): Problem[] {
  return tokenize(text)
    .filter(({ closed }) => !closed)
    .map(({ kind, from, to }) => ({
      ...{ from, to },
      message: {
        text: 'This text has no end: a single quote is missing.',
        quoted: 'This name has no end: a double quote is missing.',
        comment: 'This comment has no end: */ is missing.',
      }[kind as 'text' | 'quoted' | 'comment'],
    }));
}

function brackets(text: string): Problem[] {
  const problems: Problem[] = [];
  let open: Token[] = [];
  const end = (): void => {
    problems.push(
      ...open.map(({ from, to }) => ({ from, to, message: 'This bracket is not closed.' })),
    );
    open = [];
  };
  for (const token of tokenize(text)) {
    const { kind, from, to, closed } = token;
    if (kind === 'open') {
      open.push(token);
    } else if (kind === 'close' && open.pop() === undefined) {
      problems.push({ from, to, message: 'This bracket closes nothing.' });
    } else if (kind === 'semicolon') {
      end();
    } else if (!closed) {
      // What it has swallowed may be brackets.
      return problems;
    }
  }
  end();
  return problems;
}

function unknownTables({ selects }: ParsedQuery, index: TableIndex): Problem[] {
  return selects.flatMap((select) =>
    select.tables
      .filter((table) => isUnknown(table, select, index))
      .map((table) => ({
        from: table.from,
        to: table.nameTo,
        message: `The service has no table ${table.path.join('.')}.`,
      })),
  );
}

function isUnknown({ path }: TableReference, { named }: Select, index: TableIndex): boolean {
  const [first = ''] = path;
  return (
    path.length > 0 &&
    !(path.length === 1 && named.some(({ name }) => isSameName(name, first))) &&
    !path.some((part) => UNLISTED.includes(part.toLowerCase())) &&
    index.find(path) === undefined
  );
}

function shifted(token: Token, by: number): Token {
  return { ...token, from: token.from + by, to: token.to + by };
}
