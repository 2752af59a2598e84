import type {
  FolderListing,
  FolderOptions,
  StoredFile,
} from '../../core/catalogs/layout/dataset-folder';
import { SkybucketError, throwIfAborted } from '../../core/errors';
import type { Folder } from './folder-places';

/** What lies in one folder of a file system. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file';
  /** Of a file, bytes. */
  readonly size: number;
}

/** Reads one folder of a file system, `''` for the top; undefined for one that is not there. */
export type ReadFolder = (folder: string) => Promise<readonly TreeEntry[] | undefined>;

/** Links can make a folder lie in itself. */
const DEEPEST = 32;
/** Several links to where they lie make as many folders as there are ways through them. */
const MOST_FOLDERS = 500_000;

/** A folder of a data set in a file system that lists a folder at a time. */
export class TreeFolder implements Folder {
  constructor(
    private readonly label: string,
    private readonly read: ReadFolder,
    private readonly mostFolders = MOST_FOLDERS,
  ) {}

  async list(folder: string, { signal }: FolderOptions): Promise<FolderListing> {
    throwIfAborted(signal);
    const entries = (await this.read(folder)) ?? [];
    throwIfAborted(signal);
    return {
      folders: entries.flatMap(({ kind, name }) => (kind === 'folder' ? [name] : [])),
      files: entries.flatMap(({ kind, name, size }) => (kind === 'file' ? [{ name, size }] : [])),
    };
  }

  async *files(folder: string, options: FolderOptions): AsyncGenerator<readonly StoredFile[]> {
    yield* this.below(folder, 0, options, { folders: 0 });
  }

  private async *below(
    folder: string,
    depth: number,
    options: FolderOptions,
    seen: { folders: number },
  ): AsyncGenerator<readonly StoredFile[]> {
    seen.folders += 1;
    if (seen.folders > this.mostFolders) {
      throw new SkybucketError(
        'too-large',
        `There are more than ${this.mostFolders} folders in ${this.label}.`,
        { hint: 'Open a folder further down; links may lead back to where they lie.' },
      );
    }
    if (depth > DEEPEST) {
      throw new SkybucketError(
        'too-large',
        `The folders in ${this.label} lie more than ${DEEPEST} deep.`,
        { hint: 'Open a folder further down; a link may lead back to where it lies.' },
      );
    }
    const { folders, files } = await this.list(folder, options);
    if (files.length > 0) {
      yield files.map(({ name, size }) => ({ path: folder + name, size }));
    }
    for (const name of folders) {
      yield* this.below(`${folder}${name}/`, depth + 1, options, seen);
    }
  }
}
