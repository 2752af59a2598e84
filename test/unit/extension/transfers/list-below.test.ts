import { describe, expect, it } from 'vitest';
import { PUBLIC_CONNECTION } from '../../../../src/core/s3/connection';
import type { ListQuery } from '../../../../src/core/s3/client';
import type { ListPage, S3Object } from '../../../../src/core/s3/listing';
import { listBelow } from '../../../../src/extension/transfers/list-below';

function object(key: string, size: number): S3Object {
  const unknown = { modified: undefined, etag: undefined, storageClass: undefined };
  return { kind: 'object', name: key, key, size, ...unknown };
}

/** A listing of two pages, and what was asked of it. */
function listing(): {
  readonly asked: ListQuery[];
  listPage(connection: unknown, query: ListQuery): Promise<ListPage>;
} {
  const asked: ListQuery[] = [];
  return {
    asked,
    listPage: (_, query) => {
      asked.push(query);
      return Promise.resolve(
        query.continuationToken === undefined
          ? { entries: [object('a/', 0), object('a/1', 10), object('a/b/2', 20)], next: 'more' }
          : { entries: [object('a/b/', 0), object('a/c/3', 30)], next: undefined },
      );
    },
  };
}

describe('everything below a folder', () => {
  const place = { bucket: 'sky', prefix: 'a/' };

  it('is listed flat, page after page, without the markers of folders', async () => {
    const s3 = listing();
    const told: number[][] = [];
    const found = await listBelow(s3, PUBLIC_CONNECTION, place, {
      onFound: (...figures) => told.push(figures),
    });
    expect(found.map(({ key }) => key)).toEqual(['a/1', 'a/b/2', 'a/c/3']);
    expect(told).toEqual([
      [2, 30],
      [3, 60],
    ]);
    expect(s3.asked).toEqual([place, { ...place, continuationToken: 'more' }]);
  });

  it('is refused where it is too much, before all of it is listed', async () => {
    const s3 = listing();
    await expect(listBelow(s3, PUBLIC_CONNECTION, place, { most: 1 })).rejects.toMatchObject({
      ...{ code: 'too-large', message: 'There are more than 1 files in this folder.' },
    });
    expect(s3.asked).toHaveLength(1);
  });
});
