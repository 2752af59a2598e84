import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GEOMETRY } from '../../../src/core/adql/functions';
import { tokenize } from '../../../src/core/adql/tokenize';

interface Rule {
  readonly name?: string;
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly patterns?: readonly Rule[];
}

interface Grammar extends Rule {
  readonly scopeName: string;
  readonly repository: Readonly<Record<string, Rule>>;
}

const FOLDER = new URL('../../../syntaxes/', import.meta.url);
const grammar = JSON.parse(
  readFileSync(new URL('adql.tmLanguage.json', FOLDER), 'utf8'),
) as Grammar;

function flat({ include, patterns, ...rule }: Rule): Rule[] {
  if (include !== undefined) {
    return flat(grammar.repository[include.slice(1)] ?? {});
  }
  return rule.match === undefined && rule.begin === undefined
    ? (patterns ?? []).flatMap(flat)
    : [rule];
}

/** The patterns are such that JavaScript understands them, but for the way to say that case does not count. */
function compile(source: string): RegExp {
  const insensitive = source.startsWith('(?i)');
  return new RegExp(source.slice(insensitive ? 4 : 0), insensitive ? 'gim' : 'gm');
}

const rules = flat(grammar);

/** As an editor colours a text: what matches first, the earlier rule before the later. */
function colours(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    let best: { from: number; to: number; name: string } | undefined;
    for (const { match, begin, end = '', name = '' } of rules) {
      const pattern = compile(match ?? begin ?? '');
      pattern.lastIndex = at;
      const start = pattern.exec(text);
      if (start && (best === undefined || start.index < best.from)) {
        let to = pattern.lastIndex;
        if (begin !== undefined) {
          const close = compile(name.startsWith('string') ? "(?:''|[^'])*'(?!')" : end);
          close.lastIndex = to;
          to = close.exec(text) ? close.lastIndex : text.length;
        }
        best = { from: start.index, to, name };
      }
    }
    if (best === undefined) {
      break;
    }
    found.push(`${best.name.replace(/\.adql$/, '')} ${text.slice(best.from, best.to)}`);
    at = Math.max(best.to, at + 1);
  }
  return found.filter((each) => !/^(punctuation|keyword\.operator)/.test(each));
}

describe('the colours of ADQL', () => {
  it.each([
    [
      "SELECT TOP 5 ra FROM t -- five\nWHERE name = 'it''s'",
      [
        'keyword.other SELECT',
        'keyword.other TOP',
        'constant.numeric 5',
        'keyword.other FROM',
        'comment.line.double-dash -- five',
        'keyword.other WHERE',
        "string.quoted.single 'it''s'",
      ],
    ],
    [
      'select contains(POINT(1., .5e3), x), count(*), gavo_to_jd(y)',
      [
        'keyword.other select',
        'support.function.geometry contains',
        'support.function.geometry POINT',
        'constant.numeric 1.',
        'constant.numeric .5e3',
        'support.function count',
        'entity.name.function gavo_to_jd',
      ],
    ],
    [
      'a.distance, t1.order, "II/246/out"."2MASS" AS select_1',
      ['variable.other.quoted "II/246/out"', 'variable.other.quoted "2MASS"', 'keyword.other AS'],
    ],
    [
      "CAST(x AS DOUBLE PRECISION) /* 'a' */ IN",
      [
        'support.function CAST',
        'keyword.other AS',
        'storage.type DOUBLE PRECISION',
        "comment.block /* 'a' */",
        'keyword.other IN',
      ],
    ],
  ])('%s', (text, expected) => {
    expect(colours(text)).toEqual(expected);
  });

  it('are those of the tokenizer, for literals, names, comments and numbers', () => {
    const text = `SELECT "a b", 'c -- d', 1.5, 0x1F -- 'e "f\n FROM "g""h" /* ' */ WHERE x = 'i\nj' AND y > 2e-3`;
    const kinds = ['comment', 'quoted', 'text', 'number'];
    const tokens = tokenize(text)
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ from, to }) => text.slice(from, to));
    const coloured = colours(text)
      .filter((each) => /^(comment|string|variable|constant)/.test(each))
      .map((each) => each.slice(each.indexOf(' ') + 1));
    expect(coloured).toEqual(tokens);
  });

  it('know every geometry function', () => {
    for (const { name } of GEOMETRY) {
      expect(colours(`${name} (x)`)).toEqual([`support.function.geometry ${name}`]);
      expect(colours(name)).toEqual([]);
    }
  });

  it('come with a configuration whose words are those of the language', () => {
    const { wordPattern } = JSON.parse(
      readFileSync(new URL('adql.language-configuration.json', FOLDER), 'utf8'),
    ) as { wordPattern: string };
    expect('g.ra_1 = "I/355/x"'.match(new RegExp(wordPattern, 'g'))).toEqual([
      'g',
      'ra_1',
      'I',
      'x',
    ]);
  });
});
