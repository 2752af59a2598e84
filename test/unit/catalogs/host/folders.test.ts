import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Meter } from '../../../../src/core/bytes/meter';
import type { StoredFile } from '../../../../src/core/catalogs/layout/dataset-folder';
import { PUBLIC_CONNECTION } from '../../../../src/core/s3/connection';
import type { ListQuery } from '../../../../src/core/s3/client';
import type { ListPage, S3Object } from '../../../../src/core/s3/listing';
import { checkPath } from '../../../../src/extension/catalogs/folder-places';
import { S3Folder } from '../../../../src/extension/catalogs/s3-folder';
import { FolderServer } from '../../../../src/extension/catalogs/serve-folders';
import { TreeFolder } from '../../../../src/extension/catalogs/tree-folder';
import { readFolder } from '../../../../src/platform/node/read-folder';
import type { RpcCall } from '../../../../src/protocol/rpc-server';
import type { FolderMethods } from '../../../../src/worker/catalog/methods';
import type { Arrivals } from '../../../../src/worker/methods';
import { DiskPlaces } from '../../../support/catalogs/disk-places';

async function all(found: AsyncIterable<readonly StoredFile[]>): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for await (const some of found) {
    files.push(...some);
  }
  return files;
}

function callOf<P>(reports: P[] = []): RpcCall<P> {
  return {
    signal: new AbortController().signal,
    progress: async (report) => void reports.push(report),
  };
}

describe('S3Folder', () => {
  const object = (key: string, size: number): S3Object => ({
    ...{ kind: 'object', key, size, name: key.split('/').at(-1) ?? '' },
    ...{ modified: undefined, etag: '"e"', storageClass: undefined },
  });
  const asked: ListQuery[] = [];
  const pages: readonly ListPage[] = [
    {
      entries: [
        { kind: 'folder', name: 'Norder=0', prefix: 'cat/Norder=0/' },
        object('cat/a.parquet', 5),
      ],
      next: 'more',
    },
    { entries: [object('cat/b/', 0), object('cat/b/c.parquet', 7)], next: undefined },
  ];
  const s3 = {
    listPage: async (_: unknown, query: ListQuery): Promise<ListPage> => {
      asked.push(query);
      return pages[query.continuationToken === undefined ? 0 : 1] as ListPage;
    },
  };
  const place = { connection: PUBLIC_CONNECTION, bucket: 'bucket', prefix: 'cat/' };

  it('lists a folder over all its pages', async () => {
    const { folders, files } = await new S3Folder(s3, place).list('', {});
    expect(folders).toEqual(['Norder=0']);
    expect(files.map(({ size }) => size)).toEqual([5, 0, 7]);
    expect(asked.map(({ continuationToken }) => continuationToken)).toEqual([undefined, 'more']);
    expect(asked[0]).toMatchObject({ bucket: 'bucket', prefix: 'cat/', delimiter: '/' });
  });

  it('ends where a server gives the same page again and again', async () => {
    const circle = { listPage: async (): Promise<ListPage> => ({ entries: [], next: 'again' }) };
    await expect(new S3Folder(circle, place).list('', {})).rejects.toMatchObject({
      code: 'server',
    });
  });

  it('lists all files below a folder by paths, without the markers of folders', async () => {
    const told: string[] = [];
    const folder = new S3Folder(s3, place, ({ key }) => void told.push(key));
    expect(await all(folder.files('b/', {}))).toEqual([
      { path: 'a.parquet', size: 5 },
      { path: 'b/c.parquet', size: 7 },
    ]);
    expect(asked.at(-1)).not.toHaveProperty('delimiter');
    expect(asked.at(-1)?.prefix).toBe('cat/b/');
    expect(told).toContain('cat/b/c.parquet');
  });
});

describe('a folder on disk', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'skybucket-folders-'));
    await mkdir(join(root, 'Norder=0/Dir=0'), { recursive: true });
    await writeFile(join(root, 'hats.properties'), 'x');
    await writeFile(join(root, 'Norder=0/Dir=0/Npix=4.parquet'), 'rows!');
    await symlink(join(root, 'hats.properties'), join(root, 'properties'));
    await symlink(join(root, 'nowhere'), join(root, 'broken'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const folder = (): TreeFolder => new TreeFolder(root, (below) => readFolder(join(root, below)));

  it('is listed with sizes; links are what they lead to', async () => {
    expect(await folder().list('', {})).toEqual({
      folders: ['Norder=0'],
      files: [
        { name: 'hats.properties', size: 1 },
        { name: 'properties', size: 1 },
      ],
    });
    expect(await all(folder().files('Norder=0/', {}))).toEqual([
      { path: 'Norder=0/Dir=0/Npix=4.parquet', size: 5 },
    ]);
  });

  it('that is not there has nothing in it', async () => {
    expect(await folder().list('nowhere/', {})).toEqual({ folders: [], files: [] });
    expect(await all(folder().files('nowhere/', {}))).toEqual([]);
  });

  it('that lies in itself ends with a sentence', async () => {
    const loop = join(root, 'loop');
    await mkdir(loop);
    await symlink(loop, join(loop, 'again'));
    const found = new TreeFolder(loop, async (below) =>
      (await readFolder(join(loop, below)))?.map((entry) => ({
        ...entry,
        kind: 'folder' as const,
      })),
    );
    await expect(all(found.files('', {}))).rejects.toMatchObject({ code: 'too-large' });
  });

  it('with links to itself on every level ends with a sentence', async () => {
    const again = async () => [{ name: 'a', kind: 'folder' as const, size: 0 }];
    await expect(all(new TreeFolder('/set', again, 9).files('', {}))).rejects.toThrow(
      'more than 9 folders',
    );
  });

  it('closes a file that nobody waits for any more when it is open', async () => {
    const places = new DiskPlaces();
    const { handlers } = serverOf(places, new Meter());
    const stop = new AbortController();
    places.before = async () => stop.abort();
    const uri = pathToFileURL(`${root}/`).href;
    const asked = { uri, path: 'hats.properties', size: 1 };
    await expect(
      handlers.openFile(asked, { ...callOf<never>(), signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(places.closed).toEqual(places.opened);
  });

  it('ends where it is cancelled', async () => {
    const signal = AbortSignal.abort();
    await expect(all(folder().files('', { signal }))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is served to a worker: files by number, read in reports, closed when done', async () => {
    const places = new DiskPlaces();
    const meter = new Meter();
    const { handlers, ...server } = serverOf(places, meter);
    const uri = pathToFileURL(`${root}/`).href;
    const files: FolderMethods['files'][2][] = [];
    await handlers.files({ uri, folder: 'Norder=0/' }, callOf(files));
    expect(files.flatMap((report) => report.files)).toHaveLength(1);
    const path = 'Norder=0/Dir=0/Npix=4.parquet';
    const { file, local } = await handlers.openFile({ uri, path, size: 5 }, callOf());
    expect(local).toBe(true);
    expect(await handlers.size({ file }, callOf())).toEqual({ size: 5 });
    const arrivals: Arrivals[] = [];
    await handlers.read({ file, spans: [{ offset: 1, length: 3 }] }, callOf(arrivals));
    expect(new TextDecoder().decode(arrivals[0]?.bytes)).toBe('ows');
    expect(meter.figures().bytes).toBe(3);
    await handlers.closeFile({ file }, callOf());
    await expect(handlers.size({ file }, callOf())).rejects.toMatchObject({ code: 'protocol' });
    await handlers.openFile({ uri, path, size: 5 }, callOf());
    await server.close();
    expect(places.closed).toHaveLength(2);
  });
});

function serverOf(
  places: DiskPlaces,
  meter: Meter,
): Pick<FolderServer, 'handlers'> & { close(): Promise<void> } {
  const server = new FolderServer(places, meter);
  return { handlers: server.handlers, close: () => server.close() };
}

describe('checkPath', () => {
  it.each(['a.parquet', 'healpix_k0=1/healpix_k5=2/x.parquet', 'dataset/', '', 'a..b/c'])(
    'takes “%s”',
    (path) => expect(() => checkPath(path)).not.toThrow(),
  );

  it.each(['../x', 'a/../../x', '/etc/passwd', 'C:\\x', 'a\\..\\x', './x', 'a\0b'])(
    'refuses %j, which may lead out of the folder',
    (path) => expect(() => checkPath(path)).toThrow('does not lie in its folder'),
  );
});
