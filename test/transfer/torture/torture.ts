import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { formatAddress } from '../../../src/core/s3/address';
import type { TransferFile } from '../../../src/core/transfer/transfer';
import { startFaultProxy } from '../../support/proxy/fault-proxy';
import { fullChecksum } from '../../support/s3/checksum';
import { generatedBody, sha256Of } from '../../support/s3/generated';
import { encodeForPath } from '../../support/s3/keys';
import type { TestBucket } from '../../support/s3/bucket';
import type { ObjectBody } from '../../support/s3/objects';
import { startS3Server } from '../../support/s3/server';
import { tortureFaults } from './faults';
import {
  chances,
  planFiles,
  shuffled,
  type PlannedFile,
  type TortureResult,
  type TortureTask,
} from './plan';

export interface TortureOptions {
  readonly downloads: number;
  readonly uploads: number;
  /** Bytes of the largest file. */
  readonly largest: number;
  /** How many times the process is killed. */
  readonly kills: number;
  readonly seed: number;
  /** The longest that a process lives before it is killed, in milliseconds. */
  readonly longestLife: number;
  readonly onLine?: (line: string) => void;
}

export interface TortureReport {
  readonly files: number;
  readonly bytes: number;
  readonly kills: number;
  readonly starts: number;
  readonly faults: number;
  readonly requests: number;
  readonly seconds: number;
  /** Objects that became others on the server meanwhile. */
  readonly changed: number;
  /** Ended whole while there were faults, and in the run without them after that. */
  readonly wholeAtFirst: number;
  readonly whole: number;
  /** With a reason, at the end of all. */
  readonly failed: readonly string[];
  /** Under a final name and not whole, or not there and without a reason: must be empty. */
  readonly wrong: readonly string[];
  /** What is in the folder and belongs to no file. */
  readonly leftOver: readonly string[];
}

const bucketName = 'torture';
/** Of a process that has all the time it wants. */
const lastLife = 20 * 60_000;

/** Transfers files through a proxy that breaks requests, by a process that is killed again and again. */
export async function torture(options: TortureOptions): Promise<TortureReport> {
  const scene = await Scene.open(options);
  try {
    return await scene.play();
  } finally {
    await scene.close();
  }
}

class Scene {
  /** What an object may be: its first version, and what it became. */
  private readonly versions = new Map<string, ObjectBody[]>();
  private readonly next: () => number;
  private readonly began = performance.now();
  private starts = 0;
  private changed = 0;

  private constructor(
    private readonly options: TortureOptions,
    private readonly folder: string,
    private readonly server: Awaited<ReturnType<typeof startS3Server>>,
    private readonly proxy: Awaited<ReturnType<typeof startFaultProxy>>,
    private readonly bucket: TestBucket,
    private readonly downloads: readonly PlannedFile[],
    private readonly uploads: readonly PlannedFile[],
  ) {
    this.next = chances(options.seed);
  }

  static async open(options: TortureOptions): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'skybucket-torture-'));
    const server = await startS3Server();
    const proxy = await startFaultProxy({ target: server.endpoint, rules: tortureFaults });
    const bucket = server.createBucket(bucketName, { writable: true });
    const scene = new Scene(
      options,
      folder,
      server,
      proxy,
      bucket,
      planFiles(options.downloads, options.largest, 'down/'),
      planFiles(options.uploads, options.largest, 'up/'),
    );
    await scene.fill();
    await build({
      entryPoints: [join(process.cwd(), 'test', 'transfer', 'torture', 'child.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: join(folder, 'child.js'),
      logLevel: 'error',
    });
    return scene;
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async play(): Promise<TortureReport> {
    const { kills, longestLife } = this.options;
    // So slow that most of the killing is in the middle of something.
    const seconds = (kills * longestLife) / 2_000;
    this.proxy.link = { sharedBytesPerSecond: Math.max(500_000, this.bytes / seconds) };
    for (let kill = 1; kill <= kills; kill++) {
      const life = Math.round(longestLife * this.next());
      await this.live(life);
      this.changeSome();
      const done = this.wholeNames();
      this.options.onLine?.(`killed ${kill} of ${kills} after ${life} ms, ${done} files there`);
      if (existsSync(this.task.result)) {
        // It was faster than its killer: it begins anew on what it has, and finds nothing to do.
        rmSync(this.task.result);
      }
    }
    this.proxy.link = {};
    await this.live(lastLife);
    const atFirst = await this.judge();
    // What failed has a reason; without faults there is none left.
    this.proxy.rules = [];
    await this.live(lastLife);
    const atLast = await this.judge();
    const { requests, faulty } = this.proxy.figures();
    return {
      files: this.downloads.length + this.uploads.length,
      bytes: this.bytes,
      kills,
      starts: this.starts,
      faults: faulty,
      requests,
      seconds: (performance.now() - this.began) / 1000,
      changed: this.changed,
      wholeAtFirst: atFirst.whole,
      whole: atLast.whole,
      failed: atLast.failed,
      wrong: [...atFirst.wrong, ...atLast.wrong],
      leftOver: this.leftOver(),
    };
  }

  private get bytes(): number {
    return [...this.downloads, ...this.uploads].reduce((sum, { size }) => sum + size, 0);
  }

  private get task(): TortureTask {
    const file = ({ key, size }: PlannedFile, index: number, batch: string): TransferFile => {
      // Half of them come from a listing, which says size and ETag.
      const etag = this.bucket.get(key)?.etag;
      const listed = batch === 'down' && index % 2 === 0;
      return {
        id: `${batch}-${index}`,
        batch,
        address: addressText(key),
        path: key.slice(key.indexOf('/') + 1),
        ...(listed || batch === 'up' ? { size } : {}),
        ...(listed && etag !== undefined ? { known: { size, etag } } : {}),
      };
    };
    return {
      endpoint: this.proxy.endpoint,
      bucket: bucketName,
      folder: this.folder,
      state: join(this.folder, 'state'),
      result: join(this.folder, 'result.json'),
      downloads: shuffled(
        this.downloads.map((one, index) => file(one, index, 'down')),
        chances(this.options.seed + 1),
      ),
      uploads: this.uploads.map((one, index) => file(one, index, 'up')),
    };
  }

  private async fill(): Promise<void> {
    for (const [index, { key, size }] of this.downloads.entries()) {
      const body = generatedBody(key, size);
      this.versions.set(key, [body]);
      // Every third has a checksum that the server knows.
      const checksums =
        index % 3 === 0 ? [await fullChecksum(body, index % 2 === 0 ? 'CRC32' : 'SHA256')] : [];
      this.bucket.put(key, body, { checksums });
    }
    for (const { key, size } of this.uploads) {
      const body = generatedBody(key, size);
      this.versions.set(key, [body]);
      await writeBody(body, join(this.folder, 'upload', key.slice('up/'.length)));
    }
    await mkdir(join(this.folder, 'download'), { recursive: true });
    writeFileSync(join(this.folder, 'task.json'), JSON.stringify(this.task));
  }

  /** Runs the process until it ends by itself, or is killed after so many milliseconds. */
  private async live(milliseconds: number): Promise<void> {
    rmSync(this.task.result, { force: true });
    this.starts += 1;
    const child: ChildProcess = spawn(
      process.execPath,
      [join(this.folder, 'child.js'), join(this.folder, 'task.json')],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
    });
    const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
    const stop = new AbortController();
    const timer = sleep(milliseconds, undefined, { signal: stop.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
    const [code] = await exited;
    stop.abort();
    await timer;
    if (code !== null && code !== 0) {
      throw new Error(`The process ended with ${code}: ${said.slice(0, 2000)}`);
    }
  }

  /** Now and then an object becomes another one of the same name. */
  private changeSome(): void {
    const index = Math.floor(this.next() * this.downloads.length);
    const planned = this.downloads[index];
    if (planned === undefined || this.changed * 10 > this.downloads.length) {
      return;
    }
    const { key, size } = planned;
    const body = generatedBody(`${key} changed ${this.changed}`, size + this.changed);
    this.versions.get(key)?.push(body);
    this.bucket.put(key, body, { etag: `changed-${this.changed}` });
    this.changed += 1;
  }

  private wholeNames(): number {
    return this.downloads.filter(({ key }) => existsSync(this.pathOf(key))).length;
  }

  private pathOf(key: string): string {
    return join(this.folder, 'download', key.slice('down/'.length));
  }

  /** Looks at every file as anybody would who comes by: what has its final name must be whole. */
  private async judge(): Promise<{ whole: number; failed: string[]; wrong: string[] }> {
    const said = existsSync(this.task.result)
      ? (JSON.parse(readFileSync(this.task.result, 'utf8')) as TortureResult).files
      : [];
    const states = new Map(said.map((one) => [one.id, one]));
    let whole = 0;
    const failed: string[] = [];
    const wrong: string[] = [];
    const look = async (id: string, key: string, sum: string | undefined): Promise<void> => {
      const state = states.get(id);
      const versions = this.versions.get(key) ?? [];
      const sums = await Promise.all(versions.map(sha256Of));
      if (sum !== undefined && !sums.includes(sum)) {
        wrong.push(`${key} is there and not whole (${state?.state ?? 'unknown'})`);
      } else if (sum !== undefined && (state?.state === 'done' || state?.state === 'skipped')) {
        // A file that is there already and the same is skipped.
        whole += 1;
      } else if (state?.reason !== undefined) {
        failed.push(`${key}: ${state.reason}`);
      } else {
        wrong.push(
          `${key} is ${state?.state ?? 'unknown'} and ${sum === undefined ? 'not ' : ''}there`,
        );
      }
    };
    for (const [index, { key }] of this.downloads.entries()) {
      await look(`down-${index}`, key, await fileSum(this.pathOf(key)));
    }
    for (const [index, { key }] of this.uploads.entries()) {
      const body = this.bucket.get(key)?.body;
      await look(`up-${index}`, key, body && (await sha256Of(body)));
    }
    return { whole, failed, wrong };
  }

  private leftOver(): string[] {
    const folder = join(this.folder, 'download');
    const wanted = new Set(this.downloads.map(({ key }) => this.pathOf(key)));
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !wanted.has(path))
      .map((path) => path.slice(folder.length + 1));
  }
}

/** As the editor writes it: the path of an address, encoded as in any URI. */
function addressText(key: string): string {
  const { path } = formatAddress({ connection: 'torture', bucket: bucketName, key });
  return `skybucket://torture${encodeForPath(path)}`;
}

async function writeBody(body: ObjectBody, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    const piece = 4 * 1024 * 1024;
    for (let at = 0; at < body.size; at += piece) {
      await file.write(await body.read(at, Math.min(piece, body.size - at)));
    }
  } finally {
    await file.close();
  }
}

async function fileSum(path: string): Promise<string | undefined> {
  if ((await stat(path).catch(() => undefined)) === undefined) {
    return undefined;
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** The report as lines of a table. */
export function tableOf(report: TortureReport): string {
  const rows: readonly (readonly [string, string])[] = [
    ['files', String(report.files)],
    ['bytes', `${(report.bytes / 1e9).toFixed(2)} GB`],
    ['requests', String(report.requests)],
    ['of them with a fault', String(report.faults)],
    ['objects changed meanwhile', String(report.changed)],
    ['killed with SIGKILL', String(report.kills)],
    ['processes', String(report.starts)],
    ['whole, with the right sha256, under faults', String(report.wholeAtFirst)],
    ['whole at the end', String(report.whole)],
    ['failed with a reason', String(report.failed.length)],
    ['wrong', String(report.wrong.length)],
    ['left over in the folder', String(report.leftOver.length)],
    ['time', `${report.seconds.toFixed(0)} s`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value.padStart(10)}`);
  const more = [...report.failed, ...report.wrong, ...report.leftOver].slice(0, 50);
  return [...lines, ...more].join('\n');
}
