import type {
  Clause,
  ClauseName,
  NamedQuery,
  Output,
  ParsedQuery,
  Select,
  TableReference,
} from './query';
import { unquote } from './quote';
import { significant, type Token } from './tokenize';
import { isStructure } from './words';

const CLAUSES: readonly string[] = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'OFFSET'];
const SET_OPERATORS: readonly string[] = ['UNION', 'EXCEPT', 'INTERSECT'];
/** Nobody nests queries so deep; a text of a thousand brackets must not end the stack. */
const DEEPEST = 60;

interface Surroundings {
  readonly outer: Select | undefined;
  readonly named: readonly NamedQuery[];
  readonly depth: number;
}

/**
 * Reads the tokens between two `;` as a query, as far as it is one: half of one, one being typed and
 * no query at all give what can be made out of them. Never fails.
 */
export function parseQuery(text: string, tokens: readonly Token[]): ParsedQuery {
  return new Parser(text, significant(tokens)).parse();
}

class Parser {
  private readonly selects: Select[] = [];
  /** For each `(` the index of its `)`, or the number of tokens. */
  private readonly closing: readonly number[];

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {
    this.closing = closingOf(tokens);
  }

  parse(): ParsedQuery {
    this.query(0, this.tokens.length, { outer: undefined, named: [], depth: 0 });
    return { selects: this.selects, tokens: this.tokens };
  }

  /** Reads tokens [from, to) as a query; returns its first SELECT, whose outputs are the query's. */
  private query(from: number, to: number, around: Surroundings): Select | undefined {
    if (around.depth > DEEPEST) {
      return undefined;
    }
    let start = from;
    let { named } = around;
    if (this.isWord(from, 'WITH')) {
      ({ named, next: start } = this.namedQueries(from + 1, to, around));
    }
    const cuts = [...this.atTop(start, to)].filter((i) => this.isWord(i, ...SET_OPERATORS));
    let first: Select | undefined;
    for (const [index, begin] of [start, ...cuts.map((cut) => cut + 1)].entries()) {
      const part = this.part(begin, cuts[index] ?? to, { ...around, named });
      first ??= part;
    }
    return first;
  }

  private part(from: number, to: number, around: Surroundings): Select | undefined {
    for (const i of this.atTop(from, to)) {
      if (this.isWord(i, 'SELECT')) {
        return this.select(i, to, around);
      }
    }
    const open = [...this.atTop(from, to)].find((i) => this.tokens[i]?.kind === 'open');
    if (open === undefined) {
      return undefined;
    }
    const inner = { ...around, depth: around.depth + 1 };
    return this.query(open + 1, Math.min(to, this.closing[open] ?? to), inner);
  }

  /** `name [(columns)] AS (query), …` */
  private namedQueries(
    from: number,
    to: number,
    around: Surroundings,
  ): { named: readonly NamedQuery[]; next: number } {
    const named = [...around.named];
    let i = from;
    while (i < to && !this.isWord(i, 'SELECT')) {
      const name = this.identifier(i);
      let columns: string[] | undefined;
      let j = name === undefined ? i : i + 1;
      if (name !== undefined && this.tokens[j]?.kind === 'open') {
        const end = Math.min(to, this.closing[j] ?? to);
        columns = this.names(j + 1, end);
        j = end + 1;
      }
      if (name !== undefined && this.isWord(j, 'AS') && this.tokens[j + 1]?.kind === 'open') {
        const end = Math.min(to, this.closing[j + 1] ?? to);
        const inner = { outer: undefined, named: [...named], depth: around.depth + 1 };
        named.push({ name, columns, query: this.query(j + 2, end, inner) });
        i = end + 1;
      } else {
        i = Math.max(i + 1, j);
      }
    }
    return { named, next: i };
  }

  private select(at: number, to: number, { outer, named, depth }: Surroundings): Select {
    const clauses: { name: ClauseName; start: number; end: number }[] = [];
    for (const i of this.atTop(at, to)) {
      const word = i === at ? 'SELECT' : CLAUSES.find((name) => this.isWord(i, name));
      if (word !== undefined) {
        const last = clauses[clauses.length - 1];
        if (last) {
          last.end = i;
        }
        clauses.push({ name: word as ClauseName, start: i + 1, end: to });
      }
    }
    const end = this.tokens[to]?.from ?? this.text.length;
    const tables: TableReference[] = [];
    const outputs: Output[] = [];
    const select: Select = {
      ...{ from: this.tokens[at]?.from ?? 0, to: end, outer, named, tables, outputs },
      clauses: clauses.map<Clause>((clause) => ({
        name: clause.name,
        from: this.tokens[clause.start - 1]?.to ?? end,
        to: this.tokens[clause.end]?.from ?? end,
      })),
    };
    this.selects.push(select);
    for (const { name, start, end: stop } of clauses) {
      if (name === 'FROM') {
        this.tables(start, stop, tables, { outer, named, depth }, select);
      } else {
        this.expression(start, stop, { outer: select, named, depth });
      }
      if (name === 'SELECT') {
        outputs.push(...this.outputs(start, stop));
      }
    }
    return select;
  }

  /** Queries in the brackets of an expression. */
  private expression(from: number, to: number, around: Surroundings): void {
    if (around.depth > DEEPEST) {
      return;
    }
    for (const i of this.atTop(from, to)) {
      if (this.tokens[i]?.kind === 'open') {
        const end = Math.min(to, this.closing[i] ?? to);
        const inner = { ...around, depth: around.depth + 1 };
        if (this.isQuery(i + 1)) {
          this.query(i + 1, end, inner);
        } else {
          this.expression(i + 1, end, inner);
        }
      }
    }
  }

  /** `table [AS] alias`, queries and joins in brackets, `ON …`, `USING (…)`. */
  private tables(
    from: number,
    to: number,
    tables: TableReference[],
    around: Surroundings,
    select: Select,
  ): void {
    if (around.depth > DEEPEST) {
      return;
    }
    let wanted = true;
    for (let i = from; i < to;) {
      const token = this.tokens[i];
      if (token?.kind === 'comma' || this.isWord(i, 'JOIN')) {
        wanted = true;
        i++;
      } else if (token?.kind === 'open') {
        const end = Math.min(to, this.closing[i] ?? to);
        const inner = { ...around, depth: around.depth + 1 };
        if (wanted && this.isQuery(i + 1)) {
          const query = this.query(i + 1, end, inner);
          const { alias, next } = this.alias(end + 1, to);
          const place = { from: token.from, nameTo: this.endOf(end) };
          tables.push({ ...place, alias, path: [], query });
          i = next;
        } else {
          if (wanted) {
            this.tables(i + 1, end, tables, inner, select);
          } else {
            this.expression(i + 1, end, { ...inner, outer: select });
          }
          i = end + 1;
        }
        wanted = false;
      } else {
        const path = wanted ? this.path(i, to) : undefined;
        if (path) {
          const { alias, next } = this.alias(path.next, to);
          // A path that ends in a dot is being typed.
          if (path.whole) {
            const place = { from: token?.from ?? 0, nameTo: this.endOf(path.next - 1) };
            tables.push({ ...place, alias, path: path.parts, query: undefined });
          }
          wanted = false;
          i = next;
        } else {
          wanted &&= this.isWord(i, 'LATERAL');
          i++;
        }
      }
    }
  }

  private path(
    from: number,
    to: number,
  ): { parts: string[]; next: number; whole: boolean } | undefined {
    const first = this.identifier(from);
    if (first === undefined) {
      return undefined;
    }
    const parts = [first];
    let i = from + 1;
    while (i < to && this.tokens[i]?.kind === 'dot') {
      const next = i + 1 < to ? this.identifier(i + 1) : undefined;
      if (next === undefined) {
        return { parts, next: i + 1, whole: false };
      }
      parts.push(next);
      i += 2;
    }
    return { parts, next: i, whole: true };
  }

  private alias(from: number, to: number): { alias: string | undefined; next: number } {
    const at = from < to && this.isWord(from, 'AS') ? from + 1 : from;
    const alias = at < to ? this.identifier(at) : undefined;
    return { alias, next: Math.max(from, alias === undefined ? at : at + 1) };
  }

  private outputs(from: number, to: number): Output[] {
    let start = from;
    while (start < to && this.isWord(start, 'DISTINCT', 'ALL', 'TOP')) {
      const top = this.isWord(start, 'TOP') && this.tokens[start + 1]?.kind === 'number';
      start += top ? 2 : 1;
    }
    const commas = [...this.atTop(start, to)].filter((i) => this.tokens[i]?.kind === 'comma');
    return [start, ...commas.map((i) => i + 1)].flatMap(
      (begin, index) => this.output(begin, commas[index] ?? to) ?? [],
    );
  }

  private output(from: number, to: number): Output | undefined {
    const last = to - 1;
    if (from > last) {
      return undefined;
    }
    if (this.textOf(last) === '*' && (from === last || this.tokens[last - 1]?.kind === 'dot')) {
      return { kind: 'all', path: from === last ? [] : this.names(from, last) };
    }
    const name = this.identifier(last);
    const before = this.tokens[last - 1]?.kind;
    const named =
      from === last ||
      this.isWord(last - 1, 'AS', 'END') ||
      ['dot', 'close', 'word', 'quoted', 'number', 'text'].includes(before ?? '');
    return name === undefined || !named ? undefined : { kind: 'column', name };
  }

  private names(from: number, to: number): string[] {
    const names: string[] = [];
    for (let i = from; i < to; i++) {
      names.push(...(this.identifier(i) === undefined ? [] : [this.identifier(i) ?? '']));
    }
    return names;
  }

  /** Indexes of the tokens of [from, to) that are in no brackets of their own, `(` included. */
  private *atTop(from: number, to: number): Generator<number> {
    for (let i = from; i < to; i++) {
      yield i;
      if (this.tokens[i]?.kind === 'open') {
        i = Math.min(to, this.closing[i] ?? to);
      }
    }
  }

  /** Whether a query begins here, in brackets of its own or not. */
  private isQuery(at: number): boolean {
    let i = at;
    while (this.tokens[i]?.kind === 'open' && i - at < DEEPEST) {
      i++;
    }
    return this.isWord(i, 'SELECT', 'WITH');
  }

  private identifier(at: number): string | undefined {
    const kind = this.tokens[at]?.kind;
    if (kind === 'quoted') {
      return unquote(this.textOf(at));
    }
    return kind === 'word' && !isStructure(this.textOf(at)) ? this.textOf(at) : undefined;
  }

  private isWord(at: number, ...words: readonly string[]): boolean {
    return this.tokens[at]?.kind === 'word' && words.includes(this.textOf(at).toUpperCase());
  }

  private textOf(at: number): string {
    const token = this.tokens[at];
    return token === undefined ? '' : this.text.slice(token.from, token.to);
  }

  private endOf(at: number): number {
    return this.tokens[Math.min(at, this.tokens.length - 1)]?.to ?? this.text.length;
  }
}

function closingOf(tokens: readonly Token[]): number[] {
  const closing: number[] = [];
  const open: number[] = [];
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'open') {
      open.push(index);
      closing[index] = tokens.length;
    } else if (kind === 'close') {
      const at = open.pop();
      if (at !== undefined) {
        closing[at] = index;
      }
    }
  }
  return closing;
}
