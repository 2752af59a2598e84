import { describe, expect, it } from 'vitest';
import type { S3Object } from '../../../src/core/s3/listing';
import { endingOf, measureUsage, UsageCounter } from '../../../src/core/s3/usage';
import { usageCsv } from '../../../src/core/s3/usage-csv';
import { storedObject } from '../../support/s3/objects';
import { listedKeys } from './listed-keys';

const object = (key: string, size: number, more: Partial<S3Object> = {}): S3Object => ({
  ...{ kind: 'object', name: key, key, size, modified: undefined, etag: undefined },
  storageClass: undefined,
  ...more,
});

function counted(objects: readonly S3Object[], prefix = '', most?: number): UsageCounter {
  const counter = new UsageCounter(prefix, most);
  objects.forEach((one) => counter.add(one));
  return counter;
}

describe('the usage of a place', () => {
  const usage = counted(
    [
      object('p/a/x.fits', 100, { storageClass: 'GLACIER', modified: new Date('2024-01-01') }),
      object('p/a/b/y.fits', 50, { modified: new Date('2020-01-01') }),
      object('p/a/b/', 0),
      object('p/c/z.txt', 1000),
      object('p/readme', 7),
    ],
    'p/',
  ).usage();

  it('is the sum of its objects, folders with what is below them, largest first', () => {
    expect(usage).toMatchObject({ objects: 5, bytes: 1157, markers: 1, complete: true });
    expect(usage.root).toEqual({
      ...{ name: '', prefix: 'p/', objects: 5, bytes: 1157, own: { objects: 1, bytes: 7 } },
      folders: [
        {
          ...{ name: 'c', prefix: 'p/c/', objects: 1, bytes: 1000, folders: [] },
          own: { objects: 1, bytes: 1000 },
        },
        {
          ...{ name: 'a', prefix: 'p/a/', objects: 3, bytes: 150 },
          own: { objects: 1, bytes: 100 },
          folders: [
            {
              ...{ name: 'b', prefix: 'p/a/b/', objects: 2, bytes: 50, folders: [] },
              own: { objects: 2, bytes: 50 },
            },
          ],
        },
      ],
    });
    expect(usage.oldest).toEqual(new Date('2020-01-01'));
    expect(usage.newest).toEqual(new Date('2024-01-01'));
  });

  it('is broken down by ending and by storage class', () => {
    expect(usage.endings).toEqual([
      { name: '.txt', objects: 1, bytes: 1000 },
      { name: '.fits', objects: 2, bytes: 150 },
      { name: '', objects: 1, bytes: 7 },
    ]);
    expect(usage.classes).toEqual([
      { name: 'STANDARD', objects: 4, bytes: 1057 },
      { name: 'GLACIER', objects: 1, bytes: 100 },
    ]);
  });

  it('is CSV that any program reads', () => {
    const odd = counted([object('a,"b"/x.fits', 3)]).usage();
    expect(usageCsv('bucket', odd)).toBe(
      'kind,name,objects,bytes\r\n' +
        'folder,s3://bucket/,1,3\r\n' +
        'folder,"s3://bucket/a,""b""/",1,3\r\n' +
        'ending,.fits,1,3\r\n' +
        'storage class,STANDARD,1,3\r\n',
    );
  });

  it('tells fewer levels apart where folders are too many, and loses no byte', () => {
    const objects = Array.from({ length: 3000 }, (_, i) =>
      object(`${i % 3}/${i % 30}/${i}/x.fits`, 10),
    );
    const deep = counted(objects, '', 200).usage();
    expect(deep).toMatchObject({ objects: 3000, bytes: 30_000, levels: 2, complete: true });
    expect(deep.root.folders.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['0', 10_000],
      ['1', 10_000],
      ['2', 10_000],
    ]);
    const [first] = deep.root.folders;
    expect(first?.folders.reduce((sum, { bytes }) => sum + bytes, first.own.bytes)).toBe(10_000);
    // As many folders of the first level as there is room for: each has all of its objects.
    const room = counted(
      Array.from({ length: 300 }, (_, i) => object(`${i % 30}/${i}/x.fits`, 10)),
      '',
      40,
    ).usage();
    expect(room.levels).toBe(1);
    expect(new Set(room.root.folders.map(({ objects: count }) => count))).toEqual(new Set([10]));
    expect(room.root.own).toEqual({ objects: 0, bytes: 0 });
    const wide = counted(
      Array.from({ length: 500 }, (_, i) => object(`${i}/x`, 2)),
      '',
      100,
    ).usage();
    expect(wide).toMatchObject({ objects: 500, bytes: 1000, complete: false });
    expect(wide.root.folders).toHaveLength(100);
    expect(wide.root.own).toEqual({ objects: 400, bytes: 800 });
  });

  it.each([
    ['a/x.fits', '.fits'],
    ['a/x_i2d.FITS', '.fits'],
    ['a/x.fits.gz', '.fits.gz'],
    ['a/x.1.gz', '.gz'],
    ['a.b/readme', ''],
    ['a/.hidden', ''],
    ['a/x.mosaic.fits', '.fits'],
    ['a/x.what a long ending', ''],
    ['a/x.', ''],
  ])('%s ends with %j', (key, ending) => {
    expect(endingOf(key)).toBe(ending);
  });

  it('of very many keys is counted in a bounded memory, and exactly', async () => {
    const count = 150_000;
    const keyAt = (index: number): string =>
      `s/${String(Math.floor(index / 1000)).padStart(4, '0')}/d${String(index % 1000).padStart(3, '0')}/x.fits`;
    const body = { size: 7, read: () => new Uint8Array() };
    const keys = listedKeys({ count, keyAt, objectAt: (i) => storedObject(keyAt(i), body) });
    const counter = new UsageCounter('s/');
    const cost = await measureUsage(keys.list, { bucket: 'bucket', prefix: 's/' }, counter);
    expect(counter.usage()).toMatchObject({ objects: count, bytes: 7 * count, levels: 1 });
    expect(cost.requests).toBeLessThan(1.6 * (count / 1000));
  });
});
