import { describe, expect, it } from 'vitest';
import { compareKeys } from '../../support/s3/keys';
import { listPage, type ListQuery } from '../../support/s3/listing';
import { storedObject } from '../../support/s3/objects';
import { MemoryObjects, type ObjectSequence } from '../../support/s3/sequence';

function memory(keys: readonly string[]): MemoryObjects {
  const objects = new MemoryObjects();
  keys.forEach((key) => objects.put(storedObject(key, key)));
  return objects;
}

/** The definition of a listing, without any cleverness. */
function slowListing(keys: readonly string[], query: ListQuery): string[] {
  const { prefix, delimiter } = query;
  const names = [...keys].sort(compareKeys).map((key) => {
    const index = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return key.startsWith(prefix) ? (index < 0 ? key : key.slice(0, index + delimiter.length)) : '';
  });
  return [...new Set(names.filter((name) => name !== ''))];
}

function allPages(sequences: readonly ObjectSequence[], query: ListQuery): string[] {
  const names: string[] = [];
  for (let after = query.after; ;) {
    const page = listPage(sequences, { ...query, after });
    names.push(...page.entries.map((entry) => entry.name));
    expect(page.entries.length).toBeLessThanOrEqual(query.maxKeys);
    if (!page.truncated) {
      return names;
    }
    expect(page.entries.length).toBe(query.maxKeys);
    after = names.at(-1) as string;
  }
}

const keys = [
  ...['a', 'a/', 'a//', 'a//b', 'a/b', 'a/b/c', 'a/b/d', 'a0', 'b b', 'b+b', 'b/../c', 'é', 'é/x'],
  ...['/', '//', '\u0001', 'z/\uffee', 'z/\u{1f52d}', 'z/\u{1f52d}/q', 'zz'],
];

describe('listPage', () => {
  it('agrees with the definition for every prefix, delimiter and page size', () => {
    const halves = [
      memory(keys.filter((_, i) => i % 2 === 0)),
      memory(keys.filter((_, i) => i % 3)),
    ];
    for (const prefix of ['', 'a', 'a/', 'a//', 'b', 'z/', 'nothing', '/']) {
      for (const delimiter of ['', '/', '//', 'b']) {
        for (const maxKeys of [1, 2, 3, 1000]) {
          const query = { prefix, delimiter, maxKeys, after: '' };
          const listed = allPages(halves, query);
          const present = keys.filter((_, i) => i % 2 === 0 || i % 3);
          expect(listed, JSON.stringify(query)).toEqual(slowListing(present, query));
        }
      }
    }
  });

  it('starts behind a key that need not exist, and behind the whole of a common prefix', () => {
    const objects = [memory(['a/1', 'a/2', 'b/1', 'c'])];
    const names = (after: string): string[] =>
      allPages(objects, { prefix: '', delimiter: '/', maxKeys: 10, after });
    expect(names('a')).toEqual(['a/', 'b/', 'c']);
    expect(names('a/')).toEqual(['b/', 'c']);
    expect(names('a/1')).toEqual(['b/', 'c']);
    expect(names('c')).toEqual([]);
  });

  it('is not truncated when the last page is exactly full, and empty for no keys', () => {
    const query = { prefix: '', delimiter: '', after: '' };
    expect(listPage([memory(['a', 'b'])], { ...query, maxKeys: 2 }).truncated).toBe(false);
    expect(listPage([memory(['a', 'b'])], { ...query, maxKeys: 0 })).toEqual({
      entries: [],
      truncated: false,
    });
  });

  it('touches few of many generated keys, however deep the page and however big the folders', () => {
    let touched = 0;
    const count = 50_000_000;
    const digits = (index: number): string => String(index).padStart(8, '0');
    const sequence: ObjectSequence = {
      count,
      keyAt: (index) => {
        touched += 1;
        // 50 folders of a million keys each
        return `${digits(index).slice(0, 2)}/${digits(index).slice(2)}`;
      },
      objectAt: (index) => storedObject(digits(index), ''),
    };
    const folders = listPage([sequence], { prefix: '', delimiter: '/', maxKeys: 1000, after: '' });
    expect(folders.entries.length).toBe(50);
    expect(touched).toBeLessThan(50 * 32);
    touched = 0;
    const page = listPage([sequence], {
      prefix: '31/',
      delimiter: '/',
      maxKeys: 1000,
      after: '31/998000',
    });
    expect(page.entries[0]?.name).toBe('31/998001');
    expect(page.truncated).toBe(true);
    expect(touched).toBeLessThan(1000 * 3);
  });
});
