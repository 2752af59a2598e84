import { BrokenStream } from '../../bytes/unpack/unpack';

/** A table of finite-state entropy (RFC 8878, section 4.1): for each state a symbol, and where it goes on. */
export interface FseTable {
  /** Bits of the first state. */
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  /** Bits to be read for the next state, which is what they say more than `next`. */
  readonly bits: Uint8Array;
  readonly next: Uint16Array;
}

/** A table that has one symbol only. */
export function constantTable(symbol: number): FseTable {
  const [symbols, bits] = [Uint8Array.of(symbol), Uint8Array.of(0)];
  return { accuracy: 0, symbols, bits, next: Uint16Array.of(0) };
}

/** @param shares of the symbols from 0 on, -1 for less than one; all together 2^accuracy. */
export function tableOf(accuracy: number, shares: readonly number[]): FseTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  let high = size;
  shares.forEach((share, symbol) => {
    if (share === -1) {
      high -= 1;
      symbols[high] = symbol;
    }
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let place = 0;
  shares.forEach((share, symbol) => {
    for (let i = 0; i < share; i += 1) {
      symbols[place] = symbol;
      do {
        place = (place + step) & (size - 1);
      } while (place >= high);
    }
  });
  const states = shares.map((share) => Math.abs(share));
  const bits = new Uint8Array(size);
  const next = new Uint16Array(size);
  symbols.forEach((symbol, i) => {
    const state = states[symbol] ?? 1;
    states[symbol] = state + 1;
    bits[i] = accuracy - (31 - Math.clz32(state));
    next[i] = (state << (bits[i] as number)) - size;
  });
  return { accuracy, symbols, bits, next };
}

/**
 * Reads the shares of a table (section 4.1.1).
 *
 * @returns the table, and the bytes it took.
 * @throws BrokenStream for what is none, or has more than `most` symbols or 2^`mostAccuracy` states.
 */
export function readTable(
  bytes: Uint8Array,
  mostAccuracy: number,
  most: number,
): { readonly shares: readonly number[]; readonly accuracy: number; readonly used: number } {
  const accuracy = ((bytes[0] ?? 0) & 15) + 5;
  let left = 1 << accuracy;
  let place = 4;
  const read = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      value += (((bytes[(place + i) >> 3] ?? 0) >> ((place + i) & 7)) & 1) * 2 ** i;
    }
    return value;
  };
  const shares: number[] = [];
  while (left > 0 && shares.length < most && place <= 8 * bytes.length) {
    // Up to what is left, in as few bits as can be: the lower values take one less.
    const count = 32 - Math.clz32(left + 1);
    const few = 2 ** count - 1 - (left + 1);
    const low = read(count - 1);
    const whole = read(count);
    const value = low < few ? low : whole < 2 ** (count - 1) ? whole : whole - few;
    place += low < few ? count - 1 : count;
    shares.push(value - 1);
    left -= Math.abs(value - 1);
    for (let more = value === 1 ? 3 : 0; more === 3 && shares.length <= most;) {
      more = read(2);
      place += 2;
      shares.push(...Array<number>(more).fill(0));
    }
  }
  if (accuracy > mostAccuracy || left !== 0 || shares.length > most || place > 8 * bytes.length) {
    throw new BrokenStream('one of its tables is damaged');
  }
  return { shares, accuracy, used: (place + 7) >> 3 };
}
