import { describe, expect, it } from 'vitest';
import { callAt } from '../../../src/core/adql/call';
import { EMPTY_CATALOG } from '../../../src/core/adql/catalog';
import { problemsIn } from '../../../src/core/adql/diagnose';
import {
  partsOfTableName,
  quoteIdentifier,
  quoteTableName,
  quoteText,
} from '../../../src/core/adql/quote';
import { statementAt, statementsOf } from '../../../src/core/adql/statements';
import { SAMPLE } from './sample-catalog';

describe('names in a query', () => {
  it.each([
    ['ra', 'ra'],
    ['RA_ICRS', 'RA_ICRS'],
    ['2MASS', '"2MASS"'],
    ['_RAJ2000', '"_RAJ2000"'],
    ['I/355/gaiadr3', '"I/355/gaiadr3"'],
    ['date', '"date"'],
    ['Distance', '"Distance"'],
    ['size', '"size"'],
    ['a"b', '"a""b"'],
    ['"date"', '"date"'],
    ['"a', '"""a"'],
    ['', '""'],
    ['B−V', '"B−V"'],
    ['x; DROP TABLE y', '"x; DROP TABLE y"'],
  ])('%j is written %s', (name, written) => {
    expect(quoteIdentifier(name)).toBe(written);
  });

  it.each([
    ['gaiadr3.gaia_source', 'gaiadr3', ['gaiadr3', 'gaia_source'], 'gaiadr3.gaia_source'],
    ['public.hipparcos', 'public', ['public', 'hipparcos'], 'public.hipparcos'],
    ['"I/355/gaiadr3"', 'I/355', ['I/355/gaiadr3'], '"I/355/gaiadr3"'],
    ['I/355/gaiadr3', 'I/355', ['I/355/gaiadr3'], '"I/355/gaiadr3"'],
    ['cat.my-table', 'cat', ['cat', 'my-table'], 'cat."my-table"'],
    ['viz."J/A+A/1"', 'viz', ['viz', 'J/A+A/1'], 'viz."J/A+A/1"'],
    ['a.b.c', '', ['a', 'b', 'c'], 'a.b.c'],
    ['t.order', '', ['t', 'order'], 't."order"'],
  ])('the table %s', (name, schema, parts, written) => {
    expect(partsOfTableName(name, schema)).toEqual(parts);
    expect(quoteTableName(name, schema)).toBe(written);
  });

  it('texts have their quotes doubled', () => {
    expect(quoteText("Barnard's Star")).toBe("'Barnard''s Star'");
    expect(quoteText("' OR 1=1 --")).toBe("''' OR 1=1 --'");
  });
});

describe('the queries of a document', () => {
  const document = "-- all\nSELECT 1 ; \n SELECT ';' -- ; \n , 2;\n-- nothing\n;";

  it('are what lies between semicolons, in literals and comments none', () => {
    expect(statementsOf(document).map(({ text }) => text)).toEqual([
      'SELECT 1',
      "SELECT ';' -- ; \n , 2",
    ]);
    expect(statementsOf(' \n-- a\n;;')).toEqual([]);
    for (const { from, to, text } of statementsOf(document)) {
      expect(document.slice(from, to)).toBe(text);
    }
  });

  it.each([
    [0, 'SELECT 1'],
    [document.indexOf('1'), 'SELECT 1'],
    [document.indexOf(' ;') + 2, 'SELECT 1'],
    [document.indexOf(' ;') + 3, "SELECT ';' -- ; \n , 2"],
    [document.indexOf("';'") + 2, "SELECT ';' -- ; \n , 2"],
    [document.length, "SELECT ';' -- ; \n , 2"],
  ])('at %i it is %j', (offset, text) => {
    expect(statementAt(document, offset)?.text).toBe(text);
  });

  it('is none where there is none', () => {
    expect(statementAt('', 0)).toBeUndefined();
    expect(statementAt(' -- only this', 5)).toBeUndefined();
  });
});

describe('what is wrong for certain', () => {
  const marked = (text: string, catalog = EMPTY_CATALOG): [string, string][] =>
    problemsIn(text, catalog).map(({ from, to, message }) => [text.slice(from, to), message]);

  it.each([
    ["SELECT 'M 31 FROM t", [["'M 31 FROM t", 'This text has no end: a single quote is missing.']]],
    [
      'SELECT "a FROM t\nWHERE 1=1',
      [['"a FROM t', 'This name has no end: a double quote is missing.']],
    ],
    ['SELECT 1 /* x', [['/* x', 'This comment has no end: */ is missing.']]],
    ['SELECT (1 + (2)', [['(', 'This bracket is not closed.']]],
    ['SELECT (1; SELECT 2', [['(', 'This bracket is not closed.']]],
    ['SELECT 1)', [[')', 'This bracket closes nothing.']]],
    ['SELECT \'(\' -- (\n, "(" FROM t', []],
    ["SELECT 'it''s' FROM t", []],
    ["SELECT 'two\nlines' FROM t", []],
    ['SELECT ra FROM nowhere', []],
    ['this is no query', []],
    ['', []],
  ] as [string, [string, string][]][])('%j', (text, problems) => {
    expect(marked(text)).toEqual(problems);
  });

  it('is a table the service does not have, where all it has are known', () => {
    const none = (text: string): void => expect(marked(text, SAMPLE)).toEqual([]);
    expect(
      marked('SELECT 1;\nSELECT * FROM gaiadr3.gaia_sorce g JOIN nowhere USING (x)', SAMPLE),
    ).toEqual([
      ['gaiadr3.gaia_sorce', 'The service has no table gaiadr3.gaia_sorce.'],
      ['nowhere', 'The service has no table nowhere.'],
    ]);
    expect(marked('SELECT * FROM fp_psc WHERE x IN (SELECT y FROM z)', SAMPLE)).toHaveLength(1);
    none('SELECT * FROM GAIADR3.GAIA_SOURCE, gaia_source, "I/355/gaiadr3", vizier."II/246/out"');
    none('SELECT * FROM tap_upload.mine JOIN TAP_SCHEMA.keys USING (x)');
    none('WITH near AS (SELECT * FROM fp_psc) SELECT * FROM near, (SELECT * FROM near) n');
    none('SELECT * FROM irsa.public.hipparcos');
    none('SELECT * FROM gaiadr3.');
    none('FROM nowhere');
    expect(marked('SELECT * FROM nowhere', { ...SAMPLE, complete: false })).toEqual([]);
  });
});

describe('the function whose arguments are written', () => {
  it.each([
    ['SELECT CONTAINS(▮', 'CONTAINS', 0],
    ["SELECT CONTAINS(POINT('ICRS', ra, ▮dec), x)", 'POINT', 2],
    ["SELECT contains(POINT('ICRS', ra, dec), ▮x)", 'CONTAINS', 1],
    ['SELECT SQRT((a, b) + (▮', 'SQRT', 0],
    ['SELECT gavo_to_jd(▮)', 'gavo_to_jd', 0],
    ['SELECT unknown(▮)', undefined, 0],
    ['SELECT SQRT(2)▮', undefined, 0],
    ['SELECT SQRT(; SELECT ▮', undefined, 0],
  ])('%s', (marked, name, argument) => {
    const found = callAt(marked.replace('▮', ''), marked.indexOf('▮'), SAMPLE);
    expect(found?.definition.name).toBe(name);
    expect(found?.argument ?? 0).toBe(argument);
  });
});
