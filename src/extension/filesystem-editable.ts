import * as vscode from 'vscode';
import type { Identity } from '../core/bytes/source';
import { SkybucketError } from '../core/errors';
import { formatAddress, SCHEME } from '../core/s3/address';
import type { Host } from './host';
import { addressUri, documentName, readUri } from './uris';
import { formatBytes } from '../protocol/figures';
import { visibleName } from './views/display';
import { askBeforeRemoval } from './writes/ask-removal';
import { askWithoutTags } from './writes/ask-without-tags';
import type { ObjectChange } from './writes/changes';
import { FileVersions } from './writes/file-versions';
import { type FileStatus, FileWriter, placeName, WriteConflict } from './writes/file-writer';
import { KeptTags } from './writes/kept-tags';
import { nameOf, type Place, shown } from './writes/place';
import type { WriteTools } from './writes/tools';
import { isOpen } from './writes/open-editors';
import { textDigestOf } from './writes/text-digest';
import { progressOf, withWork } from './writes/work';
import { writeTools } from './writes/write-tools';

/** From here on writing is shown and can be cancelled, in bytes. */
const WORTH_SHOWING = 8_000_000;

type Needs = Pick<
  Host,
  'store' | 's3' | 'session' | 'connection' | 'openSource' | 'changes' | 'known'
>;

/** A save that was refused since somebody else has written the object. */
export interface Conflict {
  readonly uri: vscode.Uri;
  readonly place: Place;
}

const EVENT_TYPES = {
  created: vscode.FileChangeType.Created,
  changed: vscode.FileChangeType.Changed,
  deleted: vscode.FileChangeType.Deleted,
} as const;

/** The files of our scheme that can be changed: what of them was read, and what is written. */
export class EditableFiles implements vscode.Disposable {
  readonly versions = new FileVersions();
  private readonly writer: FileWriter;
  private readonly tools: WriteTools;
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly conflicts = new vscode.EventEmitter<Conflict>();
  readonly onConflict = this.conflicts.event;
  private readonly stopListening: () => void;

  constructor(private readonly host: Needs) {
    const tools = writeTools(host);
    const tags = new KeptTags(tools, askWithoutTags);
    this.tools = tools;
    this.writer = new FileWriter(tools, this.versions, host.changes, Date.now, tags);
    this.stopListening = host.changes.on((changes) => this.tell(changes));
  }

  dispose(): void {
    this.stopListening();
    this.changed.dispose();
    this.conflicts.dispose();
  }

  /**
   * The place of a file or folder that can be written; undefined for a link, an older version, a look at a file
   * beside the editor of it (an address with a query), and for what is on a connection only for reading.
   *
   * @throws SkybucketError `bad-address`
   */
  placeOf(uri: vscode.Uri): Place | undefined {
    const address = readUri(uri);
    if (address.kind === 'link' || uri.query !== '') {
      return undefined;
    }
    const { connection, bucket, key } = address;
    return this.host.connection(connection).readOnly ? undefined : { connection, bucket, key };
  }

  /** What is there now. @throws SkybucketError `not-found` */
  async look(uri: vscode.Uri): Promise<FileStatus | 'folder'> {
    const place = this.placeOf(uri);
    const found = place && (await this.writer.look(place));
    if (place === undefined || found === undefined) {
      const what = place === undefined ? uri.path : shown(place);
      throw new SkybucketError('not-found', `${what} does not exist.`, {
        hint: 'It may have been moved: look into its folder in the sidebar.',
      });
    }
    if (found !== 'folder') {
      // Serves the reading, which mostly comes next.
      const { size, etag, modified } = found;
      const date = modified === undefined ? undefined : new Date(modified).toUTCString();
      this.host.known.set(documentName(uri), { size, etag, modified: date });
    }
    return found;
  }

  /** @param bytes all that were read, of the version `identity` */
  wasRead(uri: vscode.Uri, identity: Identity, bytes: Uint8Array): void {
    const place = this.placeOf(uri);
    if (place !== undefined) {
      const etag = identity.kind === 'etag' ? identity.etag : undefined;
      const version = { etag, size: bytes.length, digest: textDigestOf(bytes) };
      this.versions.read(placeName(place), version, isOpen(uri));
    }
  }

  /** @throws SkybucketError see {@link FileWriter.write}; of a conflict the listeners are told, too */
  async write(
    uri: vscode.Uri,
    place: Place,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const checked = isChangedInEditor(uri);
    const write = (signal?: AbortSignal, onSent?: (sent: number) => void): Promise<void> =>
      this.writer.write(place, content, { ...options, checked, signal, onSent });
    try {
      if (content.length < WORTH_SHOWING) {
        await write();
        return;
      }
      const title = vscode.l10n.t('Writing {0}', visibleName(nameOf(place)));
      await withWork(title, (signal, report) => write(signal, progressOf(report, content.length)));
    } catch (error) {
      if (error instanceof WriteConflict) {
        // What is known of it is of a version that is gone.
        this.host.known.forget(documentName(uri));
        this.conflicts.fire({ uri, place });
      }
      throw error;
    }
  }

  createFolder(place: Place): Promise<void> {
    return this.writer.createFolder(place);
  }

  /** A folder with objects in it only after the question that says how many; VS Code's own does not. */
  async remove(place: Place, recursive: boolean): Promise<void> {
    if (recursive && (await this.writer.look(place)) === 'folder') {
      await askBeforeRemoval(this.tools, place);
    }
    const title = vscode.l10n.t('Deleting {0}', visibleName(nameOf(place)));
    await withWork(title, (signal) => this.writer.remove(place, { signal, recursive }));
  }

  async transfer(how: 'copy' | 'move', from: Place, to: Place, overwrite: boolean): Promise<void> {
    const name = visibleName(nameOf(from));
    const { l10n } = vscode;
    const title =
      how === 'copy'
        ? l10n.t('Copying {0}', name)
        : // S3 cannot rename, and this is where one sees why it takes time.
          l10n.t('Moving {0}: copying, comparing, then deleting', name);
    await withWork(title, (signal, report) =>
      this.writer.transfer(how, from, to, {
        ...{ signal, overwrite },
        onProgress: ({ bytes }) => report(formatBytes(bytes)),
      }),
    );
  }

  /** A look of our own before the user’s decision to replace what is there. */
  async acceptNewest(place: Place): Promise<void> {
    this.versions.takeWritten(placeName(place));
    await this.writer.look(place);
    this.versions.accept(placeName(place));
  }

  private tell(changes: readonly ObjectChange[]): void {
    this.changed.fire(
      changes.map(({ kind, place }) => {
        const uri = fileUri(place);
        this.host.known.forget(documentName(uri));
        return { type: EVENT_TYPES[kind], uri };
      }),
    );
  }
}

/** The address of a file or folder as VS Code has it: without the final slash of a folder. */
export function fileUri(place: Place): vscode.Uri {
  const uri = addressUri(formatAddress(place));
  return uri.path.endsWith('/') ? uri.with({ path: uri.path.slice(0, -1) }) : uri;
}

/** Whether a text editor has changes of the file that are not saved. */
function isChangedInEditor(uri: vscode.Uri): boolean {
  const name = uri.toString();
  return vscode.workspace.textDocuments.some(
    (document) =>
      document.isDirty && document.uri.scheme === SCHEME && document.uri.toString() === name,
  );
}
