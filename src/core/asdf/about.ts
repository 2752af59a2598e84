import type { AsdfFile } from './asdf-file';
import { childOf, type AsdfNode } from './node';

/** A statement about a file as a whole. */
export interface AboutLine {
  readonly label: string;
  readonly text: string;
}

/** Extensions and entries of the history that are listed, at most. */
const MOST_LISTED = 500;
const LONGEST_TEXT = 2000;

/**
 * What a file says of itself: standard, the library that wrote it, its extensions, and each entry of its
 * history with time and software (`core/asdf`, `core/history_entry`, `core/software`).
 */
export function aboutFile({ standardVersion, formatVersion, tree }: AsdfFile): AboutLine[] {
  const library = childOf(tree, 'asdf_library');
  const history = childOf(tree, 'history');
  // A plain list up to version 1.1 of the standard.
  const entries = history?.kind === 'sequence' ? history : childOf(history, 'entries');
  return [
    ...line('ASDF standard', standardVersion),
    ...line('File format', formatVersion),
    ...line('Tree', tree?.tag),
    ...line('Written by', softwareText(library)),
    ...line('Author of the library', textOf(childOf(library, 'author'))),
    ...list('Extension', childOf(history, 'extensions'), extensionText),
    ...list('History', entries, entryText),
  ];
}

function line(label: string, text: string | undefined): AboutLine[] {
  const isThere = text !== undefined && text !== '';
  return isThere ? [{ label, text: text.slice(0, LONGEST_TEXT) }] : [];
}

function list(
  label: string,
  node: AsdfNode | undefined,
  asText: (item: AsdfNode) => string | undefined,
): AboutLine[] {
  const items = node?.kind === 'sequence' ? node.items : [];
  const lines = items.slice(0, MOST_LISTED).flatMap((item) => line(label, asText(item)));
  const left = items.length - MOST_LISTED;
  return left > 0 ? [...lines, { label, text: `… and ${left} more` }] : lines;
}

/** `asdf://asdf-format.org/core/extensions/core-1.6.0 (asdf 4.1.0, asdf_standard 1.1.1)`. */
function extensionText(node: AsdfNode): string | undefined {
  const name = textOf(childOf(node, 'extension_uri')) ?? textOf(childOf(node, 'extension_class'));
  const software = [childOf(node, 'software'), childOf(node, 'manifest_software')];
  return withSoftware(name, software);
}

/** `2026-11-21 10:00:00: made a flat (skyflat 1.2)`. */
function entryText(node: AsdfNode): string | undefined {
  if (node.kind === 'scalar') {
    return node.text;
  }
  const parts = [textOf(childOf(node, 'time')), textOf(childOf(node, 'description'))];
  const text = parts.filter((part) => part !== undefined).join(': ');
  const software = childOf(node, 'software');
  return withSoftware(
    text === '' ? undefined : text,
    software?.kind === 'sequence' ? software.items.slice(0, MOST_LISTED) : [software],
  );
}

function withSoftware(
  text: string | undefined,
  software: readonly (AsdfNode | undefined)[],
): string | undefined {
  const names = software.map(softwareText).filter((name) => name !== undefined);
  if (names.length === 0) {
    return text;
  }
  return text === undefined ? names.join(', ') : `${text} (${names.join(', ')})`;
}

function softwareText(node: AsdfNode | undefined): string | undefined {
  const parts = ['name', 'version'].map((key) => textOf(childOf(node, key)));
  const text = parts.filter((part) => part !== undefined).join(' ');
  return text === '' ? undefined : text;
}

/** Of a scalar, cut: the file may put anything there. */
function textOf(node: AsdfNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null
    ? node.text.slice(0, LONGEST_TEXT)
    : undefined;
}
