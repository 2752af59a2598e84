import { expect, test } from 'vitest';
import type { MaskBit } from '../../../../src/protocol/methods';
import { maskWords } from '../../../../webview/mask/mask-words';

const NAMES = ['DO_NOT_USE', 'SATURATED', 'JUMP_DET'];
const bits = (room: number): MaskBit[] =>
  Array.from({ length: room }, (_, bit) => ({ bit, name: NAMES[bit] ?? '', description: '' }));

test.each([
  ['0', 32, 'DQ 0', ''],
  ['5', 32, 'DQ 5', 'DO_NOT_USE, JUMP_DET'],
  ['16386', 32, 'DQ 16386', 'SATURATED, bit 14'],
  ['4294967295', 3, 'DQ 4294967295', expect.stringMatching(/^DO_NOT_USE, .*, bit 31$/)],
  // Two's complement, in the room there is: int16, int32, int8.
  ['-32768', 16, 'DQ 32768', 'bit 15'],
  ['-32767', 16, 'DQ 32769', 'DO_NOT_USE, bit 15'],
  ['-2147483648', 32, 'DQ 2147483648', 'bit 31'],
  ['-128', 8, 'DQ 128', 'bit 7'],
  // 64-bit masks in full.
  ['9007199254740993', 32, 'DQ 9007199254740993', 'DO_NOT_USE, bit 53'],
  ['-9223372036854775808', 32, 'DQ 9223372036854775808', 'bit 63'],
] as const)('%s in %i bits is %s', (text, room, number, names) => {
  expect(maskWords(text, bits(room))).toEqual({ number, names });
});

test.each(['NaN', '', '1.5', '1e3', 'The server stopped answering.', '9'.repeat(400)])(
  'nothing is said of %j',
  (text) => {
    expect(maskWords(text, bits(32))).toBeUndefined();
  },
);
