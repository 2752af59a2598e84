import type { Cursor } from './cursor';
import type { ParsedQuery, Select } from './query';

/**
 * What can be written at a place of a query:
 *
 * | place | what |
 * |---|---|
 * | `start` | SELECT or WITH |
 * | `list` | an expression of the SELECT list |
 * | `table` | a table, or a query in brackets |
 * | `behind-table` | an alias, JOIN, the next clause |
 * | `condition` | an expression of WHERE, ON, HAVING |
 * | `column` | a column alone: USING, GROUP BY |
 * | `order` | a column, or what the SELECT list gives |
 * | `type` | a type, in CAST |
 * | `by` | the BY of GROUP and ORDER |
 * | `nothing` | a name of one's own, a number |
 */
export type Place =
  | 'start'
  | 'list'
  | 'table'
  | 'behind-table'
  | 'condition'
  | 'column'
  | 'order'
  | 'type'
  | 'by'
  | 'nothing';

const SETS = ['UNION', 'EXCEPT', 'INTERSECT'];
const JOINS = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'CROSS', 'NATURAL'];

export function placeAt(
  text: string,
  query: ParsedQuery,
  select: Select | undefined,
  cursor: Cursor,
): Place {
  const { tokens } = query;
  const word = (index: number): string => {
    const token = tokens[index];
    return token === undefined ? '' : text.slice(token.from, token.to).toUpperCase();
  };
  const before = word(cursor.at - 1);
  const open = openBefore(query, cursor.at);
  if (before === 'AS') {
    return open !== undefined && word(open - 1) === 'CAST' ? 'type' : 'nothing';
  }
  if (before === 'TOP') {
    return 'nothing';
  }
  const clause = select?.clauses.filter(({ from }) => from <= cursor.from).pop()?.name;
  const first = tokens[cursor.at - 1];
  if (select === undefined || clause === undefined || first === undefined) {
    return 'start';
  }
  if (SETS.includes(before) || (before === 'ALL' && SETS.includes(word(cursor.at - 2)))) {
    return 'start';
  }
  if (open !== undefined && cursor.at - 1 === open && ['EXISTS', 'IN'].includes(word(open - 1))) {
    return 'condition';
  }
  switch (clause) {
    case 'SELECT':
      return 'list';
    case 'FROM':
      return inFrom(query, word, cursor, select);
    case 'WHERE':
    case 'HAVING':
      return 'condition';
    case 'GROUP':
      return before === 'GROUP' ? 'by' : 'column';
    case 'ORDER':
      return before === 'ORDER' ? 'by' : 'order';
    case 'OFFSET':
      return 'nothing';
  }
}

/** Goes through a FROM clause up to the cursor, into the brackets it is in. */
function inFrom(
  { tokens }: ParsedQuery,
  word: (index: number) => string,
  { at }: Cursor,
  select: Select,
): Place {
  const from = select.clauses.find(({ name }) => name === 'FROM')?.from ?? 0;
  const stack: Place[] = [];
  let place: Place = 'table';
  for (let i = 0; i < at; i++) {
    const token = tokens[i];
    if (token === undefined || token.from < from) {
      continue;
    }
    const written = word(i);
    if (token.kind === 'open') {
      stack.push(place);
      if (word(i - 1) === 'USING') {
        place = 'column';
      } else if (place === 'behind-table') {
        place = 'nothing';
      }
    } else if (token.kind === 'close') {
      const outer: Place = stack.pop() ?? place;
      place = outer === 'table' || outer === 'column' ? 'behind-table' : outer;
    } else if (
      token.kind === 'comma' &&
      (place === 'behind-table' || (place === 'condition' && stack.length === 0))
    ) {
      place = 'table';
    } else if (JOINS.includes(written)) {
      // LEFT may stand before OUTER and JOIN.
      place = written === 'JOIN' ? 'table' : 'behind-table';
    } else if (written === 'ON') {
      place = 'condition';
    } else if (written === 'USING') {
      place = 'behind-table';
    } else if (place === 'table' && (token.kind === 'word' || token.kind === 'quoted')) {
      place = 'behind-table';
    }
  }
  return place;
}

/** The innermost bracket that is open before a token. */
function openBefore({ tokens }: ParsedQuery, at: number): number | undefined {
  let closed = 0;
  for (let i = at - 1; i >= 0; i--) {
    const kind = tokens[i]?.kind;
    if (kind === 'close') {
      closed++;
    } else if (kind === 'open' && closed-- === 0) {
      return i;
    }
  }
  return undefined;
}
