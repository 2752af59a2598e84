import * as vscode from 'vscode';
import { readWhole } from '../core/bytes/read-whole';
import type { Identity } from '../core/bytes/source';
import { type ErrorCode, sentence, SkybucketError } from '../core/errors';
import type { Version } from '../core/bytes/version';
import { encodeSegment, type S3Address } from '../core/s3/address';
import type { ListEntry, ListPage } from '../core/s3/listing';
import type { Host } from './host';
import { EditableFiles } from './filesystem-editable';
import { isFolderKey, statObject } from './object-stat';
import { openingAnew } from './open-object';
import { ReadProgress } from './read-progress';
import { readUri } from './uris';
import { formatBytes, formatCount } from '../protocol/figures';
import { visibleName } from './views/display';
import { AlreadyThere, type FileStatus } from './writes/file-writer';
import type { Place } from './writes/place';

/** VS Code takes a file only as a whole; larger ones would take its memory with them. */
const LARGEST_WHOLE = 256_000_000;
/** Pages of 1,000 of one folder. Beyond, only the sidebar goes on. */
const MOST_PAGES = 10;

/**
 * Our scheme for VS Code's own editors and for a bucket opened as a folder. Read-only is said for each
 * file, not for the provider, since buckets of the user's own can be written to.
 */
export class SkybucketFileSystem implements vscode.FileSystemProvider {
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]>;

  /** @param editable what of the files can be changed, and how */
  constructor(
    private readonly host: Host,
    private readonly editable = new EditableFiles(host),
  ) {
    this.onDidChangeFile = editable.onDidChangeFile;
  }

  /** Objects do not tell when others change them; what is open notices at its next read. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return explained(async () => {
      if (this.editable.placeOf(uri) !== undefined) {
        return editableStat(await this.editable.look(uri));
      }
      const found = await statObject(this.host, uri);
      return found === 'folder' ? FOLDER : fileStat(found);
    });
  }

  readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return explained(async () => {
      const address = readUri(uri);
      if (address.kind === 'link') {
        throw new SkybucketError('unsupported', 'A link is not a folder.');
      }
      const prefix = isFolderKey(address.key) ? address.key : `${address.key}/`;
      const entries: ListEntry[] = [];
      let token: string | undefined;
      for (let page = 0; page === 0 || token !== undefined; page += 1) {
        if (page === MOST_PAGES) {
          throw new SkybucketError(
            'too-large',
            `The folder has more than ${formatCount(entries.length)} entries.`,
            { hint: 'Browse it in the Skybucket sidebar.' },
          );
        }
        const listed = await this.list(address, prefix, token);
        entries.push(...listed.entries);
        token = listed.next;
      }
      return entries.map(directoryEntry);
    });
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return explained(async () => {
      const shown = new ReadProgress(uri);
      try {
        const { bytes, identity } = await readWhole(openingAnew(this.host, uri), {
          signal: shown.signal,
          meter: this.host.session.child(),
          check: (size) => {
            if (size > LARGEST_WHOLE) {
              throw tooLarge(size);
            }
          },
          onProgress: (received, size) => shown.report(received, size),
        });
        this.editable.wasRead(uri, identity, bytes);
        return bytes;
      } finally {
        shown.end();
      }
    });
  }

  createDirectory(uri: vscode.Uri): Promise<void> {
    return explained(() => this.editable.createFolder(this.writable(uri)));
  }

  writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    return explained(() => this.editable.write(uri, this.writable(uri), content, options));
  }

  delete(uri: vscode.Uri, options: { readonly recursive: boolean }): Promise<void> {
    return explained(() => this.editable.remove(this.writable(uri), options.recursive));
  }

  rename(
    from: vscode.Uri,
    to: vscode.Uri,
    options: { readonly overwrite: boolean },
  ): Promise<void> {
    return explained(() =>
      this.editable.transfer('move', this.writable(from), this.writable(to), options.overwrite),
    );
  }

  /** At the server where it can do that; what is copied may be on a connection that is only for reading. */
  copy(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    return explained(async () => {
      const target = this.writable(to);
      const address = readUri(from);
      if (address.kind === 'link' || address.versionId !== undefined) {
        throw new SkybucketError(
          'unsupported',
          'Only the newest version of an object can be copied.',
          {
            hint: 'Download it, then upload the copy.',
          },
        );
      }
      await this.editable.transfer('copy', address, target, options.overwrite);
    });
  }

  /** @throws FileSystemError `NoPermissions` */
  private writable(uri: vscode.Uri): Place {
    const place = this.editable.placeOf(uri);
    if (place === undefined) {
      throw readOnly(uri);
    }
    return place;
  }

  private list(
    { connection, bucket }: S3Address,
    prefix: string,
    token: string | undefined,
  ): Promise<ListPage> {
    return this.host.s3.listPage(
      this.host.connection(connection),
      {
        bucket,
        prefix,
        delimiter: '/',
        ...(token === undefined ? {} : { continuationToken: token }),
      },
      { meter: this.host.session.child() },
    );
  }
}

const NOT_THERE: ReadonlySet<ErrorCode> = new Set(['not-found', 'no-such-bucket', 'bad-address']);

const FOLDER: vscode.FileStat = {
  type: vscode.FileType.Directory,
  ctime: 0,
  mtime: 0,
  size: 0,
  permissions: vscode.FilePermission.Readonly,
};

function fileStat({ size, identity }: Version): vscode.FileStat {
  const permissions = vscode.FilePermission.Readonly;
  return { type: vscode.FileType.File, ctime: 0, mtime: versionTime(identity), size, permissions };
}

function editableStat(found: FileStatus | 'folder'): vscode.FileStat {
  return found === 'folder'
    ? { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
    : { type: vscode.FileType.File, ctime: 0, mtime: found.time, size: found.size };
}

/**
 * VS Code tells versions of a file apart by size and time, S3 by ETag: a time is made of the ETag, so
 * that a new version is noticed. It is never shown.
 */
function versionTime(identity: Identity): number {
  switch (identity.kind) {
    case 'etag': {
      let hash = 0;
      for (const character of identity.etag) {
        hash = (hash * 31 + character.charCodeAt(0)) % 1_000_000_007;
      }
      return hash * 1000;
    }
    case 'modified':
      return Date.parse(identity.modified) || 0;
    case 'unknown':
      return 0;
  }
}

/**
 * Names as the segments of our addresses, because VS Code makes the address of an entry by putting its
 * name behind that of the folder.
 */
function directoryEntry(entry: ListEntry): [string, vscode.FileType] {
  const type = entry.kind === 'folder' ? vscode.FileType.Directory : vscode.FileType.File;
  return [encodeSegment(entry.name), type];
}

function tooLarge(size: number): SkybucketError {
  return new SkybucketError(
    'too-large',
    `The file has ${formatBytes(size)}, and VS Code's editors would need all of it in memory.`,
    { hint: 'Download it, or open it with the FITS viewer, which reads only what it shows.' },
  );
}

function readOnly(uri: vscode.Uri): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions(
    vscode.l10n.t('{0} is read-only.', visibleName(uri.toString(true))),
  );
}

/** Says errors in the words VS Code understands, with the sentence people understand. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileSystemError(error);
  }
}

function fileSystemError(error: unknown): unknown {
  if (!(error instanceof SkybucketError)) {
    return error;
  }
  const text = sentence(error);
  if (error instanceof AlreadyThere) {
    return vscode.FileSystemError.FileExists(text);
  }
  if (NOT_THERE.has(error.code)) {
    return vscode.FileSystemError.FileNotFound(text);
  }
  return error.code === 'access-denied'
    ? vscode.FileSystemError.NoPermissions(text)
    : vscode.FileSystemError.Unavailable(text);
}
