import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import {
  tableFileName,
  type TablePieces,
  WholeFileSink,
  writeTable,
} from '../../../src/extension/write-table';
import { DiskFile } from '../../../src/platform/node/disk-file';
import { NodeLocalDisk } from '../../../src/platform/node/local-disk';

const PARTS = ['a,b\r\n1,2\r\n', '3,4\r\n', '5,6\r\n'];

/** Gives the parts; `before` each of them may fail. */
function piecesOf(before: (part: number) => void = () => undefined): TablePieces {
  return async (_, take) => {
    for (const [i, text] of PARTS.entries()) {
      before(i);
      await take({ bytes: new TextEncoder().encode(text), to: i + 1, rows: PARTS.length });
    }
  };
}

function options(signal = new AbortController().signal) {
  const shares: number[] = [];
  return { signal, shares, onProgress: (done: number): void => void shares.push(done) };
}

describe('a table written to a folder', () => {
  let folder: string;
  const sink = (): Promise<DiskFile> =>
    DiskFile.create(new NodeLocalDisk(), join(folder, 'table.csv'), 'overwrite');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skybucket-csv-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('replaces the file of its name once it is whole', async () => {
    await writeFile(join(folder, 'table.csv'), 'old');
    const given = options();
    const pieces: TablePieces = async (signal, take) => {
      await piecesOf()(signal, async (piece) => {
        await take(piece);
        expect(await readFile(join(folder, 'table.csv'), 'utf8')).toBe('old');
      });
    };
    const size = await writeTable(await sink(), pieces, given);
    expect(size).toBe(PARTS.join('').length);
    expect(given.shares).toEqual([1 / 3, 2 / 3, 1]);
    expect(await readdir(folder)).toEqual(['table.csv']);
    expect(await readFile(join(folder, 'table.csv'), 'utf8')).toBe(PARTS.join(''));
  });

  it.each([
    ['fails', () => expect.fail('The network is gone.')],
    ['is out of date', () => Promise.reject(new SkybucketError('changed', 'It changed.'))],
  ])('that %s leaves nothing behind', async (_, fail) => {
    await writeFile(join(folder, 'table.csv'), 'old');
    const pieces: TablePieces = async (signal, take) => {
      await piecesOf()(signal, take);
      await fail();
    };
    await expect(writeTable(await sink(), pieces, options())).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['table.csv']);
    expect(await readFile(join(folder, 'table.csv'), 'utf8')).toBe('old');
  });

  it('that is cancelled leaves nothing behind', async () => {
    const stop = new AbortController();
    const pieces = piecesOf((part) => (part === 2 ? stop.abort() : undefined));
    await expect(writeTable(await sink(), pieces, options(stop.signal))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a table written to another file system', () => {
  it('is handed over as a whole', async () => {
    const written: string[] = [];
    const sink = new WholeFileSink(async (data) => {
      written.push(new TextDecoder().decode(data));
    });
    await writeTable(sink, piecesOf(), options());
    expect(written).toEqual([PARTS.join('')]);
  });

  it('is not begun when there is too much of it', async () => {
    const sink = new WholeFileSink(async () => expect.fail('It is written.'));
    const large: TablePieces = async (_, take) => {
      for (let to = 1; to <= 10; to++) {
        await take({ bytes: new Uint8Array(8e6), to, rows: 10 });
      }
    };
    await expect(writeTable(sink, large, options())).rejects.toMatchObject({
      code: 'too-large',
      message: 'Only files of up to 64 MB can be written there.',
    });
  });
});

describe('the name of the file', () => {
  it.each([
    ['m31.fits.1', 'm31.fits.1.csv'],
    ['m31.CSV', 'm31.csv'],
    ['../../etc/passwd', 'passwd.csv'],
    ['', 'object.csv'],
    ['a:b|c', 'a_b_c.csv'],
  ])('%j is %j', (proposed, name) => {
    expect(tableFileName(proposed, 'csv')).toBe(name);
  });

  it('ends as the format does', () => {
    expect(tableFileName('m31.VOT', 'votable')).toBe('m31.vot');
    expect(tableFileName('m31.csv', 'votable')).toBe('m31.csv.vot');
  });
});
