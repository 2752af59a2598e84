import {
  ExpressionError,
  MOST_CHARACTERS,
  MOST_NODES,
  type Place,
} from '../../table/expression/problem';
import type { Comparison, Syntax } from '../../table/expression/syntax';
import { PythonReader, type PythonValue } from './python-literal';

/**
 * Filters as pyarrow and pandas take them: `[("ext_flg", "==", 0), ("w1mpro", "<", 15)]`, all of which have to
 * hold, or a list of such lists, one of which has to.
 */

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

const LOOKS_SO = /^\s*(?:filters\s*=\s*)?\[/;

/** Whether a text is meant so, rather than as an expression. */
export function isPythonFilters(text: string): boolean {
  return LOOKS_SO.test(text);
}

/** @throws ExpressionError that says what makes no sense, and where. */
export function parsePythonFilters(text: string): Syntax {
  if (text.length > MOST_CHARACTERS) {
    throw new ExpressionError(
      `The filter has ${text.length} characters; at most ${MOST_CHARACTERS} can be used.`,
      { from: MOST_CHARACTERS, to: text.length },
    );
  }
  const from = LOOKS_SO.exec(text)?.[0].length ?? 1;
  const outer = new PythonReader(text, from - 1).whole();
  const items = itemsOf(outer, 'A list of filters is expected.');
  if (items.length === 0) {
    throw new ExpressionError('The list has no filter in it.', outer);
  }
  const nested = items.some(({ kind }) => kind === 'list');
  const syntax = nested
    ? joined(
        'or',
        items.map((item) => allOf(item)),
        outer,
      )
    : allOf(outer);
  if (nodesOf(syntax) > MOST_NODES) {
    throw new ExpressionError('There are too many filters.', outer, 'Filter in several steps.');
  }
  return syntax;
}

function allOf(list: PythonValue): Syntax {
  const items = itemsOf(list, 'Here lists and single filters are mixed.');
  if (items.length === 0) {
    throw new ExpressionError('The list has no filter in it.', list);
  }
  return joined('and', items.map(condition), list);
}

function condition(item: PythonValue): Syntax {
  const parts = item.kind === 'tuple' ? item.items : [];
  const [column, operator, value] = parts;
  if (parts.length !== 3 || column === undefined || operator === undefined || value === undefined) {
    throw new ExpressionError(
      'A filter has three parts.',
      item,
      'It is written ("w1mpro", "<", 15).',
    );
  }
  if (column.kind !== 'text') {
    throw new ExpressionError('The name of a column is a text in quotes.', column);
  }
  if (operator.kind !== 'text') {
    throw new ExpressionError('An operator is a text in quotes.', operator);
  }
  const name: Syntax = { ...nameOf(column.text), ...placeOf(column) };
  const word = operator.text.trim().replace(/\s+/g, ' ').toLowerCase();
  if (word === 'in' || word === 'not in') {
    return listed(name, word === 'not in', value, placeOf(item));
  }
  const comparison = COMPARISONS.get(word);
  if (comparison === undefined) {
    throw new ExpressionError(
      `There is no operator “${operator.text}”.`,
      operator,
      'There are: ==, !=, <, <=, >, >=, in, not in.',
    );
  }
  return {
    kind: 'compare',
    operators: [comparison],
    operands: [name, literal(value)],
    depth: 2,
    ...placeOf(item),
  };
}

/** A row without a value is not in the list: pyarrow keeps it for `not in`, where SQL does not. */
function listed(name: Syntax, negated: boolean, value: PythonValue, place: Place): Syntax {
  const items = itemsOf(value, 'After “in” comes a list: ("ext_flg", "in", [0, 1]).');
  const inside: Syntax = {
    kind: 'in',
    operand: name,
    list: items.map(literal),
    depth: 2,
    ...place,
  };
  if (!negated) {
    return inside;
  }
  const outside: Syntax = { kind: 'not', operand: inside, depth: 3, ...place };
  const missing: Syntax = { kind: 'is', what: 'null', operand: name, depth: 2, ...place };
  return { kind: 'or', operands: [outside, missing], depth: 4, ...place };
}

function literal(value: PythonValue): Syntax {
  const place = placeOf(value);
  switch (value.kind) {
    case 'text':
      return { kind: 'text', text: value.text, depth: 1, ...place };
    case 'number':
      return { kind: 'number', value: value.value, whole: value.whole, depth: 1, ...place };
    case 'logical':
      return { kind: 'logical', value: value.value, depth: 1, ...place };
    case 'none':
      throw new ExpressionError(
        'Nothing is equal to None.',
        place,
        'Write an expression: w4mpro is null.',
      );
    case 'list':
    case 'tuple':
      throw new ExpressionError(
        'A single value is expected here.',
        place,
        'A list goes with "in".',
      );
  }
}

function itemsOf(value: PythonValue, otherwise: string): readonly PythonValue[] {
  if (value.kind !== 'list' && value.kind !== 'tuple') {
    throw new ExpressionError(otherwise, value);
  }
  return value.items;
}

function nameOf(name: string): Omit<Extract<Syntax, { kind: 'name' }>, keyof Place> {
  return { kind: 'name', name, perhapsText: false, column: true, element: [], depth: 1 };
}

function joined(kind: 'and' | 'or', operands: readonly Syntax[], place: Place): Syntax {
  const depth = 1 + Math.max(...operands.map((operand) => operand.depth));
  return operands.length === 1
    ? (operands[0] as Syntax)
    : { kind, operands, depth, ...placeOf(place) };
}

function nodesOf(syntax: Syntax): number {
  return 'operands' in syntax
    ? syntax.operands.reduce((sum, operand) => sum + nodesOf(operand), 1)
    : 1;
}

function placeOf({ from, to }: Place): Place {
  return { from, to };
}
