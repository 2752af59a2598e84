import { parseFloat16 } from 'hyparquet/src/convert.js';

/** What is stored as bytes, as people read it. */

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LENIENT = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text that the file says is text. */
export function utf8Text(bytes: Uint8Array): string {
  return LENIENT.decode(bytes);
}

/** Undefined for bytes that are no UTF-8. */
export function strictText(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes of which the file says nothing: text where they look like it, else hexadecimal. */
export function bytesText(bytes: Uint8Array): string {
  const isBinary = bytes.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13);
  return (isBinary ? undefined : strictText(bytes)) ?? hexText(bytes);
}

export function hexText(bytes: Uint8Array): string {
  return `0x${hexadecimal(bytes)}`;
}

export function uuidText(bytes: Uint8Array): string {
  return hexadecimal(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Months, days and milliseconds, each of which can mean something else at another time. */
export function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [months, days, millis] = [0, 4, 8].map((at) => view.getUint32(at, true));
  return `${months} months ${days} days ${millis} ms`;
}

export function float16(bytes: Uint8Array): number {
  return parseFloat16(bytes) ?? NaN;
}

/** Two's complement, the highest byte first. */
export function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) {
    value = (value << 8n) | BigInt(byte);
  }
  return BigInt.asIntN(8 * bytes.length, value);
}

/** `-12.34` of -1234 and two digits. */
export function decimalText(value: bigint, scale: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return scale <= 0
    ? `${sign}${digits}${value === 0n ? '' : '0'.repeat(-scale)}`
    : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
