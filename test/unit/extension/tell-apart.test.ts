import { describe, expect, it } from 'vitest';
import { tellApart } from '../../../src/extension/catalogs/tell-apart';

const of = (...uris: string[]): readonly string[] =>
  tellApart(uris.map((uri) => ({ title: 'cat.parquet', uri })));

describe('catalogues of one title', () => {
  it('are told apart by the nearest folder that differs', () => {
    expect(of('file:///data/a/cat.parquet', 'file:///data/b/cat.parquet')).toEqual(['a', 'b']);
    expect(of('file:///a/x/cat.parquet', 'file:///b/x/cat.parquet')).toEqual(['a', 'b']);
  });

  it('are told apart by their bucket where their folders are the same', () => {
    const uri = (bucket: string): string => `skybucket://public/${bucket}/x/cat.parquet/`;
    expect(of(uri('one'), uri('two'))).toEqual(['one', 'two']);
  });

  it('are told apart by all of their folders where no single one does', () => {
    const uris = ['file:///a/x/cat', 'file:///a/y/cat', 'file:///b/x/cat'];
    expect(of(...uris)).toEqual(['a/x', 'a/y', 'b/x']);
  });

  it('need nothing where they are one, or have titles of their own', () => {
    expect(of('file:///a/cat.parquet')).toEqual(['']);
    expect(of('file:///a/cat.parquet', 'file:///a/cat.parquet')).toEqual(['', '']);
    const two = [
      { title: 'A', uri: 'file:///a/cat' },
      { title: 'B', uri: 'file:///b/cat' },
    ];
    expect(tellApart(two)).toEqual(['', '']);
  });
});
