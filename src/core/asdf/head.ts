import { SkybucketError } from '../errors';
import { isBlockStart } from './block-header';
import { asciiBytes, startsWith } from './bytes-search';
import { isAsdf } from './file-start';

/** What comes before the tree; ASDF standard 1.6, "File layout". */
export interface FileHead {
  readonly formatVersion: string;
  readonly standardVersion: string | undefined;
  /** Where the tree, or the first block of a file without one, begins; else where the comments end. */
  readonly end: number;
  readonly next: 'tree' | 'block' | 'nothing';
  /** Lines before `end`. */
  readonly lines: number;
  readonly warnings: readonly string[];
}

/** Lines that a tree begins with: `%YAML 1.1`; written by hand perhaps only what ends the directives. */
const TREE_STARTS = ['%', '---'].map(asciiBytes);

const HASH = 0x23;
const NEWLINE = 0x0a;

/**
 * Reads the header line and the comments.
 *
 * @param bytes the start of the file: all of what it says here is expected within.
 * @param size of the file.
 * @throws SkybucketError `format` for what is no ASDF file.
 */
export function parseHead(bytes: Uint8Array, size: number, label: string): FileHead {
  if (size === 0) {
    throw new SkybucketError('format', `${label} is empty.`);
  }
  if (!isAsdf(bytes)) {
    throw new SkybucketError(
      'format',
      `${label} is not an ASDF file: it does not begin with #ASDF.`,
      {
        hint: 'The file is damaged, or of another format.',
      },
    );
  }
  let end = 0;
  const comments: string[] = [];
  while (end < bytes.length && isComment(bytes, end)) {
    const newline = bytes.indexOf(NEWLINE, end);
    const lineEnd = newline < 0 ? bytes.length : newline;
    comments.push(asText(bytes.subarray(end, lineEnd)));
    end = Math.min(lineEnd + 1, bytes.length);
  }
  const formatVersion = /^#ASDF +(\S+)/.exec(comments[0] ?? '')?.[1] ?? '';
  const standard = comments.map((line) => /^#ASDF_STANDARD +(\S+)/.exec(line)?.[1]);
  return {
    formatVersion,
    standardVersion: standard.find((version) => version !== undefined),
    ...{ end, next: nextOf(bytes, end, size, label), lines: comments.length },
    warnings: warningsOn(formatVersion),
  };
}

/** Empty lines are no comments, but harmless. */
function isComment(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === HASH || byte === NEWLINE || (byte === 0x0d && bytes[at + 1] === NEWLINE);
}

function nextOf(bytes: Uint8Array, at: number, size: number, label: string): FileHead['next'] {
  if (isBlockStart(bytes, at)) return 'block';
  if (TREE_STARTS.some((start) => startsWith(bytes, start, at))) return 'tree';
  const isAll = bytes.length >= size;
  if (isAll && bytes.subarray(at).every((byte) => byte === 0)) return 'nothing';
  throw new SkybucketError(
    'format',
    `After the header of ${label} comes neither a tree nor a block.`,
    { hint: 'The file is damaged.' },
  );
}

function asText(line: Uint8Array): string {
  return new TextDecoder().decode(line.subarray(0, 1000)).trimEnd();
}

function warningsOn(formatVersion: string): string[] {
  return /^1\./.test(formatVersion)
    ? []
    : [`The header says ASDF ${formatVersion || 'without a version'}; it is read as ASDF 1.`];
}
