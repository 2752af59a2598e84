/**
 * A file name from an object key. Keys are any text: they hold separators, `..`, control characters
 * and names that some file systems give a meaning of their own. What comes out is always one path
 * segment that every file system of Linux, macOS and Windows takes as a plain file.
 */

/** The longest name ext4, APFS and NTFS all take, in bytes of UTF-8. */
export const LONGEST_NAME = 255;

const FALLBACK = 'object';

/**
 * Not allowed on Windows, or a separator there (`\`, and `:` which opens an NTFS stream); control
 * characters; direction marks, which make `gpj.exe` read as `exe.jpg`; halves of surrogate pairs.
 */
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\p{Surrogate}]/gu;

/** Device names of Windows, with any extension and with blanks before it. */
const DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)/i;

/** The name to save an object under: the last named segment of its key, made safe. */
export function safeFileName(key: string): string {
  const segment = key.split('/').findLast((part) => part !== '' && part !== '.' && part !== '..');
  const plain = trimEnds((segment ?? '').replace(FORBIDDEN, '_'));
  const named = plain === '' ? FALLBACK : plain;
  return shorten(DEVICE.test(named) ? `_${named}` : named, LONGEST_NAME);
}

/** `image.fits` → `image (2).fits`: the name for keeping both. */
export function numberedName(name: string, number: number): string {
  const { stem, extension } = split(name);
  const suffix = ` (${number})${extension}`;
  return shorten(stem, LONGEST_NAME - utf8Length(suffix)) + suffix;
}

/**
 * The name a download has until it is complete, beside its target. `token` keeps two downloads of the
 * same name apart.
 */
export function partialName(name: string, token: string): string {
  const suffix = `.skybucket-part-${token}`;
  return `.${shorten(name, LONGEST_NAME - 1 - utf8Length(suffix))}${suffix}`;
}

/** Windows drops trailing dots and blanks, so two names would be one file there. */
function trimEnds(name: string): string {
  return name.replace(/^\s+/, '').replace(/[\s.]+$/, '');
}

/** Cuts the stem, not the extension, at a character boundary. */
function shorten(name: string, bytes: number): string {
  if (utf8Length(name) <= bytes) {
    return name;
  }
  const { stem, extension } = split(name);
  const room = bytes - utf8Length(extension);
  let kept = '';
  let length = 0;
  for (const character of stem) {
    length += utf8Length(character);
    if (length > room) {
      break;
    }
    kept += character;
  }
  return `${extension === '' ? trimEnds(kept) : kept}${extension}`;
}

/** The extension is short and comes after something; `.fits.gz` and its like stay together. */
function split(name: string): { stem: string; extension: string } {
  const match = /^(.+?)((?:\.[^.\s]{1,12})?\.[^.\s]{1,12})$/u.exec(name);
  return { stem: match?.[1] ?? name, extension: match?.[2] ?? '' };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
