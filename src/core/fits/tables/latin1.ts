/** More arguments than this overflow the stack of some hosts. */
const MOST_ARGUMENTS = 4096;

/** Reused: a call with a plain array costs two thirds of one with a view of the bytes. */
const codes: number[] = [];

/** The bytes `[start, end)` as text, one character a byte (`TextDecoder('latin1')` is windows-1252). */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += MOST_ARGUMENTS) {
    const count = Math.min(end - at, MOST_ARGUMENTS);
    codes.length = count;
    for (let i = 0; i < count; i += 1) {
      codes[i] = bytes[at + i] as number;
    }
    text += Reflect.apply(String.fromCharCode, undefined, codes) as string;
  }
  return text;
}

/** The string in a field of `length` bytes: up to the first NUL, without trailing blanks. */
export function fieldText(bytes: Uint8Array, start: number, length: number): string {
  const limit = start + length;
  let end = start;
  while (end < limit && bytes[end] !== 0) {
    end += 1;
  }
  while (end > start && bytes[end - 1] === 0x20) {
    end -= 1;
  }
  return latin1(bytes, start, end);
}
