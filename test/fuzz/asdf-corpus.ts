import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Seed } from './corpus';

/** Longer files are left out: many cases of small ones find more. */
const LONGEST = 45_000;

/** ASDF files to start from, and FITS files that hold some; in a stable order. */
export function asdfCorpus(root: string): Seed[] {
  const folders = [
    'test/fixtures/golden',
    'test/fixtures/asdf-blocks',
    '../shared/golden/asdf',
  ].map((path) => join(root, path));
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap(filesIn)
    .sort()
    .map((path) => ({
      name: relative(root, path),
      bytes: new Uint8Array(readFileSync(path)),
      parts: [],
    }));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.asdf(?:\.gz)?$|(?:^|\/)asdf-.*\.fits$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size <= LONGEST);
}
