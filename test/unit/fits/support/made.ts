/** Makes FITS bytes by hand, so that broken ones can be made too. */

/** One 80-character record. */
export function record(text: string): string {
  return text.padEnd(80).slice(0, 80);
}

/** A value card in fixed format. */
export function card(keyword: string, value: string | number | boolean, comment = ''): string {
  const text =
    typeof value === 'string'
      ? `'${value.replaceAll("'", "''").padEnd(8)}'`.padEnd(20)
      : (typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value)).padStart(20);
  return record(`${keyword.padEnd(8)}= ${text}${comment === '' ? '' : ` / ${comment}`}`);
}

/** Records with END, padded to whole blocks. */
export function headerBytes(records: readonly string[]): Uint8Array {
  const text = [...records.map(record), record('END')].join('');
  return latin1(text.padEnd(Math.ceil(text.length / 2880) * 2880));
}

export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** A data unit padded with zeros. */
export function padToBlock(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(data.length / 2880) * 2880);
  bytes.set(data);
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The mandatory cards of a primary header. */
export function primaryCards(bitpix: number, axes: readonly number[]): string[] {
  return [
    card('SIMPLE', true, 'conforms to FITS standard'),
    card('BITPIX', bitpix, 'array data type'),
    card('NAXIS', axes.length, 'number of array dimensions'),
    ...axes.map((length, i) => card(`NAXIS${i + 1}`, length)),
  ];
}

/** The mandatory cards of an extension. */
export function extensionCards(
  type: string,
  bitpix: number,
  axes: readonly number[],
  pcount = 0,
): string[] {
  return [
    card('XTENSION', type),
    ...primaryCards(bitpix, axes).slice(1),
    card('PCOUNT', pcount),
    card('GCOUNT', 1),
  ];
}

/** A file of one image. `data` are its stored pixels, big-endian. */
export function imageFile(
  bitpix: number,
  axes: readonly number[],
  data: Uint8Array,
  extra: readonly string[] = [],
): Uint8Array {
  return concat(headerBytes([...primaryCards(bitpix, axes), ...extra]), padToBlock(data));
}

/** Big-endian numbers of a BITPIX. */
export function stored(bitpix: number, values: readonly (number | bigint)[]): Uint8Array {
  const size = Math.abs(bitpix) / 8;
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, i) => {
    const at = size * i;
    switch (bitpix) {
      case 8:
        return view.setUint8(at, Number(value));
      case 16:
        return view.setInt16(at, Number(value));
      case 32:
        return view.setInt32(at, Number(value));
      case 64:
        return view.setBigInt64(at, BigInt(value));
      case -32:
        return view.setFloat32(at, Number(value));
      default:
        return view.setFloat64(at, Number(value));
    }
  });
  return new Uint8Array(view.buffer);
}
