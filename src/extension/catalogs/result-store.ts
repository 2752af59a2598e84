import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isCancelled, SkybucketError } from '../../core/errors';
import { safeFileName } from '../../core/transfer/safe-name';
import type { CatalogReply, CatalogResult } from '../../protocol/catalog';
import { type KeptRecord, readCatalog, readRecord } from './read-record';

/** A result that is kept. */
export interface KeptResult extends CatalogResult {
  /** Path of its Parquet file. */
  readonly path: string;
  /** The same as a `file:` URI. */
  readonly uri: string;
  /** Bytes of its Parquet file. */
  readonly size: number;
  /** What people call the data set. */
  readonly label: string;
}

/** All that a panel needs to show it. */
export interface KeptCatalogResult {
  readonly result: CatalogResult;
  readonly catalog: CatalogReply | undefined;
  readonly uri: string;
}

const ID = /^[a-z0-9]{6,40}$/;
const RECORD = 'result.json';
const CATALOG = 'catalog.json';
/** Of what was being written when the editor ended. */
const UNFINISHED = '.part';
const MOST_RECORD = 64e6;
const LONGEST_NAME = 60;
const LONGEST_TITLE = 200;
/** Another window may be writing what is younger. */
const DAY_MS = 86_400_000;

/**
 * The results of catalogue queries: a folder each, with the rows as Parquet, what was asked and how it went
 * (`result.json`), and what was known of the data set (`catalog.json`). The record is written last: a folder
 * without one is none.
 */
export class ResultStore {
  private readonly listeners = new Set<() => void>();
  private known: Promise<readonly KeptResult[]> | undefined;

  /** @param folder where the results of this workspace lie */
  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** Newest first. What is damaged is left out. */
  list(): Promise<readonly KeptResult[]> {
    const known = (this.known ??= this.readAll());
    known.catch(() => {
      this.known = undefined;
    });
    return known;
  }

  /** Looks at the disk again: another window may have kept something. */
  refresh(): void {
    this.known = undefined;
    this.tell();
  }

  /** @throws SkybucketError `not-found` where it is kept no more, `format` where it is damaged */
  async get(id: string): Promise<KeptCatalogResult> {
    const { result, path } = await this.one(id);
    // Without it the form is empty, and the rows are there.
    const catalog = await readBounded(join(this.folder, id, CATALOG))
      .then((text) => (text === undefined ? undefined : readCatalog(text)))
      .catch(() => undefined);
    return { result, catalog, uri: pathToFileURL(path).href };
  }

  /**
   * Keeps a result. Nothing of it is there before all of it is.
   *
   * @param pieces of the Parquet file
   * @throws SkybucketError `local-file`, or what the pieces throw
   */
  async add(
    result: CatalogResult,
    catalog: CatalogReply | undefined,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    checkId(result.id);
    const own = join(this.folder, result.id);
    const file = fileName(result.title);
    try {
      const record = JSON.stringify({ ...result, file });
      if (record.length > MOST_RECORD) {
        throw new SkybucketError('too-large', 'What the query asks for is too long to be kept.', {
          hint: 'Use a coverage map of a lower order, or a shorter SQL.',
        });
      }
      await mkdir(own, { recursive: true });
      await writePieces(join(own, file), pieces);
      if (catalog !== undefined) {
        await writeWhole(join(own, CATALOG), JSON.stringify(catalog));
      }
      await writeWhole(join(own, RECORD), record);
    } catch (cause) {
      await rm(own, { force: true, recursive: true }).catch(() => undefined);
      throw understood(cause, 'The rows of the result could not be written.');
    }
    this.refresh();
  }

  /** @throws SkybucketError `not-found`, `local-file` */
  async rename(id: string, title: string): Promise<void> {
    const { result, file } = await this.one(id);
    const own = Array.from(title.trim().replace(/\s+/g, ' ')).slice(0, LONGEST_TITLE).join('');
    if (own !== '' && own !== result.title) {
      const record = JSON.stringify({ ...result, title: own, file });
      await writeWhole(join(this.folder, id, RECORD), record).catch((cause: unknown) => {
        throw understood(cause, 'The result could not be renamed.');
      });
      this.refresh();
    }
  }

  /** One that is not there is as good as deleted. @throws SkybucketError `local-file` */
  async delete(id: string): Promise<void> {
    checkId(id);
    const own = join(this.folder, id);
    try {
      // Without its record it is none any more, should the rest stay.
      await rm(join(own, RECORD), { force: true });
      await rm(own, { force: true, recursive: true });
    } catch (cause) {
      throw understood(cause, 'The result could not be deleted.');
    } finally {
      this.refresh();
    }
  }

  /** Removes what was left unfinished a day ago or before. */
  async tidy(): Promise<void> {
    for (const id of await this.ids()) {
      const own = join(this.folder, id);
      const isKept = await stat(join(own, RECORD)).then(
        () => true,
        () => false,
      );
      const age = isKept ? 0 : await ageOf(own, this.now());
      if (age > DAY_MS) {
        await rm(own, { force: true, recursive: true }).catch(() => undefined);
      }
    }
  }

  private async readAll(): Promise<readonly KeptResult[]> {
    const all = await Promise.all(
      (await this.ids()).map((id) => this.listed(id).catch(() => undefined)),
    );
    return all.filter((one) => one !== undefined).sort((a, b) => b.at - a.at);
  }

  private async listed(id: string): Promise<KeptResult> {
    const { result, path } = await this.one(id);
    const { size } = await stat(path);
    const label = result.request.dataset.uri;
    return { ...result, path, size, label, uri: pathToFileURL(path).href };
  }

  private async one(id: string): Promise<KeptRecord & { readonly path: string }> {
    checkId(id);
    const text = await readBounded(join(this.folder, id, RECORD));
    if (text === undefined) {
      throw new SkybucketError('not-found', 'This result is kept no more.', {
        hint: 'Run its query again.',
      });
    }
    const record = readRecord(text, id);
    return { ...record, path: join(this.folder, id, record.file) };
  }

  private async ids(): Promise<string[]> {
    // Mostly there is no such folder.
    return (await readdir(this.folder).catch(() => [])).filter((name) => ID.test(name));
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

function checkId(id: string): void {
  if (!ID.test(id)) {
    throw new SkybucketError('not-found', 'There is no such result.');
  }
}

/** Tabs of editors show it. */
function fileName(title: string): string {
  const signs = Array.from(title.replaceAll('/', '_'));
  const short = signs.length <= LONGEST_NAME ? signs : [...signs.slice(0, LONGEST_NAME - 1), '…'];
  const name = safeFileName(`${short.join('').replace(/^\.+/, '')}.parquet`);
  return /^[^/\\.][^/\\]*\.parquet$/.test(name) ? name : 'rows.parquet';
}

async function writePieces(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  const file = await open(unfinished, 'w');
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece);
    }
    // A kill right after the renaming must not leave a file without its bytes.
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}-${randomBytes(4).toString('hex')}${UNFINISHED}`;
  await writeFile(unfinished, text, { flush: true });
  await rename(unfinished, path);
}

/** Undefined for a file that is not there. @throws SkybucketError `format` for one of unlikely length */
async function readBounded(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > MOST_RECORD) {
      throw new SkybucketError('format', 'The record of a result is too long to be one.');
    }
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
      return undefined;
    }
    throw understood(cause, 'The record of a result could not be read.');
  }
}

async function ageOf(path: string, now: number): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => now - mtimeMs,
    () => 0,
  );
}

function understood(cause: unknown, message: string): unknown {
  if (cause instanceof SkybucketError || isCancelled(cause)) {
    return cause;
  }
  const hint = cause instanceof Error ? cause.message : String(cause);
  return new SkybucketError('local-file', message, { hint, cause });
}
