/** Rows of a table as they are sent: little-endian uint32. */

export function rowsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, at) =>
    view.getUint32(4 * at, true),
  );
}

export function bytesOf(rows: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 * rows.length);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < rows.length; at++) {
    view.setUint32(4 * at, rows[at] ?? 0, true);
  }
  return bytes;
}
