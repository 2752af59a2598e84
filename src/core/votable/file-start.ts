/** The outermost element comes after a declaration, a DOCTYPE and comments at most. */
const HEAD = 8192;
const ROOT = /<(?:[\w.-]{1,40}:)?VOTABLE[\s>/]/;

/** True where the bytes are the start of a VOTable document, in any encoding that XML parsers know. */
export function isVoTable(start: Uint8Array): boolean {
  const head = start.subarray(0, HEAD);
  let text = '';
  for (const byte of head) {
    // Of UTF-16 every other byte is 0, of a byte order mark none is a character here.
    text += byte === 0 || byte > 127 ? '' : String.fromCharCode(byte);
  }
  return /^\s*</.test(text) && ROOT.test(text);
}
