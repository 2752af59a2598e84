import { SkybucketError } from '../errors';

/** Value of each character below 128: 0 to 63, or one of these. */
const SKIP = 64;
const PADDING = 65;
const WRONG = 66;

const VALUES = new Uint8Array(128).fill(WRONG);
'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.split('').forEach((c, i) => {
  VALUES[c.charCodeAt(0)] = i;
});
// The alphabet for addresses is met too.
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;
VALUES['='.charCodeAt(0)] = PADDING;
for (const blank of ' \t\r\n\f') {
  VALUES[blank.charCodeAt(0)] = SKIP;
}

/** Decodes base64 that comes in pieces, cut anywhere, with blanks anywhere. */
export class Base64Decoder {
  private bits = 0;
  private held = 0;

  /** @throws SkybucketError `format` for a character that has no place in base64. */
  decode(text: string): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(Math.ceil((text.length * 3) / 4) + 3);
    let { bits, held } = this;
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const value = code < 128 ? (VALUES[code] as number) : WRONG;
      if (value < SKIP) {
        bits = (bits << 6) | value;
        held += 6;
        if (held >= 8) {
          held -= 8;
          out[at++] = bits >> held;
          bits &= (1 << held) - 1;
        }
      } else if (value === PADDING) {
        bits = 0;
        held = 0;
      } else if (value === WRONG) {
        throw new SkybucketError('format', 'Its base64 has a character that has no place in it.');
      }
    }
    this.bits = bits;
    this.held = held;
    return out.subarray(0, at);
  }
}
