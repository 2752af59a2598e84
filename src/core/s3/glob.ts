import { SkybucketError } from '../errors';
import { expandBraces } from './glob-braces';
import { compileName, type NamePattern } from './glob-name';

/** A key has 1,024 bytes at most; alternatives may make a pattern longer. */
const LONGEST_PATTERN = 2000;

/** What stands between two slashes of a pattern: a name, or any number of folders (`**`). */
export type GlobPart =
  { readonly kind: 'name'; readonly name: NamePattern } | { readonly kind: 'folders' };

/** A pattern without braces. */
export interface GlobPath {
  readonly parts: readonly GlobPart[];
  /** It ends with `/`: folders are looked for. */
  readonly folder: boolean;
  /** It has `**` somewhere, and then finds no folders unless they are asked for: all would be among them. */
  readonly deep: boolean;
}

/** A pattern for keys below some prefix. */
export interface Glob {
  /** As it was written. */
  readonly text: string;
  /** What matches one of them is found. */
  readonly paths: readonly GlobPath[];
}

/** Place in a path: what matched before it is behind us. */
export interface GlobState {
  readonly path: GlobPath;
  /** Index of the part that comes next. */
  readonly at: number;
}

/**
 * Reads a pattern as s3fs and Python's `glob` do, case by case: `*`, `?`, `[a-z]` and `[!a-z]` within a name, `**`
 * between slashes for any number of folders, and, as shells do, `{a,b}`. A backslash is a backslash: to find a star
 * write `[*]`. Hidden names are names. With `/` at the end it finds folders; without, objects, and, unless it has
 * `**`, folders of that name, too.
 *
 * @throws SkybucketError `bad-address` with what is wrong with it.
 */
export function parseGlob(text: string): Glob {
  if (text === '') {
    throw new SkybucketError('bad-address', 'The pattern is empty.', {
      hint: 'Write *.fits for the files of this folder, or **/*.fits for all below it.',
    });
  }
  if (text.length > LONGEST_PATTERN) {
    throw new SkybucketError('bad-address', 'The pattern is longer than 2,000 characters.', {
      hint: 'Look for less at a time.',
    });
  }
  return { text, paths: expandBraces(text).map(readPath) };
}

function readPath(text: string): GlobPath {
  const names = text.split('/');
  const folder = names.length > 1 && names.at(-1) === '';
  const parts = (folder ? names.slice(0, -1) : names).map(readPart);
  return {
    // One of them stands for as many as two.
    parts: parts.filter(({ kind }, i) => kind === 'name' || parts[i + 1]?.kind !== 'folders'),
    folder,
    deep: parts.some(({ kind }) => kind === 'folders'),
  };
}

function readPart(text: string): GlobPart {
  if (text === '**') {
    return { kind: 'folders' };
  }
  const name = compileName(text);
  if (name.starred) {
    throw new SkybucketError('bad-address', `“${text}” is not a pattern of a name.`, {
      hint: `Write **/${text.replace(/\*+/g, '*')} for such names in any folder below.`,
    });
  }
  return { kind: 'name', name };
}

/** Where all paths of a pattern begin. */
export function startOf(glob: Glob): readonly GlobState[] {
  return glob.paths.map((path) => ({ path, at: 0 }));
}

/** The part that comes next; undefined behind the last. */
export function partAt({ path, at }: GlobState): GlobPart | undefined {
  return path.parts[at];
}

export function isLast({ path, at }: GlobState): boolean {
  return at === path.parts.length - 1;
}

/** Whether a path gives folders as well as objects, or nothing else. */
export function wantsFolders({ path }: GlobState): boolean {
  return path.folder || !path.deep;
}

/**
 * Whether the names from a folder down to a thing are what is still to come of a path.
 *
 * @param names at least one; the last is the name of the thing
 */
export function matchNames({ path, at }: GlobState, names: readonly string[]): boolean {
  const { parts } = path;
  let part = at;
  let name = 0;
  let folders = -1;
  let resume = 0;
  while (name < names.length) {
    const current = parts[part];
    if (current?.kind === 'folders') {
      // At the end it stands for one thing at least.
      if (part === parts.length - 1) {
        return true;
      }
      folders = part++;
      resume = name;
    } else if (current?.name.matches(names[name] as string) === true) {
      part += 1;
      name += 1;
    } else if (folders >= 0) {
      name = ++resume;
      part = folders + 1;
    } else {
      return false;
    }
  }
  return part === parts.length;
}
