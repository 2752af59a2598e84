/** Percent-encoding as S3 understands it: bytes of UTF-8, and nothing is ever normalised. */

/** Every byte but the unreserved ones (RFC 3986, section 2.3) as `%XX`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, escapeAscii);
}

/** `%XX` of one ASCII character. */
export function escapeAscii(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The text that was percent-encoded, or undefined where it is no such text (`%G1`, not UTF-8). */
export function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A lone surrogate has no UTF-8 form; it becomes U+FFFD, as `TextEncoder` has it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
