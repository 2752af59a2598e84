import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/fits/card';
import { parseHeader } from '../../../src/core/fits/header';
import { recordValue } from '../../../src/core/fits/record-valued';
import { latin1, record } from './support/made';

/** Keyword, value, comment. Integers beyond 2^53 are `{ integer }`, what astropy refuses `{ error }`. */
type Said = readonly [keyword: string, value: unknown, comment: string];

interface Case {
  readonly name: string;
  readonly records: readonly string[];
  readonly astropy: readonly Said[];
}

/** Made by test/fixtures/make_headers.py. */
const CASES = JSON.parse(
  readFileSync(new URL('odd-cards.json', import.meta.url), 'utf8'),
) as readonly Case[];

interface Better {
  readonly why: string;
  /** Our answers where they are others than astropy's, by position. */
  readonly ours: Readonly<Record<number, Said>>;
}

const NOT_ASCII = 'astropy refuses the value of a card that is not ASCII; it is shown all the same';

/** Where our answer is another one, and why that is the better one. */
const BETTER: Readonly<Record<string, Better>> = {
  'equal sign early': {
    why: 'the blanks before the equal sign are no part of the keyword',
    ours: { 2: ['AB', 5, ''], 3: ['ABC', 'x', ''], 5: ['ABCDEF', 1.5, 'c'] },
  },
  'odd keywords': {
    why: 'what is written is shown, if only an equal sign',
    ours: { 5: ['=', '= 5', ''] },
  },
  'hierarch oddities': {
    why: 'a HIERARCH without words keeps its name, and a lower-case one its value',
    ours: { 3: ['HIERARCH', ' = 5', ''], 4: ['eso x', 5, ''] },
  },
  'continue after number': {
    why: 'astropy takes a CONTINUE card to anything before it and loses the number',
    ours: { 0: ['A', 5, ''], 1: ['CONTINUE', "  'x'", ''] },
  },
  'continue with blank value': {
    why: 'a CONTINUE card with a comment alone adds nothing to the string',
    ours: { 0: ['LONG', 'one', 'only comment'] },
  },
  tabs: { why: NOT_ASCII, ours: { 1: ['B', 'a\tb', ''] } },
  'control characters': { why: NOT_ASCII, ours: { 0: ['A', 'a\x01b', ''] } },
  'latin-1': { why: NOT_ASCII, ours: { 0: ['A', 'Andr\xe9', ''] } },
  'utf-8': { why: NOT_ASCII, ours: { 0: ['A', 'Andr\xc3\xa9', ''] } },
  'NUL padding': {
    why: 'NULs that fill up a field are blanks',
    ours: { 0: ['A', 'x', ''], 1: ['B', 'y', ''], 2: ['C', 5, 'c'] },
  },
};

/** Cases that break no rule of the standard; all others give a warning. */
const STANDARD = new Set([
  ...['integers', 'integers beyond 2^53', 'floats', 'D exponents', 'complex', 'logicals'],
  ...['undefined', 'strings', 'free format', 'comment forms', 'long comment', 'full string'],
  ...['duplicates', 'hierarch', 'continue', 'continue empty pieces', 'continue full'],
  ...['continue promised', 'continue of two', 'continue comments', 'continue keeps blanks'],
  ...['continue hierarch', 'continue closed by quote', 'ampersand alone', 'longstrn'],
  'continue with blank value',
  ...['record-valued', 'equal sign late', 'odd keywords'],
]);

function said(card: Card): Said {
  const record = recordValue(card);
  return record
    ? [record.keyword, record.value, card.comment]
    : [card.keyword, plain(card.value), card.comment];
}

function plain(value: Card['value']): unknown {
  if (value === undefined) {
    return null;
  }
  if (typeof value === 'bigint') {
    return { integer: String(value) };
  }
  return typeof value === 'object' ? [value.re, value.im] : value;
}

describe('cards of every odd form', () => {
  it.each(CASES)('$name', ({ name, records, astropy }) => {
    const { ours = {}, why } = BETTER[name] ?? {};
    const length = Math.max(astropy.length, ...Object.keys(ours).map((i) => Number(i) + 1));
    const wanted = Array.from({ length }, (_, i) => ours[i] ?? astropy[i]);
    const header = parseHeader(latin1(records.map(record).join('')));
    expect(header.cards.map(said), why).toEqual(wanted);
    expect(header.cards.map(({ raw }) => raw).join('')).toBe(records.map(record).join(''));
    if (!STANDARD.has(name)) {
      expect(header.warnings()).not.toEqual([]);
    }
  });

  it('that follow the standard are read without a warning', () => {
    const odd = new Set(['free format', 'duplicates', 'odd keywords', 'equal sign late']);
    for (const { name, records } of CASES) {
      if (STANDARD.has(name) && !odd.has(name)) {
        const header = parseHeader(latin1(records.map(record).join('')));
        expect(header.warnings(), name).toEqual([]);
      }
    }
  });

  it('each have another answer than astropy somewhere, where they are said to', () => {
    const names = new Set(CASES.map(({ name }) => name));
    expect(Object.keys(BETTER).filter((name) => !names.has(name))).toEqual([]);
  });
});
