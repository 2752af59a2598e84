import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../webview');

function sources(ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));
}

/** What turns a string into markup or code. What a file says must never reach any of these. */
const FORBIDDEN =
  /innerHTML|outerHTML|insertAdjacentHTML|setHTML|createContextualFragment|DOMParser|document\.write|srcdoc|\beval\b|new Function|javascript:/;

test('nothing in the webview makes markup of data', () => {
  const files = sources('.ts');
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    expect(FORBIDDEN.exec(readFileSync(file, 'utf8'))?.[0], file).toBeUndefined();
  }
});

test('nothing in the webview sets a style attribute, which the policy refuses', () => {
  for (const file of sources('.ts')) {
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/setAttribute\('style'|cssText/);
  }
});

/** Marks over the picture are seen on any of its colours: no theme knows those. */
const BLACK_OR_WHITE = /\brgb\((0 0 0|255 255 255)( \/ \d+%)?\)/g;

test('style sheets take every colour from the theme and load nothing', () => {
  for (const file of sources('.css')) {
    const whole = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const sheet = /(?:stage|match|regions)\.css$/.test(file)
      ? whole.replace(BLACK_OR_WHITE, '')
      : whole;
    expect(sheet, file).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|url\(|@import/i);
  }
});
