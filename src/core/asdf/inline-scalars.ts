import type { ByteOrder, ScalarDatatype, TextDatatype } from './array';
import { shortText } from './array-axes';
import { badArray } from './array-error';
import { halfBits } from './half';
import { isComplexScalar } from './inline-summary';
import type { AsdfScalar } from './node';

const RANGES: Partial<Record<ScalarDatatype, readonly [bigint, bigint]>> = {
  ...{ int8: [-(2n ** 7n), 2n ** 7n - 1n], uint8: [0n, 2n ** 8n - 1n] },
  ...{ int16: [-(2n ** 15n), 2n ** 15n - 1n], uint16: [0n, 2n ** 16n - 1n] },
  ...{ int32: [-(2n ** 31n), 2n ** 31n - 1n], uint32: [0n, 2n ** 32n - 1n] },
  ...{ int64: [-(2n ** 63n), 2n ** 63n - 1n], uint64: [0n, 2n ** 64n - 1n] },
};

/**
 * Writes a number or truth value of the tree as an element in a block.
 *
 * @throws SkybucketError `format` where it cannot be of that type: integers are not rounded.
 */
export function writeScalar(
  view: DataView,
  at: number,
  node: AsdfScalar,
  datatype: ScalarDatatype,
  little: boolean,
): void {
  switch (datatype) {
    case 'bool8':
      return view.setUint8(at, realOf(node, datatype) === 0 ? 0 : 1);
    case 'float16':
      return view.setUint16(at, halfBits(realOf(node, datatype)), little);
    case 'float32':
      return view.setFloat32(at, realOf(node, datatype), little);
    case 'float64':
      return view.setFloat64(at, realOf(node, datatype), little);
    case 'complex64': {
      const [re, im] = complexOf(node, datatype);
      view.setFloat32(at, re, little);
      return view.setFloat32(at + 4, im, little);
    }
    case 'complex128': {
      const [re, im] = complexOf(node, datatype);
      view.setFloat64(at, re, little);
      return view.setFloat64(at + 8, im, little);
    }
    case 'int8':
    case 'uint8':
      return view.setUint8(at, Number(bitsOf(node, datatype, 8)));
    case 'int16':
    case 'uint16':
      return view.setUint16(at, Number(bitsOf(node, datatype, 16)), little);
    case 'int32':
    case 'uint32':
      return view.setUint32(at, Number(bitsOf(node, datatype, 32)), little);
    case 'int64':
    case 'uint64':
      return view.setBigUint64(at, bitsOf(node, datatype, 64), little);
  }
}

/** @throws SkybucketError `format` for more characters than there is room for, or others than ASCII. */
export function writeText(
  view: DataView,
  at: number,
  node: AsdfScalar,
  { text, characters }: TextDatatype,
  order: ByteOrder,
): void {
  const codes = [...node.text].map((character) => character.codePointAt(0) as number);
  if (codes.length > characters || (text === 'ascii' && codes.some((code) => code > 0x7f))) {
    throw badArray(
      `An array of ${text} texts of ${characters} has the element ${shortText(node)}.`,
    );
  }
  for (const [i, code] of codes.entries()) {
    if (text === 'ascii') {
      view.setUint8(at + i, code);
    } else {
      view.setUint32(at + 4 * i, code, order === 'little');
    }
  }
}

/** The bits of an integer in two's complement. */
function bitsOf(node: AsdfScalar, datatype: ScalarDatatype, bits: number): bigint {
  const { value } = node;
  const whole = typeof value === 'number' && Number.isInteger(value);
  const integer =
    typeof value === 'bigint' || typeof value === 'boolean' || whole ? BigInt(value) : undefined;
  const [least, most] = RANGES[datatype] ?? [0n, 0n];
  if (integer === undefined || integer < least || integer > most) {
    throw unlike(node, datatype);
  }
  return BigInt.asUintN(bits, integer);
}

function realOf(node: AsdfScalar, datatype: ScalarDatatype): number {
  const { value } = node;
  if (value === null || typeof value === 'string') {
    throw unlike(node, datatype);
  }
  return Number(value);
}

/** As Python writes it, with or without brackets: `1.5-2j`, `3j`, `nan+infj`. */
function complexOf(node: AsdfScalar, datatype: ScalarDatatype): readonly [number, number] {
  if (!isComplexScalar(node)) {
    return [realOf(node, datatype), 0];
  }
  const number = String.raw`[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|inf(?:inity)?|nan)`;
  const text = node.text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .toLowerCase();
  const both = new RegExp(`^(?:(${number})(?=[+-]|$))?(?:(${number}|[+-]?)[ij])?$`).exec(text);
  if (!both || text === '') {
    throw unlike(node, datatype);
  }
  const [, re = '0', im = '0'] = both;
  return [floatOf(re), floatOf(/^[+-]?$/.test(im) ? `${im}1` : im)];
}

function floatOf(text: string): number {
  const [, sign = '', name = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  const size = name.startsWith('inf') ? Infinity : name === 'nan' ? NaN : Number(name);
  return sign === '-' ? -size : size;
}

function unlike(node: AsdfScalar, datatype: ScalarDatatype): Error {
  return badArray(`An array of ${datatype} in the tree has the element ${shortText(node)}.`);
}
