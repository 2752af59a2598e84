import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../src/core/table/expression/filter';
import type { ExpressionColumn } from '../../../src/core/table/expression/names';
import { ExpressionError } from '../../../src/core/table/expression/problem';

const column = (
  name: string,
  type: ExpressionColumn['type'] = 'float',
  more: Partial<ExpressionColumn> = {},
): ExpressionColumn => ({ name, type, shape: [], variable: false, problem: undefined, ...more });

const COLUMNS = [
  column('flux'),
  column('Mag'),
  column('B-V'),
  column('gaia.ra'),
  column('naïve_α'),
  column('max'),
  column('in'),
  column('tick`s'),
  column('name', 'text'),
  column('good', 'logical'),
  column('id', 'wide'),
  column('n', 'integer'),
  column('pos', 'float', { shape: [2, 3] }),
  column('list', 'integer', { variable: true }),
  column('z', 'complex'),
  column('bad', 'float', { problem: 'Its TFORM is 1Y.' }),
  column('dec'),
  column('DEC'),
  column('twice'),
  column('twice'),
];

function problemOf(text: string, columns = COLUMNS): ExpressionError {
  try {
    compileFilter(text, columns);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionError);
    return error as ExpressionError;
  }
  throw new Error(`“${text}” is accepted.`);
}

/** Names of the columns that a filter needs, with the element. */
function uses(text: string): string[] {
  return compileFilter(text, COLUMNS).uses.map(({ column: at, element }) => {
    const name = (COLUMNS[at] as ExpressionColumn).name;
    return element === 0 ? name : `${name}#${element}`;
  });
}

/** What a filter says of one row, each column a number, a text, a bigint, or null. */
function told(
  text: string,
  row: Record<string, number | bigint | string | null> = {},
): boolean | null {
  const { uses: needed, test } = compileFilter(text, COLUMNS);
  const columns = needed.map(({ column: at }) => {
    const value = row[(COLUMNS[at] as ExpressionColumn).name];
    const missing = value === null ? Uint8Array.of(1) : undefined;
    const values =
      typeof value === 'string'
        ? [value]
        : typeof value === 'bigint'
          ? BigInt64Array.of(value)
          : (COLUMNS[at] as ExpressionColumn).type === 'wide'
            ? BigInt64Array.of(0n)
            : Float64Array.of(value ?? 0);
    return { values, missing, start: 0 };
  });
  const { values, missing } = test({ firstRow: 0, rows: 1, columns });
  return missing?.[0] === 1 ? null : values[0] === 1;
}

describe('names', () => {
  it.each([
    ['flux > 1', ['flux']],
    ['FLUX > 1 and mag<2', ['flux', 'Mag']],
    ['`B-V` > 1 or "B-V" < 0', ['B-V']],
    ['gaia.ra > 1', ['gaia.ra']],
    ['naïve_α = 1', ['naïve_α']],
    ['max > max(1, 2)', ['max']],
    ['`in` in (1)', ['in']],
    ['`tick``s` = 1', ['tick`s']],
    ['$1 = $3', ['flux', 'B-V']],
    ['$19 < $20', ['twice', 'twice']],
    ['pos[1,2] > pos[0][1]', ['pos#5', 'pos#1']],
    ['list[7] = 1', ['list#7']],
    ['dec < DEC', ['dec', 'DEC']],
    ['row < 5', []],
    ['name = "flux"', ['name', 'flux']],
  ])('%s needs %j', (text, names) => {
    if (text === 'name = "flux"') {
      // A column has this very name: no text is meant.
      expect(problemOf(text).message).toContain('cannot be compared');
    } else {
      expect(uses(text)).toEqual(names);
    }
  });

  it('in double quotes are text where no column has that very name', () => {
    expect(told('name = "Flux"', { name: 'Flux' })).toBe(true);
    expect(told('name in ("flux", "x")', { name: 'x' })).toBe(true);
    expect(told('name contains "flux"', { name: 'a FLUX b' })).toBe(true);
  });
});

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3 = 7', true],
    ['(1 + 2) * 3 = 9', true],
    ['2 ** 3 ** 2 = 512', true],
    ['-2 ** 2 = -4', true],
    ['2 ** -1 = 0.5', true],
    ['7 - 3 - 2 = 2', true],
    ['12 / 3 / 2 = 2', true],
    ['-7 % 3 = 2', true],
    ['6 & 4 == 4', true],
    ['1 | 6 & 3 = 3', true],
    ['true or false and false', true],
    ['not false and true', true],
    ['not 1 = 2', true],
    ['1 < 2 < 3', true],
    ['1 < 3 < 2', false],
    ['not 5 between 1 and 3 and 1 = 1', true],
    ['5 not between 1 and 3', true],
    ['1 <> 2 && 1 != 2 || false', true],
    ['!(1 > 2) and ~(1 > 2)', true],
    ['0x1F = 31 and 1e-3 = 0.001 and 1D5 = 100000 and .5 = 5.e-1', true],
    ['3 ≤ 3 and 3 ≥ 3 and 3 ≠ 4 and −1 < 0', true],
    ["'it''s' = \"it's\"", true],
    ["'a\\b' like 'A\\\\B'", true],
    ["'10%' like '%\\%' and not '10' like '%\\%'", true],
    ["'' like '%' and not '' like '_'", true],
    ["'a%' in ('A%', 'a%')", true],
    ["'A' = 'a'", false],
    ["'\u{1f30c}' > '\uffee'", true],
    ['9007199254740993 = 9007199254740992', false],
    ['9007199254740993 > 9007199254740992.0', true],
    ['9007199254740993 - 9007199254740992 = 1', true],
    ['round(0.5) = 0 and round(1.5) = 2 and round(-0.5) = 0 and round(-1.5) = -2', true],
    ['atan2(1, 1) = rad(45)', true],
    ['log2(8) = 3 and log(1) = 0', true],
    ['min(3, 1, 2) = 1 and max(3, 1, 2) = 3', true],
  ])('%s is %s', (text, result) => {
    expect(told(text)).toBe(result);
  });
});

describe('missing values and NaN', () => {
  const nan = { flux: NaN };
  const none = { flux: null, name: null, good: null, id: null, n: null };
  it.each([
    ['flux > 1', none, null],
    ['not flux > 1', none, null],
    ['flux > 1 and false', none, false],
    ['flux > 1 or true', none, true],
    ['flux > 1 and true', none, null],
    ['flux > 1 or false', none, null],
    ['flux is null', none, true],
    ['flux is not null', none, false],
    ['flux + 1 is null', none, true],
    ['flux is nan', none, null],
    ['good', none, null],
    ['name = "x"', none, null],
    ['name like "%"', none, null],
    ['flux in (1, 2)', none, null],
    ['id % 0 = 1', { id: 5n }, null],
    ['id % (n % n) = 1', { id: 5n, n: 0 }, null],
    ['-id < 0', none, null],
    ['1 < flux < 0', none, null],
    ['2 < 1 < flux', none, false],
    ['flux is nan', nan, true],
    ['flux is null', nan, false],
    ['flux = flux', nan, false],
    ['flux != flux', nan, true],
    ['flux < 1 or flux >= 1', nan, false],
    ['flux in (1)', nan, false],
    ['isnan(sqrt(-1)) and not isfinite(1/0)', nan, true],
    ['flux & 1 = 1', { flux: 1.5 }, false],
  ])('%s of a row (%#)', (text, row, result) => {
    expect(told(text, row)).toBe(result);
  });
});

describe('what makes no sense', () => {
  it.each([
    ['flx > 1', [0, 3], 'There is no column “flx”.', 'Did you mean flux? Text is put in quotes.'],
    ['flux > 1 and b_v < 2', [13, 16], 'There is no column “b_v”.', 'Did you mean `B-V`?'],
    ['qqqqqqqq > 1', [0, 8], 'There is no column “qqqqqqqq”.', 'Text is put in quotes.'],
    ['`row` > 1', [0, 5], 'There is no column “row”.', ''],
    ['$21 > 1', [0, 3], 'There is no column “$21”.', ''],
    ['Dec > 1', [0, 3], '2 columns have the name “Dec”.', 'capitals'],
    ['twice > 1', [0, 5], '2 columns have the name “twice”.', '$19, $20'],
    ['bad > 1', [0, 3], '“bad” cannot be read.', 'Its TFORM is 1Y.'],
    ['z = 1', [0, 1], '“z” holds complex numbers, which have no order.', ''],
    ['pos > 1', [0, 3], '“pos” has an array in each row.', 'pos[0, 0]'],
    ['list > 1', [0, 4], '“list” has an array in each row.', 'list[0]'],
    ['pos[2, 0] > 1', [0, 9], '“pos” has 2 elements there', ''],
    ['pos[0] > 1', [0, 6], 'array in each row', ''],
    ['flux[0] > 1', [0, 7], '“flux” has one element a row.', ''],
    ['pos[-1] > 1', [4, 5], '“-” is not expected here.', 'counted from 0'],
    ['pos[1.5] > 1', [4, 7], '“1.5” is not expected here.', ''],
    ['flux', [0, 4], 'This is a number, not a condition.', 'flux > 0'],
    ['name', [0, 4], 'This is a text, not a condition.', ''],
    ['flux > 1 and mag', [13, 16], 'This is a number, not a condition.', ''],
    ['name > 3', [0, 8], 'A text cannot be compared with a number.', 'quotes'],
    ['3 in ("a")', [0, 9], 'A number cannot be compared with a text.', ''],
    ['n in (flux)', [6, 10], 'A list holds numbers or texts.', ''],
    ['good > false', [0, 12], 'True and false have no order.', ''],
    ['good + 1 = 2', [0, 4], 'This is a condition, and a number is needed here.', ''],
    ['flux like "a"', [0, 4], 'This is a number, and “like” asks about text.', ''],
    ['name like n', [10, 11], '“n” is not expected here.', 'quotes'],
    ['sqr(flux) > 1', [0, 3], 'There is no function “sqr”.', 'Did you mean sqrt?'],
    ['frobnicate(flux) > 1', [0, 10], 'There is no function “frobnicate”.', 'abs, sqrt'],
    ['sqrt() > 1', [0, 6], 'sqrt takes 1 value, not 0.', ''],
    ['atan2(1) > 1', [0, 8], 'atan2 takes 2 values, not 1.', ''],
    ['flux >', [6, 6], 'The expression ends too early.', ''],
    ['(flux > 1', [9, 9], 'The expression ends too early.', '“)” is expected.'],
    ['flux > 1)', [8, 9], '“)” is not expected here.', '“and” or “or”'],
    ['flux > 1 2', [9, 10], '“2” is not expected here.', ''],
    ['flux between 1', [14, 14], 'The expression ends too early.', 'between 1 and 2'],
    ['flux not 1', [9, 10], '“1” is not expected here.', ''],
    ['flux is 1', [8, 9], '“1” is not expected here.', 'null'],
    ['in > 1', [0, 2], '“in” is not expected here.', '`in`'],
    ["name = 'x", [7, 9], "The text that begins here has no closing '.", ''],
    ['`flux > 1', [0, 9], 'The name that begins here has no closing `.', ''],
    ['flux ^ 2 > 1', [5, 6], '“^” has no meaning here.', '**'],
    ['name = “x”', [7, 8], '““” has no meaning here.', 'straight quotes'],
    ['flux > 1; drop', [8, 9], '“;” has no meaning here.', ''],
    ['1x > 1', [0, 2], '“1x” is neither a number nor a name.', ''],
    ['1.2.3 > 1', [0, 5], '“1.2.3” is neither', ''],
    ['0x > 1', [0, 2], '“0x” is neither', ''],
    ['', [0, 0], 'The expression ends too early.', ''],
  ])('in “%s” is told with its place', (text, [from, to], message, hint) => {
    const problem = problemOf(text);
    expect(problem.message).toContain(message);
    expect(problem.hint ?? '').toContain(hint);
    expect([problem.from, problem.to]).toEqual([from, to]);
    expect(problem.code).toBe('format');
  });
});

describe('hostile text', () => {
  it.each([
    ['very long', 'flux > 1 or '.repeat(10_000)],
    ['nested in parentheses', `${'('.repeat(5000)}flux > 1`],
    ['nested in functions', `${'abs('.repeat(3000)}flux${')'.repeat(3000)} > 1`],
    ['with many signs', `${'-'.repeat(10_000)}flux > 1`],
    ['with many negations', `${'not '.repeat(4000)}good`],
    ['with many exclamation marks', `${'!'.repeat(10_000)}good`],
    ['with a long sum', `flux${' + flux'.repeat(2000)} > 1`],
    ['with a tower of powers', `flux${' ** flux'.repeat(1500)} > 1`],
    ['with a long chain of bits', `${'good & '.repeat(2000)}good`],
    ['with many conditions', `flux > 1${' or flux > 1'.repeat(1500)}`],
    ['with many indices', `pos${'[0]'.repeat(5000)} > 1`],
    ['of control characters', '\u0000\u0001\u0002'],
    ['of half a surrogate pair', '\ud83c > 1'],
    ['of emoji', '🌌 > 1'],
    ['of a zero-width blank', 'flux\u200b > 1'],
    ['of a very long name', `${'a'.repeat(19_000)} > 1`],
  ])('%s is refused', (_, text) => {
    const problem = problemOf(text);
    expect(problem.from).toBeGreaterThanOrEqual(0);
    expect(problem.to).toBeLessThanOrEqual(text.length);
  });

  it('with a long list is fine', () => {
    const list = Array.from({ length: 1500 }, (_, i) => 10n ** 10n + BigInt(i)).join();
    expect(told(`id in (${list})`, { id: 10_000_000_007n })).toBe(true);
    expect(told(`id in (${list})`, { id: 1n })).toBe(false);
  });

  it('with many alternatives is fine', () => {
    const text = Array.from({ length: 400 }, (_, i) => `n = ${i}`).join(' or ');
    expect(told(text, { n: 399 })).toBe(true);
  });

  it('with many wildcards takes no exponential time', () => {
    const name = 'a'.repeat(2000);
    expect(told(`name like '${'%a'.repeat(50)}b'`, { name })).toBe(false);
  });

  it('of any tokens is refused with a place, or evaluated', () => {
    const tokens = [
      ...['flux', 'n', 'id', 'name', 'good', 'pos[1,1]', 'list[0]', 'row', '1', '-2.5', '0', 'z'],
      ...['9007199254740993', `${'9'.repeat(400)}`, "'a'", '"b"', 'true', 'and', 'or', 'not', 'is'],
      ...[
        'null',
        'nan',
        'in',
        'between',
        'like',
        'contains',
        '(',
        ')',
        '(',
        ')',
        '[',
        ']',
        ',',
        '!',
      ],
      ...['+', '-', '*', '/', '%', '**', '&', '|', '=', '<', '>=', '<>', 'abs(', 'max(', 'isnan('],
    ];
    let state = 20_251_121;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const row = { flux: 1.5, n: 3, id: 5n, name: 'a', good: 1, pos: 2, list: null };
    let evaluated = 0;
    for (let run = 0; run < 20_000; run++) {
      const text = Array.from({ length: 1 + random(9) }, () => tokens[random(tokens.length)]).join(
        ' ',
      );
      try {
        told(text, row);
        evaluated += 1;
      } catch (error) {
        if (!(error instanceof ExpressionError)) {
          throw new Error(`“${text}” fails.`, { cause: error });
        }
        expect(0 <= error.from && error.from <= error.to && error.to <= text.length).toBe(true);
      }
    }
    expect(evaluated).toBeGreaterThan(100);
  });

  it('with numbers beyond all doubles has an answer', () => {
    const huge = '9'.repeat(5000);
    expect(told(`flux in (${huge}) or id = ${huge} or ${huge} + id < 0`, { flux: 1, id: 1n })).toBe(
      false,
    );
    expect(told(`flux < ${huge} and ${huge} * 2 > 1`, { flux: 1 })).toBe(true);
  });

  it('names nothing of an object', () => {
    expect(problemOf('constructor > 1').message).toContain('no column');
    expect(problemOf('toString(1) > 1').message).toContain('no function');
    expect(problemOf('__proto__ > 1').message).toContain('no column');
  });
});
