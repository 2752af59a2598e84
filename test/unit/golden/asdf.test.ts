import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile, type Outcome } from '../../golden/check';

const SET = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));

describe('the golden runner on ASDF', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-golden-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Checks a file against its truth with one text in it replaced. */
  async function withTruth(file: string, from: string, to: string): Promise<Outcome> {
    const truth = await readFile(join(SET, 'truth', `${file}.json`), 'utf8');
    expect(truth).toContain(from);
    const path = join(folder, 'truth.json');
    await writeFile(path, truth.replace(from, to));
    return checkFile(path, join(SET, file), file.split('/').slice(0, -1));
  }

  it.each([
    ['asdf/datatypes.asdf', 500],
    ['asdf/exploded/near.asdf', 100],
    ['asdf/broken-blocks.asdf', 100],
    ['roman/r0000101001001001001_0001_wfi01_f158_cal.asdf', 500],
    ['fits/asdf-inside.fits', 100],
  ])('agrees with the truth of %s', async (file, least) => {
    const { status, comparison } = await withTruth(file, '"kind"', '"kind"');
    expect([status, comparison.differences]).toEqual(['agree', []]);
    expect(comparison.compared).toBeGreaterThan(least);
  });

  it.each([
    ['asdf/tags.asdf', '["/scalar", "12"]', '["/scalar", 12]', '/scalar'],
    [
      'asdf/tags.asdf',
      '"tag:example.org:other/list-2.0"',
      '"tag:example.org:list"',
      '/sequence@tag',
    ],
    ['asdf/numbers.asdf', '18446744073709551616', '18446744073709551617', '/larger'],
    ['asdf/numbers.asdf', '["/zero", 0], ', '', 'scalars that only we have'],
    ['asdf/checksums.asdf', '"checksum_ok": false', '"checksum_ok": true', 'blocks[0].checksum_ok'],
    ['asdf/structures.asdf', '9223372036854775809', '9223372036854775810', '/rows'],
    ['asdf/texts.asdf', '星𝔸', '星', '/ucs4_big'],
    ['asdf/masks.asdf', '"nan": 1', '"nan": 2', 'stats.nan'],
    ['asdf/quantities.asdf', '"unit": "Jy"', '"unit": "mJy"', '/flux/value.unit'],
    ['asdf/broken-blocks.asdf', '"refused": true', '"refused": false', 'refused'],
    [
      'fits/asdf-inside.fits',
      '["/meta/telescope", "JWST"]',
      '["/meta/telescope", "HST"]',
      'telescope',
    ],
  ])('finds in %s that %s is not %s', async (file, from, to, where) => {
    const { status, comparison } = await withTruth(file, from, to);
    expect(status).toBe('differ');
    expect(comparison.differences.map(({ path }) => path).join()).toContain(where);
  });

  it('takes a refusal for agreement only where the truth asks for one', async () => {
    const refused = await withTruth('asdf/bad-yaml.asdf', '"kind"', '"kind"');
    expect([refused.status, refused.expected]).toEqual(['refused', true]);
    const unexpected = await withTruth(
      'asdf/bad-yaml.asdf',
      '"must_fail": true',
      '"must_fail": false',
    );
    expect([unexpected.status, unexpected.expected]).toEqual(['refused', false]);
    const opened = await withTruth('asdf/crlf.asdf', '"kind"', '"must_fail": true, "kind"');
    expect(opened.status).toBe('differ');
  });
});
