import { setMaxListeners } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { FileSource } from '../../../src/platform/node/file-source';
import type { ByteReader } from '../../../src/core/bytes/reader';
import type { ByteSource } from '../../../src/core/bytes/source';
import { MemorySource } from '../../../src/core/bytes/memory-source';
import { SpanReader } from '../../../src/core/bytes/span-reader';
import { SkybucketError } from '../../../src/core/errors';
import { RpcClient } from '../../../src/protocol/rpc-client';
import { RpcServer, type RpcHandlers } from '../../../src/protocol/rpc-server';
import type { CatalogQuestions, FolderMethods } from '../../../src/worker/catalog/methods';
import { runCatalogWorker } from '../../../src/worker/catalog/run-catalog-worker';
import { nodeTools } from '../../../src/worker/node-tools';
import { readInReports } from '../../../src/worker/serve-reads';
import { fromWireError, toWireError } from '../../../src/worker/wire-error';
import { Meter } from '../../../src/core/bytes/meter';
import { twoEnds } from '../worker/in-process';

/** What the host of a test does to what the worker asks for. */
export interface Faults {
  /** Throws for a folder that cannot be listed. Given without the `/` at its end. */
  readonly list?: (folder: string) => void;
  /** Throws for a file that cannot be opened. */
  readonly open?: (path: string) => void;
  /** The bytes of a file in place of its own. */
  readonly bytes?: (path: string, own: Uint8Array) => Uint8Array;
  /** Waited for before something of a file is read. */
  readonly read?: (path: string) => Promise<void>;
}

interface OpenFile {
  readonly path: string;
  readonly reader: ByteReader;
  readonly source: ByteSource;
}

/** A catalogue worker in this thread, whose folders and files are those on disk. */
export class TestWorker {
  readonly client: RpcClient<CatalogQuestions, Record<never, never>>;
  readonly bugs: unknown[] = [];
  /** Paths of files that are open, and of all that ever were. */
  readonly open = new Map<number, OpenFile>();
  readonly opened: string[] = [];
  private readonly ends = twoEnds();
  private next = 1;

  constructor(private readonly faults: Faults = {}) {
    // As in a thread of its own, see `openParentPort`.
    setMaxListeners(0);
    runCatalogWorker(this.ends.worker, nodeTools, (bug) => this.bugs.push(bug));
    this.client = new RpcClient(this.ends.host, fromWireError);
    new RpcServer(this.ends.host, this.handlers(), toWireError);
    void this.ends.host.post({ type: 'event', name: 'start', body: { temporary: tmpdir() } });
    this.client.ready();
  }

  request<K extends keyof CatalogQuestions>(
    method: K,
    params: CatalogQuestions[K][0],
    options: {
      signal?: AbortSignal;
      onProgress?: (body: CatalogQuestions[K][2]) => void;
    } = {},
  ): Promise<CatalogQuestions[K][1]> {
    return this.client.request(method, params, options);
  }

  close(): void {
    this.client.dispose();
    this.ends.close();
    for (const { source } of this.open.values()) {
      if (source instanceof FileSource) {
        void source.close();
      }
    }
  }

  private handlers(): RpcHandlers<FolderMethods> {
    const readerOf = (file: number | undefined): OpenFile => {
      const found = file === undefined ? undefined : this.open.get(file);
      if (found === undefined) {
        throw new SkybucketError('protocol', `There is no open file ${file}.`);
      }
      return found;
    };
    return {
      list: async ({ uri, folder }) => {
        this.faults.list?.(folder.replace(/\/$/, ''));
        const at = join(fileURLToPath(uri), folder);
        const entries = existsSync(at) ? readdirSync(at, { withFileTypes: true }) : [];
        return {
          folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
          files: entries
            .filter((entry) => entry.isFile())
            .map(({ name }) => ({ name, size: statSync(join(at, name)).size })),
        };
      },
      files: async ({ uri, folder }, { progress }) => {
        this.faults.list?.(folder.replace(/\/$/, ''));
        const root = fileURLToPath(uri);
        const at = join(root, folder);
        const names = existsSync(at) ? readdirSync(at, { recursive: true, encoding: 'utf8' }) : [];
        for (const name of names.sort()) {
          const { size } = statSync(join(at, name));
          if (statSync(join(at, name)).isFile()) {
            await progress({ files: [{ path: `${folder}${name}`, size }] });
          }
        }
        return null;
      },
      openFile: async ({ uri, path }) => {
        this.faults.open?.(path);
        const at = path === '' ? fileURLToPath(uri) : join(fileURLToPath(uri), path);
        if (!existsSync(at)) {
          throw new SkybucketError('not-found', `There is no ${path}.`);
        }
        const changed = this.faults.bytes?.(path, readFileSync(at));
        const source = changed ? new MemorySource(at, changed) : new FileSource(at);
        const file = this.next++;
        const reader = new SpanReader(source, { local: true });
        this.open.set(file, { path, reader, source });
        this.opened.push(path);
        return { file, label: at, local: true };
      },
      closeFile: async ({ file }) => {
        const found = this.open.get(file);
        this.open.delete(file);
        if (found?.source instanceof FileSource) {
          await found.source.close();
        }
        return null;
      },
      size: async ({ file }) => ({ size: await readerOf(file).reader.size() }),
      read: async ({ file, spans }, { signal, progress }) => {
        const { path, reader } = readerOf(file);
        await this.faults.read?.(path);
        await readInReports(reader, spans, { signal, meter: new Meter() }, progress);
        return null;
      },
    };
  }
}
