import { numberedName, safeFileName } from './safe-name';

/** How the files of a batch lie in its folder. */
export type Layout =
  /** As their keys have them. */
  | 'tree'
  /** All beside each other. */
  | 'flat'
  /** `mastDownload/<collection>/<observation>/<file>`, as astroquery lays products out. */
  | 'mastDownload';

export interface LayoutFile {
  /** The key below the folder that was asked for, or the file name that the archive gives. Untrusted. */
  readonly path: string;
  /** Of the archive (`JWST`), for `mastDownload`. */
  readonly collection?: string | undefined;
  /** Of the archive (`obs_id`), for `mastDownload`. */
  readonly observation?: string | undefined;
}

/** Deeper folders are joined into one name: paths end somewhere on every system. */
const MOST_FOLDERS = 64;
/** Bytes of UTF-8, as Linux has it for a whole path; the folder of the batch needs some as well. */
const LONGEST_PATH = 3_000;

/**
 * One path for each file, in their order: safe segments with `/` between them, never out of the folder, no two alike
 * (not even where case or the form of accents is all that differs), and no file where another one's folder is.
 */
export function layoutPaths(files: readonly LayoutFile[], layout: Layout): string[] {
  const folders = new Names();
  const names = new Names();
  const paths = files.map((file) => segmentsOf(file, layout));
  // Folders first, so that a file gives way where its name is that of a folder.
  const parents = paths.map((segments) =>
    segments.slice(0, -1).reduce((parent, segment) => folders.folder(parent, segment), ''),
  );
  for (const folder of folders.taken()) {
    names.claim(folder);
  }
  return paths.map((segments, index) => {
    const parent = parents[index] ?? '';
    return names.file(parent, segments.at(-1) ?? safeFileName(''));
  });
}

function segmentsOf({ path, collection, observation }: LayoutFile, layout: Layout): string[] {
  const raw = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const name = safeFileName(raw.at(-1) ?? '');
  if (layout === 'flat') {
    return [name];
  }
  if (layout === 'mastDownload') {
    const folders = [collection, observation].filter((part) => part !== undefined && part !== '');
    return ['mastDownload', ...folders.map((part) => safeFileName(asOne(part ?? ''))), name];
  }
  const folders = raw.slice(0, -1).map(safeFileName);
  const kept = folders.slice(0, MOST_FOLDERS);
  while (kept.length > 0 && utf8Length([...kept, name].join('/')) > LONGEST_PATH) {
    kept.pop();
  }
  return [...kept, name];
}

/** An id of an archive is one folder, whatever it holds. */
function asOne(id: string): string {
  return id.replaceAll('/', '_');
}

/** Names that are taken, as a file system sees them that ignores case and the form of accents. */
class Names {
  /** By its folded path, the path as it is. */
  private readonly paths = new Map<string, string>();
  private readonly numbers = new Map<string, number>();

  /** The folder of that name, the one that is there where only its case differs. */
  folder(parent: string, segment: string): string {
    const path = join(parent, segment);
    const known = this.paths.get(fold(path));
    if (known !== undefined) {
      return known;
    }
    this.paths.set(fold(path), path);
    return path;
  }

  /** A name that nothing has yet. */
  file(parent: string, segment: string): string {
    const wanted = fold(join(parent, segment));
    for (let number = this.numbers.get(wanted) ?? 1; ; number++) {
      const path = join(parent, number === 1 ? segment : numberedName(segment, number));
      if (!this.paths.has(fold(path))) {
        this.paths.set(fold(path), path);
        this.numbers.set(wanted, number + 1);
        return path;
      }
    }
  }

  claim(path: string): void {
    this.paths.set(fold(path), path);
  }

  taken(): Iterable<string> {
    return this.paths.values();
  }
}

function join(parent: string, segment: string): string {
  return parent === '' ? segment : `${parent}/${segment}`;
}

/** Upper case first: there are letters with two lower-case forms. */
function fold(path: string): string {
  return path.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
