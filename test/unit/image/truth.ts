/** Numbers of a truth file: JSON has no NaN and no infinities, so Python's names stand for them. */
export function numbers(values: readonly (number | string)[]): number[] {
  return values.map((value) => (typeof value === 'number' ? value : named(value)));
}

function named(text: string): number {
  switch (text) {
    case 'nan':
      return NaN;
    case 'inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    default:
      throw new Error(`“${text}” is no number.`);
  }
}

/** Little-endian numbers of a truth file, from their base64. */
export function decoded(dtype: string, base64: string): Float32Array | Float64Array {
  const { buffer } = Uint8Array.from(Buffer.from(base64, 'base64'));
  return dtype === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer);
}
