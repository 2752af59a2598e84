import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile, type Outcome } from '../../golden/check';
import { parseExactJson } from '../../golden/json';
import { sha256OfFloat64, statisticsOf } from '../../golden/pixels';

const SET = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));
const FILE = join(SET, 'fits/unsigned.fits');
const TRUTH = join(SET, 'truth/fits/unsigned.fits.json');

describe('the golden runner', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-golden-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Checks a file against its truth with one text in it replaced. */
  async function withTruth(from: string, to: string, file = FILE): Promise<Outcome> {
    const truth = await readFile(TRUTH, 'utf8');
    expect(truth).toContain(from);
    const path = join(folder, 'truth.json');
    await writeFile(path, truth.replace(from, to));
    return checkFile(path, file, ['fits']);
  }

  it('agrees with a true truth', async () => {
    const { status, comparison } = await checkFile(TRUTH, FILE, ['fits']);
    expect([status, comparison.differences]).toEqual(['agree', []]);
    expect(comparison.compared).toBeGreaterThan(200);
  });

  it.each([
    ['"name": "U32"', '"name": "V32"', 'hdus[2].name'],
    ['"data_size": 2880', '"data_size": 5760', 'hdus[1].data_size'],
    ['["EXTNAME", "U64"', '["EXTNAME", "U65"', 'hdus[3].cards'],
    ['"sha256_f64le": "', '"sha256_f64le": "0', 'hdus[1].image.sha256_f64le'],
    ['"kind": "fits"', '"kind": "fits", "novelty": 1', '.novelty'],
  ])('sees %s become %s', async (from, to, path) => {
    const { status, comparison } = await withTruth(from, to);
    expect(status).toBe('differ');
    expect(comparison.differences[0]?.path).toContain(path);
  });

  it('takes a refusal as agreement only where it must fail', async () => {
    const broken = join(folder, 'broken.fits');
    await writeFile(broken, 'not FITS');
    const refused = await withTruth('"kind"', '"kind"', broken);
    expect([refused.status, refused.expected]).toEqual(['refused', false]);
    const mustFail = await withTruth('"kind"', '"must_fail": true, "kind"', broken);
    expect([mustFail.status, mustFail.expected]).toEqual(['refused', true]);
    expect((await withTruth('"kind"', '"must_fail": true, "kind"')).status).toBe('differ');
  });

  it('reads long integers exactly and leaves text alone', () => {
    const json = '[18446744073709551615, 0.12345678901234567, "9007199254740993", -5, 1e300]';
    expect(parseExactJson(json)).toEqual([
      ...[18446744073709551615n, 0.12345678901234567, '9007199254740993', -5, 1e300],
    ]);
  });

  it('hashes and sums as numpy does', () => {
    // hashlib.sha256(np.array([1, np.nan, -2.5], '<f8').tobytes()).hexdigest()
    expect(sha256OfFloat64(Float64Array.of(1, NaN, -2.5))).toBe(
      'b330bc8cf07026c16b8a8b4adee2a67e1b6f6ca0d44713686a42471e0d1a7ddd',
    );
    expect(statisticsOf(Float64Array.of(3, NaN, 1, 2, 10))).toEqual({
      ...{ finite: 4, nan: 1, min: 1, max: 10, mean: 4, std: Math.sqrt(12.5), median: 2.5 },
    });
  });
});
