import { describe, expect, it } from 'vitest';
import { checkPng, pngName } from '../../../src/extension/png';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe('checkPng', () => {
  it('takes a PNG', () => {
    expect(() => checkPng(new Uint8Array([...SIGNATURE, 1, 2]))).not.toThrow();
  });

  it.each([[''], ['\x89PNG\r\n\x1a'], ['<script>'], ['\x7fELF\r\n\x1a\n']])(
    'refuses %j',
    (text) => {
      const data = Uint8Array.from(text, (character) => character.charCodeAt(0));
      expect(() => checkPng(data)).toThrow('it is not a PNG');
    },
  );

  it('refuses what is not bytes', () => {
    expect(() => checkPng(SIGNATURE as unknown as Uint8Array)).toThrow('it is not a PNG');
  });

  it('refuses more than 256 MB', () => {
    // Says that it is larger than it is: nobody has to make so much.
    const data = new Proxy(new Uint8Array(SIGNATURE), {
      get: (target, name) => (name === 'length' ? 256e6 + 1 : Reflect.get(target, name, target)),
    });
    expect(() => checkPng(data)).toThrow('at most 256 MB');
  });
});

describe('pngName', () => {
  it.each([
    ['m31', 'm31.png'],
    ['jw01_i2d SCI.PNG', 'jw01_i2d SCI.png'],
    ['../../etc/passwd', 'passwd.png'],
    ['a\\b:c\u202egnp.exe', 'a_b_c_gnp.exe.png'],
    ['nul', '_nul.png'],
    ['', 'object.png'],
    ['.png', 'object.png'],
    [`${'é'.repeat(200)}.fits`, `${'é'.repeat(123)}.fits.png`],
  ])('makes of %j %j', (proposed, name) => {
    expect(pngName(proposed)).toBe(name);
  });
});
