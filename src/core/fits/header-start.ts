import { RECORD_LENGTH } from './card';

const X = 0x58;
const S = 0x53;

/**
 * True where the record at `at` surely starts a header: data, and the text of cards, may hold any bytes,
 * so that more than the keyword is looked at.
 */
export function startsHeader(bytes: Uint8Array, at: number): boolean {
  // Nearly every record that is asked about starts with another letter.
  if (bytes[at] !== X && bytes[at] !== S) {
    return false;
  }
  const record = String.fromCharCode(...bytes.subarray(at, at + RECORD_LENGTH));
  return /^(?:XTENSION= *'[A-Z0-9]+ *'|SIMPLE  = +[TF] *(?:\/|$))/.test(record);
}
