import type { Match } from '../../table/expression/syntax';
import { called, piece, type Piece } from './piece';
import { textLiteral } from './words';

/** A test of texts that ignores case, as those of filters do. */
export function likeSql(operand: string, how: Match, pattern: string): Piece {
  const wanted = pattern.toLowerCase();
  const lower = `lower(${operand})`;
  switch (how) {
    case 'contains':
      return piece(`strpos(${lower}, ${textLiteral(wanted)}) > 0`, 'compare');
    case 'startswith':
      return called('starts_with', lower, textLiteral(wanted));
    case 'endswith':
      return like(lower, `%${escaped(wanted)}`);
    case 'like':
      return like(lower, wildcards(wanted));
  }
}

function like(operand: string, pattern: string): Piece {
  return piece(`${operand} LIKE ${textLiteral(pattern)} ESCAPE '\\'`, 'compare');
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** In SQL a backslash may stand before `%`, `_` and itself alone; in a filter before anything. */
function wildcards(pattern: string): string {
  return pattern.replace(/\\([\s\S])|\\$/g, (_whole, character: string | undefined) =>
    escaped(character ?? '\\'),
  );
}
