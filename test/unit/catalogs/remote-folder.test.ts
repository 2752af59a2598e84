import { describe, expect, it } from 'vitest';
import { SkybucketError } from '../../../src/core/errors';
import { formatAddress } from '../../../src/core/s3/address';
import { RemoteFolder } from '../../../src/worker/catalog/remote-folder';
import type { FolderHost } from '../../../src/worker/catalog/remote-file';
import { datasetLabel } from '../../../src/worker/catalog/dataset-label';

interface Asked {
  readonly method: string;
  readonly params: Record<string, unknown>;
  readonly signal: AbortSignal | undefined;
}

/** A host that answers as it is told, and notes what it was asked. */
function host(answer: (asked: Asked, report: (body: unknown) => void) => unknown): {
  readonly asked: Asked[];
  readonly host: FolderHost;
} {
  const asked: Asked[] = [];
  const request = async (
    method: string,
    params: Record<string, unknown>,
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (body: unknown) => void } = {},
  ): Promise<unknown> => {
    const one = { method, params, signal };
    asked.push(one);
    return answer(one, (body) => onProgress?.(body));
  };
  return { asked, host: { request } as unknown as FolderHost };
}

const URI = 'skybucket://public/bucket/set/';

describe('a folder that the host lists and reads', () => {
  it('opens a file when it is first read, once, and closes it', async () => {
    let file = 0;
    const { asked, host: own } = host(({ method, params }, report) => {
      if (method === 'openFile') {
        return { file: ++file, label: 'x', local: false };
      }
      if (method === 'read') {
        const spans = params['spans'] as { length: number }[];
        report({ arrived: [0], bytes: new Uint8Array(spans[0]?.length ?? 0).fill(7), failed: [] });
      }
      return null;
    });
    const folder = new RemoteFolder(own, URI, 'dataset/');
    expect(folder.label).toBe('s3://bucket/set/dataset/');
    const reader = folder.open('a.parquet', 100);
    expect(asked).toEqual([]);
    expect(await reader.size()).toBe(100);
    const both = await Promise.all([reader.read(0, 2), reader.read(50, 1)]);
    expect(both.map((bytes) => [...bytes])).toEqual([[7, 7], [7]]);
    expect(asked.map(({ method }) => method)).toEqual(['openFile', 'read', 'read']);
    expect(asked[0]?.params).toEqual({ uri: URI, path: 'dataset/a.parquet', size: 100 });
    await folder.close();
    expect(asked.at(-1)).toMatchObject({ method: 'closeFile', params: { file: 1 } });
    // Who reads on opens it again.
    await reader.read(0, 1);
    expect(asked.at(-2)).toMatchObject({ method: 'openFile' });
    expect(asked.at(-1)).toMatchObject({ method: 'read', params: { file: 2 } });
  });

  it('has no more than a thousand files open', async () => {
    let file = 0;
    const open = new Set<number>();
    let most = 0;
    const { host: own } = host(({ method, params }, report) => {
      if (method === 'openFile') {
        open.add(++file);
        most = Math.max(most, open.size);
        return { file, label: 'x', local: false };
      }
      if (method === 'closeFile') {
        open.delete(params['file'] as number);
      } else {
        report({ arrived: [0], bytes: new Uint8Array(1), failed: [] });
      }
      return null;
    });
    const folder = new RemoteFolder(own, URI);
    for (let i = 0; i < 1500; i++) {
      await folder.open(`${i}.parquet`, 10).read(0, 1);
    }
    expect(most).toBeLessThanOrEqual(1001);
    await folder.close();
    expect(open.size).toBe(0);
  });

  it('passes on that nobody waits any more', async () => {
    const { asked, host: own } = host(async ({ method, signal }) =>
      method === 'openFile'
        ? { file: 1, label: 'x', local: false }
        : new Promise((_, reject) => {
            signal?.addEventListener('abort', () =>
              reject(new SkybucketError('cancelled', 'Cancelled.')),
            );
          }),
    );
    const folder = new RemoteFolder(own, URI);
    const stop = new AbortController();
    const reading = folder.open('a', 10).read(0, 1, { signal: stop.signal });
    const listing = folder.files('', { signal: stop.signal }).next();
    await new Promise((resolve) => setTimeout(resolve, 0));
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await expect(listing).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked.filter(({ signal }) => signal?.aborted)).toHaveLength(2);
  });

  it('gives files as they are listed, relative to itself, and ends the listing with the loop', async () => {
    const { asked, host: own } = host(async (_, report) => {
      report({ files: [{ path: 'in/a/1', size: 1 }] });
      report({ files: [{ path: 'in/b/2', size: 2 }] });
      return new Promise(() => undefined);
    });
    const found: string[] = [];
    for await (const { path } of new RemoteFolder(own, URI, 'in/').files('')) {
      found.push(path);
      if (found.length === 2) {
        break;
      }
    }
    expect(found).toEqual(['a/1', 'b/2']);
    expect(asked[0]?.params).toEqual({ uri: URI, folder: 'in/' });
    expect(asked[0]?.signal?.aborted).toBe(true);
  });

  it('has nothing of a small file that is not there, and refuses a large one', async () => {
    const { host: own } = host(({ method, params }) => {
      if (method === 'openFile' && params['path'] === 'gone') {
        throw new SkybucketError('not-found', 'It is gone.');
      }
      return method === 'openFile' ? { file: 1, label: '', local: false } : { size: 1e9 };
    });
    const folder = new RemoteFolder(own, URI);
    expect(await folder.read('gone')).toBeUndefined();
    await expect(folder.read('large')).rejects.toMatchObject({ code: 'too-large' });
  });
});

describe('what people call a data set', () => {
  it('is its s3 address, its path on disk, or its URI', () => {
    const key = 'a b=1/100%/c+d.parquet';
    const { scheme, authority, path } = formatAddress({
      ...{ connection: 'public', bucket: 'bucket', key },
    });
    const uri = `${scheme}://${authority}${path.split('/').map(encodeURIComponent).join('/')}`;
    expect(datasetLabel(uri)).toBe(`s3://bucket/${key}`);
    expect(datasetLabel('file:///home/me/a%20b.csv')).toBe('/home/me/a b.csv');
    expect(datasetLabel('https://example.org/a/b.parquet')).toBe('https://example.org/a/b.parquet');
    expect(datasetLabel('skybucket://%zz')).toBe('skybucket://%zz');
  });
});
