import {
  mkdtemp,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Meter } from '../../../src/core/bytes/meter';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { isCancelled } from '../../../src/core/errors';
import { FileSource } from '../../../src/platform/node/file-source';
import { pattern } from '../../support/bytes/scripted-client';

const BYTES = pattern(10_000_000);
const failsWith = (code: string): object => expect.objectContaining({ code });

describe('FileSource', () => {
  let folder: string;
  let path: string;
  let source: FileSource;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-'));
    path = join(folder, 'image.fits');
    await writeFile(path, BYTES);
    source = new FileSource(path);
  });

  afterEach(async () => {
    await source.close();
    await rm(folder, { recursive: true });
  });

  it('reads by position, and tells how far it is', async () => {
    const meter = new Meter();
    const fills: number[] = [];
    expect(await source.size()).toBe(10_000_000);
    const bytes = await source.read(5, 9_999_000, { meter, onFill: (n) => void fills.push(n) });
    expect(Buffer.compare(bytes, BYTES.subarray(5, 9_999_005))).toBe(0);
    expect(fills.at(-1)).toBe(9_999_000);
    expect(fills.length).toBeGreaterThan(1);
    // A local read costs bytes but no request.
    expect(meter.figures()).toMatchObject({ requests: 0, rounds: 0, bytes: 9_999_000 });
    expect(await source.identity()).toMatchObject({ kind: 'modified', size: 10_000_000 });
    expect(await source.read(10_000_000, 0)).toHaveLength(0);
    await expect(source.read(9_999_999, 2)).rejects.toEqual(failsWith('past-end'));
  });

  it('works under a span reader', async () => {
    const reader = new SpanReader(source, { local: true });
    const spans = Array.from({ length: 200 }, (_, i) => ({ offset: i * 40_960, length: 1024 }));
    const rows = await Promise.all(reader.readSpans(spans));
    rows.forEach((row, i) => {
      expect(Buffer.compare(row, BYTES.subarray(i * 40_960, i * 40_960 + 1024))).toBe(0);
    });
  });

  it('stops between two pieces when it is cancelled', async () => {
    const controller = new AbortController();
    const read = source.read(0, 9_000_000, {
      signal: controller.signal,
      onFill: () => controller.abort(),
    });
    await expect(read).rejects.toSatisfy(isCancelled);
    await expect(source.size({ signal: controller.signal })).rejects.toSatisfy(isCancelled);
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['rewritten', async (path) => writeFile(path, BYTES.subarray(0, 9_999_999))],
    ['touched', async (path) => utimes(path, 1, 1)],
    ['cut short', async (path) => truncate(path, 10)],
    ['deleted', unlink],
    [
      'replaced',
      async (path) => {
        await writeFile(`${path}.new`, BYTES);
        await rename(`${path}.new`, path);
      },
    ],
  ])('fails for good with `changed` when the file is %s', async (_, change) => {
    await source.read(0, 10);
    await change(path);
    await expect(source.read(0, 10)).rejects.toEqual(failsWith('changed'));
    await expect(source.size()).rejects.toEqual(failsWith('changed'));
  });

  it('says clearly what cannot be read, and reads it once it is there', async () => {
    await expect(new FileSource(folder).size()).rejects.toEqual(failsWith('local-file'));
    const missing = new FileSource(join(folder, 'later.fits'));
    await expect(missing.read(0, 1)).rejects.toMatchObject({
      code: 'local-file',
      message: expect.stringContaining('does not exist') as string,
    });
    await writeFile(join(folder, 'later.fits'), 'x');
    expect(await missing.read(0, 1)).toHaveLength(1);
    await missing.close();
    await expect(new FileSource('/dev/null').size()).rejects.toEqual(failsWith('local-file'));
  });

  it('follows a link to a file', async () => {
    await symlink(path, join(folder, 'link.fits'));
    const linked = new FileSource(join(folder, 'link.fits'));
    expect(await linked.read(7, 3)).toEqual(BYTES.slice(7, 10));
    await linked.close();
  });

  it('fails once it is closed', async () => {
    await source.read(0, 10);
    await source.close();
    await expect(source.read(0, 10)).rejects.toSatisfy(isCancelled);
  });
});
