import type { Coding } from './coding';
import type { Elements } from './elements';
import { fieldText } from './latin1';

/** Where cells stand in some bytes: `cells` of them, `stride` bytes apart, `perCell` elements of each. */
export interface CellPlace {
  readonly start: number;
  readonly stride: number;
  readonly cells: number;
  readonly perCell: number;
}

type Floats = Float32Array | Float64Array;
type Numbers = Exclude<Elements['values'], BigInt64Array | BigUint64Array | string[]>;

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const TRUE = 0x54;
const FALSE = 0x46;

/** Decodes big-endian elements into `out` from element `at` on, scaled, with TNULL as missing. */
export function decodeElements(
  bytes: Uint8Array,
  place: CellPlace,
  coding: Coding,
  out: Elements,
  at: number,
): void {
  if (place.perCell === 0) {
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { values } = out;
  switch (coding.letter) {
    case 'L':
      return decodeLogicals(bytes, place, out, at);
    case 'X':
      return decodeBits(bytes, place, values as Uint8Array, at);
    case 'A':
      return decodeTexts(bytes, place, coding.size, values as string[], at);
    case 'K':
      decodeLongs(view, place, coding, values, at);
      break;
    case 'B':
    case 'I':
    case 'J':
      decodeIntegers(view, place, coding, values as Numbers, at);
      break;
    case 'E':
    case 'D':
      return decodeFloats(view, place, coding, values as Floats, at);
    case 'C':
    case 'M':
      return decodeComplex(view, place, coding, values as Floats, at);
  }
  if (coding.blank !== undefined) {
    markBlanks(view, place, coding.letter, coding.blank, out, at);
  }
}

/** T and F are values, NUL is a missing one (FITS 4.0, section 7.3.3.1); so is what is neither. */
function decodeLogicals(bytes: Uint8Array, place: CellPlace, out: Elements, at: number): void {
  const values = out.values as Uint8Array;
  let i = at;
  for (let cell = 0; cell < place.cells; cell += 1) {
    const start = place.start + cell * place.stride;
    for (let k = 0; k < place.perCell; k += 1, i += 1) {
      const byte = bytes[start + k];
      if (byte === TRUE) {
        values[i] = 1;
      } else if (byte !== FALSE) {
        out.setMissing(i);
      }
    }
  }
}

/** The first bit is the highest of the first byte. */
function decodeBits(bytes: Uint8Array, place: CellPlace, values: Uint8Array, at: number): void {
  let i = at;
  for (let cell = 0; cell < place.cells; cell += 1) {
    const start = place.start + cell * place.stride;
    for (let k = 0; k < place.perCell; k += 1, i += 1) {
      values[i] = ((bytes[start + (k >> 3)] ?? 0) >> (7 - (k & 7))) & 1;
    }
  }
}

function decodeTexts(
  bytes: Uint8Array,
  place: CellPlace,
  length: number,
  values: string[],
  at: number,
): void {
  let i = at;
  for (let cell = 0; cell < place.cells; cell += 1) {
    const start = place.start + cell * place.stride;
    for (let k = 0; k < place.perCell; k += 1, i += 1) {
      values[i] = fieldText(bytes, start + k * length, length);
    }
  }
}

// The loops below are written out: a function called for each element would cost several times more.

function decodeIntegers(
  view: DataView,
  { start, stride, cells, perCell }: CellPlace,
  { letter, type, scale, zero }: Coding,
  values: Numbers,
  at: number,
): void {
  // Assigning to an array of the other signedness wraps; flipping the sign is what its TZERO does.
  const flip =
    type === 'int8' ? 0x80 : type === 'uint16' ? 0x8000 : type === 'uint32' ? 1 << 31 : 0;
  const scaled = type === 'float64';
  let i = at;
  if (type === 'uint8' && perCell > 8) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let cell = 0; cell < cells; cell += 1, i += perCell) {
      const from = start + cell * stride;
      values.set(bytes.subarray(from, from + perCell), i);
    }
    return;
  }
  for (let cell = 0; cell < cells; cell += 1) {
    let byte = start + cell * stride;
    const end = i + perCell;
    if (letter === 'B') {
      for (; i < end; i += 1, byte += 1) {
        const stored = view.getUint8(byte);
        values[i] = scaled ? stored * scale + zero : stored ^ flip;
      }
    } else if (letter === 'I') {
      for (; i < end; i += 1, byte += 2) {
        const stored = view.getInt16(byte);
        values[i] = scaled ? stored * scale + zero : stored ^ flip;
      }
    } else {
      for (; i < end; i += 1, byte += 4) {
        const stored = view.getInt32(byte);
        values[i] = scaled ? stored * scale + zero : stored ^ flip;
      }
    }
  }
}

/** 64-bit integers, word by word: BigInt arithmetic would take ten times as long. */
function decodeLongs(
  view: DataView,
  { start, stride, cells, perCell }: CellPlace,
  { type, scale, zero }: Coding,
  values: Elements['values'],
  at: number,
): void {
  let i = at;
  if (values instanceof Float64Array) {
    for (let cell = 0; cell < cells; cell += 1) {
      let byte = start + cell * stride;
      for (const end = i + perCell; i < end; i += 1, byte += 8) {
        const stored = view.getInt32(byte) * 2 ** 32 + view.getUint32(byte + 4);
        values[i] = stored * scale + zero;
      }
    }
    return;
  }
  const { buffer } = values as BigInt64Array;
  const words = new Int32Array(buffer);
  const flip = type === 'uint64' ? 1 << 31 : 0;
  const high = LITTLE_ENDIAN ? 1 : 0;
  for (let cell = 0; cell < cells; cell += 1) {
    let byte = start + cell * stride;
    for (const end = i + perCell; i < end; i += 1, byte += 8) {
      words[2 * i + high] = view.getInt32(byte) ^ flip;
      words[2 * i + 1 - high] = view.getInt32(byte + 4);
    }
  }
}

function decodeFloats(
  view: DataView,
  { start, stride, cells, perCell }: CellPlace,
  { letter, scale, zero }: Coding,
  values: Floats,
  at: number,
): void {
  // Times 1 plus 0 would lose the sign of zero.
  const scaled = scale !== 1 || zero !== 0;
  let i = at;
  for (let cell = 0; cell < cells; cell += 1) {
    let byte = start + cell * stride;
    const end = i + perCell;
    if (letter === 'E') {
      for (; i < end; i += 1, byte += 4) {
        const stored = view.getFloat32(byte);
        values[i] = scaled ? stored * scale + zero : stored;
      }
    } else {
      for (; i < end; i += 1, byte += 8) {
        const stored = view.getFloat64(byte);
        values[i] = scaled ? stored * scale + zero : stored;
      }
    }
  }
}

function decodeComplex(
  view: DataView,
  place: CellPlace,
  coding: Coding,
  values: Floats,
  at: number,
): void {
  const letter = coding.letter === 'C' ? 'E' : 'D';
  const parts = { ...place, perCell: 2 * place.perCell };
  decodeFloats(view, parts, { ...coding, letter, zero: 0 }, values, 2 * at);
  if (coding.zero !== 0) {
    const end = at + place.cells * place.perCell;
    for (let i = at; i < end; i += 1) {
      values[2 * i] = (values[2 * i] as number) + coding.zero;
    }
  }
}

function markBlanks(
  view: DataView,
  { start, stride, cells, perCell }: CellPlace,
  letter: 'B' | 'I' | 'J' | 'K',
  blank: bigint,
  out: Elements,
  at: number,
): void {
  const low = Number(BigInt.asIntN(32, blank));
  const high = Number(blank >> 32n);
  let i = at;
  for (let cell = 0; cell < cells; cell += 1) {
    let byte = start + cell * stride;
    for (const end = i + perCell; i < end; i += 1) {
      if (letter === 'B') {
        if (view.getUint8(byte) === low) {
          out.setMissing(i);
        }
        byte += 1;
      } else if (letter === 'I') {
        if (view.getInt16(byte) === low) {
          out.setMissing(i);
        }
        byte += 2;
      } else if (letter === 'J') {
        if (view.getInt32(byte) === low) {
          out.setMissing(i);
        }
        byte += 4;
      } else {
        if (view.getInt32(byte) === high && view.getInt32(byte + 4) === low) {
          out.setMissing(i);
        }
        byte += 8;
      }
    }
  }
}
