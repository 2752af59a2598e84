import { createHash } from 'node:crypto';

/** Longer ones are not told to extensions. */
const LONGEST = 50 * 1024 * 1024;

/** Tells a text from others as editors show it: without its byte order mark, whatever its line ends. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text.replace(/\r\n?/g, '\n')).digest('hex');
}

/** The same of the bytes of a file, in UTF-8 or in UTF-16 that says so; undefined where an editor shows no such text. */
export function textDigestOf(bytes: Uint8Array): string | undefined {
  if (bytes.length > LONGEST) {
    return undefined;
  }
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return textDigest(new TextDecoder(encoding).decode(bytes));
}
