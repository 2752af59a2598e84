/**
 * Text in PNG files: says within the file what the picture is of. PNG (third edition), 11.3.3.2 `tEXt`
 * for Latin-1 and 11.3.3.4 `iTXt` for the rest.
 */

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around the data of a chunk. */
const CHUNK_OVERHEAD = 12;

/** The PNG with a text chunk for each keyword (1 to 79 Latin-1 characters) after its header. */
export function withTexts(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const headerEnd = SIGNATURE_BYTES + CHUNK_OVERHEAD + view.getUint32(SIGNATURE_BYTES);
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return joined([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]);
}

function textChunk(keyword: string, text: string): Uint8Array {
  // A NUL would end the keyword or the text early.
  const plain = text.replaceAll('\0', '');
  const simple = [...plain].every((character) => (character.codePointAt(0) ?? 0) < 256);
  return simple
    ? chunk('tEXt', [latin1(`${keyword}\0${plain}`)])
    : // Not compressed, no language, no translated keyword.
      chunk('iTXt', [latin1(`${keyword}\0\0\0\0\0`), new TextEncoder().encode(plain)]);
}

function chunk(type: string, data: readonly Uint8Array[]): Uint8Array {
  const body = joined([latin1(type), ...data]);
  const whole = joined([new Uint8Array(4), body, new Uint8Array(4)]);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length - 4);
  view.setUint32(whole.length - 4, crc32(body));
  return whole;
}

/** CRC-32 as in Annex D: polynomial 0xEDB88320, reflected. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
