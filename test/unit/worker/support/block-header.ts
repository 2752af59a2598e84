/** The header of a block of ASDF, without a checksum. */
export function blockHeader(compression: string, used: number, size: number): Uint8Array {
  const block = new Uint8Array(54);
  const view = new DataView(block.buffer);
  block.set([0xd3, 0x42, 0x4c, 0x4b]);
  view.setUint16(4, 48);
  block.set(new TextEncoder().encode(compression), 10);
  [used, used, size].forEach((bytes, i) => view.setBigUint64(14 + 8 * i, BigInt(bytes)));
  return block;
}
