import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NodeInflate } from '../../../src/platform/node/inflate';

const inflate = new NodeInflate();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const member = (text: string): Uint8Array => new Uint8Array(gzipSync(text));

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A member whose header has every optional field. */
function fullMember(text: string): Uint8Array {
  const plain = member(text);
  const head = plain.slice(0, 10);
  head[3] = 2 | 4 | 8 | 16;
  const fields = joined(
    Uint8Array.of(3, 0, 1, 2, 3),
    bytes('name\0comment\0'),
    Uint8Array.of(0, 0),
  );
  return joined(head, fields, plain.subarray(10));
}

describe('inflating at once', () => {
  it.each<[string, Uint8Array, string]>([
    ['one member', member('pixels'), 'pixels'],
    ['several members', joined(member('pix'), member('els')), 'pixels'],
    ['a zlib stream', new Uint8Array(deflateSync('pixels')), 'pixels'],
    ['zeros after it', joined(member('pixels'), new Uint8Array(500)), 'pixels'],
    ['junk after it', joined(member('pixels'), bytes('and something else')), 'pixels'],
    ['a byte after it', joined(member('pixels'), Uint8Array.of(7)), 'pixels'],
    ['junk after two', joined(member('pix'), member('els'), bytes('!')), 'pixels'],
    ['junk that begins like a member', joined(member('pixels'), Uint8Array.of(0x1f)), 'pixels'],
    ['nothing in it', member(''), ''],
  ])('%s', (_, stream, text) => {
    const out = inflate.gunzip(stream, 100);
    expect(new TextDecoder().decode(out)).toBe(text);
    expect(out.constructor).toBe(Uint8Array);
  });

  it('finds the end of a member behind any header', () => {
    // Its header checksum is not right, which only the way around junk comes to see.
    expect(() => inflate.gunzip(fullMember('pixels'), 100)).toThrow(/broken/);
    const named = member('pixels');
    named[3] = 8;
    const stream = joined(
      named.subarray(0, 10),
      bytes('name\0'),
      named.subarray(10),
      bytes('junk'),
    );
    expect(new TextDecoder().decode(inflate.gunzip(stream, 100))).toBe('pixels');
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /broken|ends early/],
    ['something else', bytes('pixels'), /broken/],
    ['half a member', member('pixels').subarray(0, 12), /ends early/],
    ['a member without its end', member('pixels').subarray(0, -3), /ends early/],
    [
      'a second member that is broken',
      joined(member('pix'), Uint8Array.of(31, 139, 9)),
      /ends early/,
    ],
  ])('refuses %s', (_, stream, message) => {
    const expected = { code: 'format', message: expect.stringMatching(message) as string };
    expect(() => inflate.gunzip(stream, 100)).toThrow(expect.objectContaining(expected) as Error);
  });

  it('refuses what gives more than may come', () => {
    const expected = { code: 'too-large', message: expect.stringMatching(/than the 5 /) as string };
    const work = (): unknown => inflate.gunzip(member('pixels'), 5);
    expect(work).toThrow(expect.objectContaining(expected) as Error);
  });

  it('sees a wrong checksum, also before junk', () => {
    const wrong = member('pixels');
    wrong[wrong.length - 6] = (wrong.at(-6) ?? 0) ^ 1;
    expect(() => inflate.gunzip(wrong, 100)).toThrow(/broken/);
    expect(() => inflate.gunzip(joined(wrong, bytes('junk')), 100)).toThrow(/broken/);
  });

  it('gives exactly as much as may come', () => {
    expect(inflate.gunzip(member('pixels'), 6).length).toBe(6);
  });
});
