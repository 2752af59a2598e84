import { describe, expect, it } from 'vitest';
import { readReference } from '../../../src/extension/reference';

describe('what a file says is in another one', () => {
  it.each([
    ['exploded0000.asdf', ['exploded0000.asdf']],
    ['./a.asdf', ['a.asdf']],
    ['sub/a%20b%25.asdf', ['sub', 'a b%.asdf']],
    ['sub/../a.asdf', ['a.asdf']],
    ['caf%C3%A9.asdf', ['café.asdf']],
  ])('%s is in its folder or below', (text, names) => {
    expect(readReference(text)).toEqual({ kind: 'near', names });
  });

  it('may be on a public server', () => {
    const url = 'https://example.org/a/b.asdf?x=1';
    expect(readReference(url)).toEqual({ kind: 'link', url });
  });

  it.each([
    ['../secret.asdf', 'not in its folder'],
    ['a/../../secret.asdf', 'not in its folder'],
    ['%2e%2e/secret.asdf', 'not in its folder'],
    ['/etc/passwd', 'not in its folder'],
    ['//server/share/a.asdf', 'not in its folder'],
    ['a%2Fb.asdf', 'no name of a file'],
    ['a%5Cb.asdf', 'no name of a file'],
    ['c%3A/windows', 'no name of a file'],
    ['a%00.asdf', 'no name of a file'],
    ['a%ZZ.asdf', 'no name of a file'],
    ['a//b.asdf', 'no name of a file'],
    ['folder/', 'no name of a file'],
    ['', 'no name of a file'],
    ['..\\secret.asdf', 'no address'],
    ['a\nb.asdf', 'no address'],
    ['a'.repeat(3000), 'no address'],
    ['a.asdf?x', 'more than a file'],
    ['a.asdf#/data', 'more than a file'],
    ['file:///etc/passwd', 'neither in its folder nor an https link'],
    ['http://example.org/a.asdf', 'neither in its folder nor an https link'],
    ['skybucket://private/bucket/key', 'neither in its folder nor an https link'],
    ['https://localhost/a.asdf', 'not on a public server'],
    ['https://127.0.0.1/a.asdf', 'not on a public server'],
    ['https://[::1]/a.asdf', 'not on a public server'],
    ['https://169.254.169.254/latest', 'not on a public server'],
    ['https://user:word@example.org/a.asdf', 'not on a public server'],
  ])('%j is not followed: it is %s', (text, why) => {
    expect(() => readReference(text)).toThrowError(
      expect.objectContaining({ code: 'bad-address', message: expect.stringContaining(why) }),
    );
  });
});
