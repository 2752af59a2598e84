import type { MaskBit } from '../../src/protocol/methods';

/** What a pixel of a mask says: `DQ 5` and `DO_NOT_USE, JUMP_DET`. */
export interface MaskWords {
  readonly number: string;
  /** Names of the bits that are set, lowest first; of those without one `bit 14`. Empty for 0. */
  readonly names: string;
}

/**
 * The words for the value of a mask pixel, as `value` gives it; undefined for what is no whole number, such
 * as a missing pixel. A negative number is read as its two's complement in the room the mask has.
 */
export function maskWords(text: string, bits: readonly MaskBit[]): MaskWords | undefined {
  if (!/^-?\d{1,20}$/.test(text)) {
    return undefined;
  }
  const signed = BigInt(text);
  const room = signed >= -(2n ** BigInt(bits.length)) ? bits.length : 64;
  const value = signed < 0n ? BigInt.asUintN(room, signed) : signed;
  const names: string[] = [];
  for (let bit = 0, rest = value; rest > 0n; bit++, rest >>= 1n) {
    if ((rest & 1n) === 1n) {
      names.push(bitLabel(bits.find((each) => each.bit === bit) ?? { bit, name: '' }));
    }
  }
  return { number: `DQ ${value}`, names: names.join(', ') };
}

/** The name of a bit, or its number where it has none. */
export function bitLabel({ bit, name }: Pick<MaskBit, 'bit' | 'name'>): string {
  return name === '' ? `bit ${bit}` : name;
}
