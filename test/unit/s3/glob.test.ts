import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Glob, matchNames, parseGlob, startOf } from '../../../src/core/s3/glob';

interface Truth {
  readonly keys: readonly string[];
  /** Indices of the keys that a pattern finds. */
  readonly found: Readonly<Record<string, readonly number[]>>;
}

const truth = JSON.parse(
  readFileSync(new URL('glob-truth.json', import.meta.url), 'utf8'),
) as Truth;

const matches = (glob: Glob, key: string): boolean =>
  startOf(glob).some((state) => matchNames(state, key.split('/')));

describe('a pattern', () => {
  it.each(Object.entries(truth.found))('%j finds the keys that Python finds', (text, found) => {
    const glob = parseGlob(text);
    const ours = truth.keys.filter((key) => matches(glob, key));
    expect(ours).toEqual(found.map((index) => truth.keys[index]));
  });

  it('matches characters, not halves of them', () => {
    expect(matches(parseGlob('?'), '🌌')).toBe(true);
    expect(matches(parseGlob('??'), '🌌')).toBe(false);
    expect(matches(parseGlob('[🌌]x'), '🌌x')).toBe(true);
  });

  it('takes no slash into a set, whatever the set leaves out', () => {
    expect(matches(parseGlob('a[!x]b'), 'a/b')).toBe(false);
    expect(matches(parseGlob('a[/]b'), 'a/b')).toBe(false);
  });

  it('goes through folders without a name with ** alone', () => {
    expect(matches(parseGlob('a/**/b'), 'a//b')).toBe(true);
    expect(matches(parseGlob('a/*/b'), 'a//b')).toBe(false);
    expect(matches(parseGlob('a//b'), 'a//b')).toBe(true);
  });

  it('is matched in a time that grows with its length times that of the name', () => {
    const hostile = 'a'.repeat(1023);
    const started = performance.now();
    expect(matches(parseGlob(`${'*a'.repeat(40)}b`), hostile)).toBe(false);
    expect(matches(parseGlob(`${'**/a*/'.repeat(20)}b`), 'a/'.repeat(500))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each([
    ['nothing', '', 'The pattern is empty.', '*.fits'],
    ['a**', 'a**', '“a**” is not a pattern of a name.', 'Write **/a* for'],
    ['**.fits', '**.fits', '“**.fits” is not a pattern of a name.', 'Write **/*.fits for'],
    ['***', 'x/***/y', '“***” is not a pattern of a name.', 'Write **/* for'],
    ['braces', '{0,1}'.repeat(11), 'The braces stand for more than 1,000 patterns.', 'fewer'],
    ['length', 'x'.repeat(2001), 'The pattern is longer than 2,000 characters.', 'Look for less'],
  ])('is refused for its %s, with what to write instead', (_, text, message, hint) => {
    expect(() => parseGlob(text)).toThrow(
      expect.objectContaining({
        code: 'bad-address',
        message,
        hint: expect.stringContaining(hint) as string,
      }) as Error,
    );
  });

  it('of braces alone is read in a bounded time', () => {
    for (const text of ['{'.repeat(2000), '{a,'.repeat(400), '{,}'.repeat(9), '['.repeat(2000)]) {
      expect(parseGlob(text).paths.length).toBeLessThanOrEqual(1000);
    }
  });
});
