import type { AsdfNode, AsdfScalar } from '../node';
import { plainValue } from './plain-scalar';

/** Items of a list that is written on one line, at most. */
const MOST_ON_LINE = 64;

/** True for what is written on one line: scalars, what is empty, and lists of few scalars without tags. */
export function isFlow(node: AsdfNode): boolean {
  switch (node.kind) {
    case 'scalar':
      return true;
    case 'mapping':
      return node.entries.length === 0;
    case 'sequence':
      return (
        node.items.length <= MOST_ON_LINE &&
        node.items.every((item) => item.kind === 'scalar' && item.tag === undefined)
      );
  }
}

/** What {@link isFlow} allows, without its tag. */
export function flowText(node: AsdfNode): string {
  switch (node.kind) {
    case 'scalar':
      return scalarText(node);
    case 'mapping':
      return '{}';
    case 'sequence':
      return `[${node.items.map((item) => (item.kind === 'scalar' ? scalarText(item) : '')).join(', ')}]`;
  }
}

/** The tag, in full and spelled so that it needs no %TAG directive; empty where there is none. */
export function tagText({ tag }: AsdfNode): string {
  if (tag === undefined) {
    return '';
  }
  return tag.startsWith('!') ? escaped(tag) : `!<${escaped(tag)}>`;
}

/** Tags are URIs: anything else in them is escaped by its UTF-8 bytes. */
function escaped(tag: string): string {
  return tag.replace(/[^\w\-#;/?:@&=+$.~*'()!]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isLone = code >= 0xd800 && code <= 0xdfff;
    const hex = code.toString(16).toUpperCase().padStart(2, '0');
    return isLone ? '%EF%BF%BD' : code < 0x80 ? `%${hex}` : encodeURIComponent(character);
  });
}

/** A scalar so that it is read again with the same value; text in quotes where it could be something else. */
export function scalarText({ value, text, tag }: AsdfScalar): string {
  const isText = typeof value === 'string';
  const isPlain = /^[\p{L}\p{N}_][\p{L}\p{N}_.+/()-]*(?: [\p{L}\p{N}_.+/()-]+)*$/u.test(text);
  if (!isText) {
    // As the file spells it, but what spans lines there or has no text at all.
    return text.includes('\n') ? JSON.stringify(text) : text;
  }
  return isPlain && (tag !== undefined || typeof plainValue(text) === 'string') && !isDate(text)
    ? text
    : quoted(text);
}

/** Python reads these as dates where they stand without quotes. */
function isDate(text: string): boolean {
  return /^\d{4}-\d\d?-\d\d?/.test(text);
}

function quoted(text: string): string {
  // JSON's escapes are YAML's too; what cannot be printed YAML wants escaped as well.
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}\u00a0]/gu, (character) =>
    escapedCharacter(character.codePointAt(0) ?? 0),
  );
}

function escapedCharacter(code: number): string {
  const hex = (digits: number): string => code.toString(16).padStart(digits, '0');
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
