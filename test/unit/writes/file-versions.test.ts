import { describe, expect, it } from 'vitest';
import { FileVersions, type LookedAt } from '../../../src/extension/writes/file-versions';

const one: LookedAt = { etag: '"1"', size: 10, modified: 5000 };
const two: LookedAt = { etag: '"2"', size: 10, modified: 5000 };
const longer: LookedAt = { etag: '"3"', size: 11, modified: 4000 };

describe('versions of a file', () => {
  it('have times that grow with each change, whatever the clock of the server says', () => {
    const versions = new FileVersions();
    const times = [one, two, longer, one].map((version) => versions.looked('a', version));
    expect(times).toEqual([5000, 5001, 5002, 5003]);
    expect(versions.looked('a', one)).toBe(5003);
    expect(versions.looked('a', { ...one, etag: '1' })).toBe(5003);
    expect(versions.looked('b', longer)).toBe(4000);
  });

  it('are replaced only where they are what was read', () => {
    const versions = new FileVersions();
    versions.looked('a', one);
    versions.read('a', one, false);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"1"' });
    // A change of the same size, which VS Code does not see.
    versions.looked('a', two);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"1"' });
    // Another size: VS Code has asked, and the user wants to overwrite it.
    versions.looked('a', longer);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"3"' });
    // An extension that writes by itself was asked nothing.
    expect(versions.condition('a', false)).toEqual({ ifMatch: '"1"' });
    versions.accept('a');
    expect(versions.condition('a', false)).toEqual({ ifMatch: '"3"' });
  });

  it('that others read do not become what a changed editor is based on', () => {
    const versions = new FileVersions();
    versions.looked('a', one);
    versions.read('a', one, false);
    versions.looked('a', two);
    versions.read('a', { ...two, digest: 'second' }, true);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"1"' });
    // The editor was reverted to what was read.
    expect(versions.isDoubtful('a')).toBe(true);
    versions.shows('a', 'second');
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"2"' });
  });

  it('that others read do not become what an open editor without changes is based on', () => {
    const versions = new FileVersions();
    versions.read('a', { ...one, digest: 'first' }, false);
    versions.shows('a', 'first');
    versions.read('a', { ...two, digest: 'second' }, true);
    versions.looked('a', two);
    // Typed and taken back, or saved settings: the editor still shows what it did.
    versions.shows('a', 'first');
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"1"' });
    // Now it took on what is new, and then the same text was written once more.
    versions.shows('a', 'second');
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"2"' });
    versions.read('a', { ...longer, digest: 'second' }, true);
    versions.shows('a', 'second');
    expect(versions.base('a')).toBe('"3"');
  });

  it('are the newest of the same text, which no open editor tells of', () => {
    const versions = new FileVersions();
    versions.read('a', { ...one, digest: 'first' }, false);
    versions.read('a', { ...two, digest: 'first' }, true);
    versions.looked('a', two);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"2"' });
  });

  it('are those of the text that an editor opened with, whoever read others at that time', () => {
    const versions = new FileVersions();
    versions.read('a', { ...one, digest: 'first' }, false);
    versions.read('a', { ...two, digest: 'second' }, false);
    expect(versions.base('a')).toBe('"2"');
    versions.shows('a', 'first');
    expect(versions.base('a')).toBe('"1"');
    // Text that nobody has read, in another encoding perhaps: it stays what it was.
    versions.shows('a', 'unknown');
    expect(versions.base('a')).toBe('"1"');
    versions.closed('a');
    versions.read('a', longer, true);
    expect(versions.base('a')).toBe('"3"');
  });

  it('come new where there is none', () => {
    const versions = new FileVersions();
    versions.missing('a');
    expect(versions.condition('a', true)).toEqual({ ifNoneMatch: '*' });
    versions.written('a', { ...one, modified: 1 });
    expect(versions.takeWritten('a')).toMatchObject({ etag: '"1"', size: 10 });
    expect(versions.takeWritten('a')).toBeUndefined();
    versions.looked('a', two);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"1"' });
  });

  it('that nobody has read are those of the last look', () => {
    const versions = new FileVersions();
    versions.looked('a', two);
    expect(versions.condition('a', false)).toEqual({ ifMatch: '"2"' });
    versions.looked('b', { ...one, etag: undefined });
    expect(versions.condition('b', false)).toBeUndefined();
  });

  it('are remembered for an editor that is brought back', () => {
    const versions = new FileVersions();
    versions.broughtBack('a', '"1"');
    versions.looked('a', longer);
    expect(versions.condition('a', true)).toEqual({ ifMatch: '"1"' });
    expect(versions.base('a')).toBe('"1"');
    // A search reads the file before the editor is there.
    versions.read('a', longer, false);
    expect(versions.base('a')).toBe('"1"');
  });

  it('are kept of so many files only', () => {
    const versions = new FileVersions(2);
    for (const name of ['a', 'b', 'c']) versions.read(name, one, false);
    expect(['a', 'b', 'c'].map((name) => versions.base(name))).toEqual([undefined, '"1"', '"1"']);
  });

  it('outlast looks at whole folders', () => {
    const versions = new FileVersions(3);
    versions.looked('edited', one);
    versions.read('edited', one, false);
    for (const name of ['a', 'b', 'c', 'd', 'e']) versions.looked(name, two);
    // Somebody else's, of the same size.
    versions.looked('edited', two);
    expect(versions.condition('edited', true)).toEqual({ ifMatch: '"1"' });
  });
});
