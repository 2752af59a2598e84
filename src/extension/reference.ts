import { isPublicHost } from '../core/bytes/public-host';
import { parseWebAddress } from '../core/bytes/web-address';
import { SkybucketError } from '../core/errors';
import { percentDecode } from '../core/s3/percent';

/**
 * What a URI in a file leads to (RFC 3986): a file in the same folder or below, by the names on the way,
 * decoded; or a link to a public host.
 */
export type Reference =
  | { readonly kind: 'near'; readonly names: readonly string[] }
  | { readonly kind: 'link'; readonly url: string };

const LONGEST = 2000;

/**
 * What a file says is data, and may be made by anybody: a reference is followed to the same folder and
 * below, and over https to public hosts, and nowhere else.
 *
 * @throws SkybucketError `bad-address` for any other.
 */
export function readReference(text: string): Reference {
  if (text.length > LONGEST || /[\p{Cc}\\]/u.test(text)) {
    throw refused(text, 'which is no address');
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    return linkOf(text);
  }
  if (text.startsWith('/')) {
    throw refused(text, 'which is not in its folder');
  }
  if (/[?#]/.test(text)) {
    throw refused(text, 'which asks for more than a file');
  }
  return { kind: 'near', names: namesOf(text) };
}

function linkOf(text: string): Reference {
  if (!/^https:\/\//i.test(text)) {
    throw refused(text, 'which is neither in its folder nor an https link');
  }
  const { hostname, authorization } = parseWebAddress(text);
  if (!isPublicHost(hostname) || Object.keys(authorization).length > 0) {
    throw refused(text, 'which is not on a public server');
  }
  return { kind: 'link', url: text };
}

function namesOf(text: string): string[] {
  const names: string[] = [];
  for (const segment of text.split('/')) {
    const name = percentDecode(segment);
    if (name === undefined || name === '' || /[\p{Cc}\\/:]/u.test(name)) {
      throw refused(text, 'which is no name of a file');
    }
    if (name === '..' && names.pop() === undefined) {
      throw refused(text, 'which is not in its folder');
    }
    if (name !== '.' && name !== '..') {
      names.push(name);
    }
  }
  if (names.length === 0) {
    throw refused(text, 'which is no name of a file');
  }
  return names;
}

export function refused(text: string, why: string): SkybucketError {
  const shown = text.slice(0, 200).replace(/\p{Cc}/gu, '�');
  return new SkybucketError(
    'bad-address',
    `This file says that a part of it is in “${shown}”, ${why}; that is not followed, for safety.`,
    {
      hint: 'Parts are looked for in the folder of the file and below, and over https on public servers.',
    },
  );
}
