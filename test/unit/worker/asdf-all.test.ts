import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isCancelled, SkybucketError } from '../../../src/core/errors';
import { call, goldenHandlers } from './support/asked';

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);

const files = ['asdf', 'roman', 'asdf/exploded'].flatMap((folder) =>
  readdirSync(new URL(folder, GOLDEN))
    .filter((name) => name.endsWith('.asdf'))
    .map((name) => `${folder}/${name}`),
);

/** What a question fails with, which must be a sentence for a user; undefined where it does not fail. */
async function failure(asked: Promise<unknown>): Promise<string | undefined> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SkybucketError);
    expect(isCancelled(error)).toBe(false);
    return (error as SkybucketError).code;
  }
}

describe('every ASDF file, broken ones too,', () => {
  it.each(files)('%s is answered or refused', async (path) => {
    const handlers = goldenHandlers(path);
    const structure = handlers.structure({}, call());
    if ((await failure(structure)) !== undefined) {
      return;
    }
    const { lines, first } = await structure;
    expect(lines.some(({ index }) => index === first)).toBe(first !== undefined);
    for (const { index, picture, table, line, tree } of lines) {
      const ref = { hdu: index, slice: [] };
      await failure(handlers.header({ hdu: index }, call()));
      await failure(handlers.checksum({ hdu: index }, call()));
      const shown = picture === 'yes' || line;
      const plane = await failure(handlers.plane(ref, call()));
      if (shown && plane === undefined) {
        await failure(handlers.overview({ ...ref, width: 16, height: 16 }, call()));
        await failure(handlers.value({ ...ref, x: 0, y: 0 }, call()));
      }
      const opened = await failure(handlers.table({ hdu: index }, call()));
      if (table && opened === undefined) {
        const rows = { hdu: index, view: '', from: 0, to: 2, columns: [0] };
        await failure(handlers.rows(rows, call()));
      }
      if (tree) {
        const whole = { hdu: index, at: [] };
        await handlers.tree(whole, call());
        await handlers.treeChildren({ ...whole, from: 0, to: 100 }, call());
        await handlers.treeSearch({ hdu: index, text: 'a' }, call());
        await handlers.treeText(whole, call());
      }
    }
  });
});
