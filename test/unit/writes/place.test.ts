import { describe, expect, it } from 'vitest';
import {
  childOf,
  isInside,
  nameOf,
  nameProblem,
  parentOf,
  withoutNested,
} from '../../../src/extension/writes/place';
import { MemoryStore } from '../../support/s3-store/memory-store';
import { at, chosen } from './support';

describe('places', () => {
  it.each([
    ['a/b/c.txt', 'c.txt', 'a/b/'],
    ['a/b/', 'b', 'a/'],
    ['c.txt', 'c.txt', ''],
    ['', '', ''],
    ['a//', '', 'a/'],
  ])('of the key %j have the name %j and the parent %j', (key, name, parent) => {
    expect(nameOf(at(key))).toBe(name);
    expect(parentOf(at(key)).key).toBe(parent);
  });

  it('are inside a folder of the same bucket and connection only', () => {
    expect(isInside(at('a/b'), at('a/'))).toBe(true);
    expect(isInside(at('a/'), at('a/'))).toBe(true);
    expect(isInside(at('ab'), at('a/'))).toBe(false);
    expect(isInside(at('a/b', 'other'), at('a/'))).toBe(false);
    expect(isInside(at('a/b', 'sky', 'far'), at('a/'))).toBe(false);
  });

  it('that are below others chosen, or chosen twice, count once', () => {
    const store = new MemoryStore();
    const all = ['a/b.txt', 'a/', 'a/c/', 'd.txt', 'd.txt', 'a/', 'ab.txt'].map((key) =>
      chosen(store, at(key)),
    );
    expect(withoutNested(all).map(({ place }) => place.key)).toEqual(['a/', 'd.txt', 'ab.txt']);
  });

  it('are made of names that people can work with', () => {
    expect(childOf(at('a/'), 'new', 'folder').key).toBe('a/new/');
    expect(childOf(at('a/'), 'x/y+ é.txt', 'object').key).toBe('a/x/y+ é.txt');
    expect(nameProblem('')).toBe('Type a name.');
    expect(nameProblem('a//b')).toMatch(/between two slashes/);
    expect(nameProblem('../a')).toMatch(/no names/);
    expect(nameProblem('a\nb')).toMatch(/control characters/);
    expect(() => childOf(at('a/'), '..', 'folder')).toThrow(/no names/);
    expect(() => childOf(at('a/'), 'é'.repeat(512), 'object')).toThrow(/1,024 bytes/);
  });
});
