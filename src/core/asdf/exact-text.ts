import { shortestFloat32 } from '../fits/decode';
import type { ScalarDatatype } from './array';
import { halfValues, shortestHalf } from './half';

/**
 * The exact value of one element as text: integers in full, floats in the shortest form that reads back to
 * the same value in their own precision, truth values as 0 and 1, complex numbers as numpy writes them,
 * `1.5-2j`.
 */
export function exactText(
  view: DataView,
  at: number,
  datatype: ScalarDatatype,
  little: boolean,
): string {
  switch (datatype) {
    case 'bool8':
      return view.getUint8(at) === 0 ? '0' : '1';
    case 'int8':
      return String(view.getInt8(at));
    case 'uint8':
      return String(view.getUint8(at));
    case 'int16':
      return String(view.getInt16(at, little));
    case 'uint16':
      return String(view.getUint16(at, little));
    case 'int32':
      return String(view.getInt32(at, little));
    case 'uint32':
      return String(view.getUint32(at, little));
    case 'int64':
      return String(view.getBigInt64(at, little));
    case 'uint64':
      return String(view.getBigUint64(at, little));
    case 'float16':
      return shortestHalf(halfValues()[view.getUint16(at, little)] as number);
    case 'float32':
      return shortestFloat32(view.getFloat32(at, little));
    case 'float64':
      return String(view.getFloat64(at, little));
    case 'complex64':
      return complexText(
        shortestFloat32(view.getFloat32(at, little)),
        shortestFloat32(view.getFloat32(at + 4, little)),
      );
    case 'complex128':
      return complexText(
        String(view.getFloat64(at, little)),
        String(view.getFloat64(at + 8, little)),
      );
  }
}

function complexText(re: string, im: string): string {
  return `${re}${/^[+-]/.test(im) ? '' : '+'}${im}j`;
}
