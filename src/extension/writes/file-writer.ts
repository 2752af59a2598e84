import { SkybucketError } from '../../core/errors';
import { formatBytes } from '../../protocol/figures';
import { isThere, objectsBelow } from './below';
import type { ObjectChange, ObjectChanges } from './changes';
import { type CopyOptions, copySteps } from './copy';
import type { FileVersions, LookedAt } from './file-versions';
import { moveSteps } from './move';
import { KeptTags } from './kept-tags';
import { headersOf, type ObjectHeaders } from './object-headers';
import { type Chosen, nameOf, type Place, shown } from './place';
import { removeChosen } from './remove';
import { checkWritable, type WorkOptions, type WriteTools } from './tools';

/** What markers of folders say that they are. */
export const FOLDER_TYPE = 'application/x-directory';
/** VS Code hands over a file as a whole; larger ones it could not have read. */
export const LARGEST_WRITE = 256_000_000;
/** VS Code looks at a file and writes it at once; a look of before that was for something else. */
const LOOK_LASTS = 10_000;
/** It looks again right after a write, too. */
const WRITTEN_LASTS = 5_000;

export interface FileStatus extends LookedAt {
  /** What to tell VS Code, see {@link FileVersions}. */
  readonly time: number;
}

/** Somebody else has written the object since it was read. */
export class WriteConflict extends SkybucketError {
  constructor(readonly place: Place) {
    super('changed', `${shown(place)} was changed by somebody else since it was read.`, {
      hint: 'Nothing was written. Compare the two, then overwrite it or save yours under another name.',
    });
  }
}

/** Something of that name is there, and was not to be replaced. */
export class AlreadyThere extends SkybucketError {
  constructor(place: Place) {
    super('changed', `${shown(place)} exists already.`, { hint: 'Choose another name.' });
  }
}

/** What an object said of itself. */
interface Look {
  readonly time: number;
  readonly headers: ObjectHeaders;
  readonly tagCount: number | undefined;
}

/** What is done to single files and folders by those who see buckets as a file system. */
export class FileWriter {
  private readonly looks = new Map<string, Look>();

  constructor(
    private readonly tools: WriteTools,
    private readonly versions: FileVersions,
    private readonly changes: Pick<ObjectChanges, 'tell'>,
    private readonly now: () => number = Date.now,
    private readonly tags = new KeptTags(tools),
  ) {}

  /** What is at a place now: a file, `folder`, or undefined for nothing. Not remembered from before. */
  async look(place: Place, signal?: AbortSignal): Promise<FileStatus | 'folder' | undefined> {
    if (place.key === '' || place.key.endsWith('/')) {
      return (await isThere(this.tools, place, { signal })) ? 'folder' : undefined;
    }
    const name = placeName(place);
    const written = this.versions.takeWritten(name);
    if (written !== undefined && this.now() - written.modified < WRITTEN_LASTS) {
      return { ...written, time: this.versions.looked(name, written) };
    }
    const facts = await this.tools.store.head(this.tools.connection(place.connection), place, {
      ...{ signal, meter: this.tools.session.child() },
    });
    if (facts === undefined) {
      this.versions.missing(name);
      this.keepLook(name, {}, 0);
      const folder = { ...place, key: `${place.key}/` };
      return (await isThere(this.tools, folder, { signal })) ? 'folder' : undefined;
    }
    const { etag, size } = facts;
    const version = { etag, size, modified: facts.modified?.getTime() };
    this.keepLook(name, headersOf(facts), facts.tagCount);
    return { ...version, time: this.versions.looked(name, version) };
  }

  /**
   * Writes a file as a whole, in place of the version that was read and no other.
   *
   * @param create whether it may be new; `overwrite` whether it may be there already
   * @param checked see {@link FileVersions.condition}
   * @throws SkybucketError `not-found`, {@link AlreadyThere}, {@link WriteConflict}, `too-large`, or what the server says
   */
  async write(
    place: Place,
    content: Uint8Array,
    options: {
      readonly create: boolean;
      readonly overwrite: boolean;
      readonly checked: boolean;
      readonly signal?: AbortSignal | undefined;
      readonly onSent?: ((sent: number) => void) | undefined;
    },
  ): Promise<void> {
    const connection = checkWritable(this.tools, place);
    checkSize(place, content);
    const name = placeName(place);
    const fresh = this.now() - (this.looks.get(name)?.time ?? -Infinity) < LOOK_LASTS;
    if (!fresh) {
      this.versions.takeWritten(name);
      if ((await this.look(place, options.signal)) === 'folder') {
        throw new SkybucketError('unsupported', `${shown(place)} is a folder.`);
      }
    }
    const condition = this.versions.condition(name, options.checked && fresh);
    const isNew = condition !== undefined && 'ifNoneMatch' in condition;
    if (isNew && !options.create) {
      throw new SkybucketError('not-found', `${shown(place)} does not exist.`);
    }
    if (!isNew && !options.overwrite) {
      throw new AlreadyThere(place);
    }
    const look = isNew ? undefined : this.looks.get(name);
    // The next write looks again unless VS Code does.
    this.looks.delete(name);
    const { signal, onSent } = options;
    const meter = this.tools.session.child();
    const tags = isNew ? undefined : await this.tags.of(place, look?.tagCount, { signal, meter });
    try {
      const written = await this.tools.store.put(connection, place, content, {
        ...{ ...look?.headers, tags, condition, signal, onSent, meter },
      });
      const { etag } = written;
      this.versions.written(name, { etag, size: content.length, modified: this.now() });
    } catch (error) {
      const gone = !isNew && error instanceof SkybucketError && error.code === 'not-found';
      if (gone || isOtherWriter(error)) {
        throw isNew && !options.overwrite ? new AlreadyThere(place) : new WriteConflict(place);
      }
      throw error;
    }
    this.changes.tell([{ kind: isNew ? 'created' : 'changed', place }]);
  }

  /** Makes the marker of a folder: an object of no bytes whose key ends with `/`. */
  async createFolder(place: Place, { signal }: Partial<WorkOptions> = {}): Promise<void> {
    const connection = checkWritable(this.tools, place);
    const folder = asFolder(place);
    if (await isThere(this.tools, folder, { signal })) {
      throw new AlreadyThere(place);
    }
    await this.tools.store.put(connection, folder, new Uint8Array(0), {
      ...{ signal, meter: this.tools.session.child(), contentType: FOLDER_TYPE },
      condition: { ifNoneMatch: '*' },
    });
    this.changes.tell([{ kind: 'created', place: folder }]);
  }

  /**
   * Deletes a file, or a folder with everything in it.
   *
   * @throws SkybucketError `not-found`; `unsupported` for a folder that is not empty, unless `recursive`
   */
  async remove(
    place: Place,
    options: WorkOptions & { readonly recursive: boolean },
  ): Promise<void> {
    checkWritable(this.tools, place);
    checkNoBucket(place);
    const chosen = await this.chosen(place, options.signal);
    if (chosen.kind === 'folder' && !options.recursive) {
      for await (const page of objectsBelow(this.tools, chosen.place, options)) {
        if (page.length > 0) {
          throw new SkybucketError('unsupported', `The folder ${shown(place)} is not empty.`);
        }
      }
    }
    const { removed, reasons, problem } = await removeChosen(this.tools, [chosen], options);
    this.versions.forget(placeName(chosen.place));
    if (removed > 0 || problem === undefined) {
      this.changes.tell([{ kind: 'deleted', place: chosen.place }]);
    }
    const [reason] = reasons;
    if (problem !== undefined || reason !== undefined) {
      throw problem ?? new SkybucketError('access-denied', `${shown(place)}: ${reason?.reason}`);
    }
  }

  /** Copies or moves a file or a folder to a place that is not there yet, unless `overwrite`. */
  async transfer(
    how: 'copy' | 'move',
    from: Place,
    to: Place,
    options: CopyOptions,
  ): Promise<void> {
    checkWritable(this.tools, to);
    if (how === 'move') {
      checkNoBucket(from);
    }
    const chosen = await this.chosen(from, options.signal);
    const target = chosen.kind === 'folder' ? asFolder(to) : to;
    if (options.overwrite !== true && (await isThere(this.tools, target, options))) {
      throw new AlreadyThere(to);
    }
    const steps = [{ from: chosen, to: target }];
    const there: ObjectChange = { kind: 'created', place: target };
    if (how === 'copy') {
      await copySteps(this.tools, steps, options).finally(() => this.changes.tell([there]));
      return;
    }
    const moved = await moveSteps(this.tools, steps, options).catch((error: unknown) => {
      // Some copies may be there; every original is.
      this.changes.tell([there]);
      throw error;
    });
    this.versions.forget(placeName(chosen.place));
    this.changes.tell([there, { kind: 'deleted', place: chosen.place }]);
    if (moved.kept > 0) {
      const reason = moved.reasons[0]?.reason ?? 'It was changed meanwhile.';
      throw (
        moved.problem ??
        new SkybucketError(
          'access-denied',
          `${shown(target)} is there, but ${shown(chosen.place)} could not be deleted: ${reason}`,
        )
      );
    }
  }

  private async chosen(place: Place, signal: AbortSignal | undefined): Promise<Chosen> {
    const found = await this.look(place, signal);
    if (found === undefined) {
      throw new SkybucketError('not-found', `${shown(place)} does not exist.`);
    }
    return found === 'folder'
      ? { kind: 'folder', place: asFolder(place) }
      : { kind: 'object', place, size: found.size, etag: found.etag };
  }

  private keepLook(name: string, headers: ObjectHeaders, tagCount: number | undefined): void {
    this.looks.delete(name);
    this.looks.set(name, { time: this.now(), headers, tagCount });
    const [oldest] = this.looks.keys();
    if (this.looks.size > 100 && oldest !== undefined) {
      this.looks.delete(oldest);
    }
  }
}

/** A condition that did not hold, or somebody else who writes it at this moment; other conflicts do not pass. */
function isOtherWriter(error: unknown): boolean {
  return (
    error instanceof SkybucketError &&
    (error.code === 'changed' || (error.code === 'conflict' && error.retryable))
  );
}

/** Tells one object from another. */
export function placeName({ connection, bucket, key }: Place): string {
  return `${connection}/${bucket}/${key}`;
}

function asFolder(place: Place): Place {
  return place.key === '' || place.key.endsWith('/') ? place : { ...place, key: `${place.key}/` };
}

/** What is asked for one file or folder never takes all there is. */
function checkNoBucket(place: Place): void {
  if (place.key === '') {
    throw new SkybucketError('unsupported', `${shown(place)} is a whole bucket.`, {
      hint: 'Choose the files and folders in it.',
    });
  }
}

function checkSize(place: Place, content: Uint8Array): void {
  if (nameOf(place) === '') {
    throw new SkybucketError('bad-address', `${shown(place)} is no name for a file.`);
  }
  if (content.length > LARGEST_WRITE) {
    throw new SkybucketError(
      'too-large',
      `The file has ${formatBytes(content.length)}; editors can save up to ${formatBytes(LARGEST_WRITE)}.`,
      { hint: 'Save it on this machine, then upload it: that goes in parts.' },
    );
  }
}
