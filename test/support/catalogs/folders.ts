import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ByteReader } from '../../../src/core/bytes/reader';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import type {
  DatasetFolder,
  FolderListing,
  StoredFile,
} from '../../../src/core/catalogs/layout/dataset-folder';

type Open = (path: string, bytes: Uint8Array) => ByteReader;

/** A folder whose files are made when they are read, and which counts what it is asked. */
export class MadeFolder implements DatasetFolder {
  readonly label = 's3://bucket/set/';
  listings = 0;
  readonly opened: string[] = [];

  constructor(
    private readonly paths: ReadonlyMap<string, () => Uint8Array>,
    private readonly opens: Open = (path, bytes) =>
      new SpanReader(new MemorySource(path, bytes), { local: true }),
    private readonly sizeOf: (path: string) => number = (path) => this.bytes(path).length,
  ) {}

  async list(folder: string): Promise<FolderListing> {
    this.listings += 1;
    const below = [...this.paths.keys()].filter((path) => path.startsWith(folder));
    const names = below.map((path) => path.slice(folder.length).split('/'));
    return {
      folders: [
        ...new Set(names.filter(({ length }) => length > 1).map(([name]) => name as string)),
      ],
      files: names
        .filter(({ length }) => length === 1)
        .map(([name]) => ({ name: name as string, size: this.sizeOf(`${folder}${name}`) })),
    };
  }

  async *files(folder: string): AsyncGenerator<StoredFile> {
    this.listings += 1;
    for (const path of this.paths.keys()) {
      if (path.startsWith(folder)) {
        yield { path, size: this.sizeOf(path) };
      }
    }
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.paths.get(path)?.();
  }

  open(path: string): ByteReader {
    this.opened.push(path);
    return this.opens(path, this.bytes(path));
  }

  private bytes(path: string): Uint8Array {
    const make = this.paths.get(path);
    if (make === undefined) {
      throw new SkybucketError('not-found', `There is no ${path}.`);
    }
    return make();
  }
}

/** Some files with no bytes worth reading. */
export function emptyFiles(...paths: readonly string[]): MadeFolder {
  return new MadeFolder(new Map(paths.map((path) => [path, () => new Uint8Array(0)])));
}

/** A folder on disk. */
export function diskFolder(root: string, opens?: Open): MadeFolder {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile())
    .sort();
  const files = paths.map((path): [string, () => Uint8Array] => [
    relative(root, path).split(sep).join('/'),
    () => readFileSync(path),
  ]);
  return new MadeFolder(new Map(files), opens);
}
