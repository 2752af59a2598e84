import { significant, type Token, tokenize } from './tokenize';

/** One query of a document. */
export interface Statement {
  /** Offsets of its first character and behind its last, without the `;` and the blanks around it. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Part {
  readonly start: number;
  /** Behind its `;`, or the end of the text. */
  readonly end: number;
  readonly tokens: readonly Token[];
}

/** The queries of a document, which `;` keeps apart; those of comments alone are none. */
export function statementsOf(text: string): Statement[] {
  return partsOf(text).flatMap((part) => statementOf(text, part) ?? []);
}

/**
 * The query the cursor is in. Behind the last `;`, between two queries, or among comments it is the one
 * before, and above the first it is the first. Undefined where there is none at all.
 */
export function statementAt(text: string, offset: number): Statement | undefined {
  const parts = partsOf(text);
  // With the cursor just behind a `;` the query it ends is meant.
  const at = parts.findIndex(({ end }) => offset <= end);
  const here = at < 0 ? parts.length - 1 : at;
  for (const index of [...range(here, -1, -1), ...range(here + 1, parts.length, 1)]) {
    const part = parts[index];
    const statement = part && statementOf(text, part);
    if (statement) {
      return statement;
    }
  }
  return undefined;
}

/** The tokens of the part of the document between two `;` the offset is in, blanks and comments too. */
export function tokensAround(text: string, offset: number): readonly Token[] {
  const parts = partsOf(text);
  // Unlike for running, a cursor behind a `;` begins something new here.
  return (
    parts.find(({ start, end }, i) => offset >= start && (offset < end || i === parts.length - 1))
      ?.tokens ?? []
  );
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let tokens: Token[] = [];
  let start = 0;
  for (const token of tokenize(text)) {
    if (token.kind !== 'semicolon') {
      tokens.push(token);
      continue;
    }
    parts.push({ start, end: token.to, tokens });
    [tokens, start] = [[], token.to];
  }
  parts.push({ start, end: text.length, tokens });
  return parts;
}

function statementOf(text: string, { tokens }: Part): Statement | undefined {
  const words = significant(tokens);
  const [first, last] = [words[0], words[words.length - 1]];
  if (first === undefined || last === undefined) {
    return undefined;
  }
  return { from: first.from, to: last.to, text: text.slice(first.from, last.to) };
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.max(0, (to - from) / step) }, (_, index) => from + index * step);
}
