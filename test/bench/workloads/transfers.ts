import { fork, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SMALL_FILES } from '../../support/transfer/small-files';
import { OURS, type Row } from '../contest';
import { Absent, nameOf, output, type PeerTask, PEERS } from '../transfers/peers';
import {
  type Cost,
  type DownloadTask,
  LARGE,
  LATENCY_MS,
  type ListedObject,
  type ServerAnswer,
  SMALL_PREFIX,
} from '../transfers/plan';

/** The best of so many counts. */
const RUNS = 3;
const workload = 'transfers';

interface Contestant {
  readonly name: string;
  /** Its objects, where they are not those of the heat. */
  readonly objects?: readonly ListedObject[];
  run(task: PeerTask): Promise<Cost>;
}

interface Heat {
  readonly title: string;
  readonly endpoint: string;
  readonly objects: readonly ListedObject[];
  readonly contestants: readonly Contestant[];
}

/**
 * Downloads to the same disk from the same server: each run begins with nothing there and nothing to be written.
 *
 * @param who the contestants, by heat and name
 */
export async function transfers(who = /(?:)/): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'skybucket-bench-'));
  const child = fork(new URL('../transfers/server-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const [answer] = (await once(child, 'message')) as [ServerAnswer];
    const script = join(folder, 'ours-process.js');
    await build({
      entryPoints: {
        'ours-process': fileURLToPath(new URL('../transfers/ours-process.ts', import.meta.url)),
        'small-files': SMALL_FILES,
      },
      ...{ bundle: true, platform: 'node', format: 'cjs', outdir: folder, logLevel: 'error' },
    });
    const rows: Row[] = [];
    for (const heat of heatsOf(answer, script)) {
      for (const contestant of heat.contestants) {
        if (!who.test(`${heat.title}: ${contestant.name}`)) {
          continue;
        }
        rows.push(await compete(contestant, heat, folder));
      }
    }
    return rows;
  } finally {
    child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

function heatsOf({ endpoints, objects }: ServerAnswer, script: string): Heat[] {
  const only = (wanted: string): readonly ListedObject[] =>
    objects.filter(({ key }) => key === wanted);
  const ours = (name: string, wanted?: readonly ListedObject[]): Contestant => ({
    name,
    ...(wanted && { objects: wanted }),
    run: (task) => ourRun(script, task),
  });
  const large: Omit<Heat, 'title' | 'endpoint'> = {
    objects: only(LARGE.plain),
    contestants: [
      ours(OURS),
      ours(`${OURS}, CRC64NVME compared`, only(LARGE.crc64)),
      ours(`${OURS}, MD5 of its ETag`, only(LARGE.md5)),
      ...PEERS.filter((peer) => peer.of === 'large'),
    ],
  };
  const small: Omit<Heat, 'title' | 'endpoint'> = {
    objects: objects.filter(({ key }) => key.startsWith(SMALL_PREFIX)),
    contestants: [ours(OURS), ...PEERS.filter((peer) => peer.of === 'small')],
  };
  const { near, far } = endpoints;
  return [
    { title: '1 GB, no latency', endpoint: near, ...large },
    { title: `1 GB, ${LATENCY_MS} ms`, endpoint: far, ...large },
    { title: '2,000 small files, no latency', endpoint: near, ...small },
    { title: `2,000 small files, ${LATENCY_MS} ms`, endpoint: far, ...small },
  ];
}

async function compete(contestant: Contestant, heat: Heat, work: string): Promise<Row> {
  const row = { workload, link: heat.title, who: contestant.name };
  const objects = contestant.objects ?? heat.objects;
  const costs: Cost[] = [];
  try {
    for (let run = 0; run < RUNS; run++) {
      costs.push(await runOnce(contestant, heat.endpoint, objects, work));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...row, note: error instanceof Absent ? `absent: ${message}` : `failed: ${message}` };
  }
  const seconds = costs.map(({ milliseconds }) => (milliseconds / 1000).toFixed(2));
  process.stderr.write(`  ${heat.title}: ${contestant.name}: ${seconds.join(', ')} s\n`);
  const [best] = [...costs].sort((a, b) => a.milliseconds - b.milliseconds);
  return { ...row, ...best };
}

async function runOnce(
  contestant: Contestant,
  endpoint: string,
  objects: readonly ListedObject[],
  work: string,
): Promise<Cost> {
  const folder = join(work, 'files');
  try {
    mkdirSync(folder);
    spawnSync('sync');
    const cost = await contestant.run({ endpoint, objects, folder, work });
    await check(objects, folder);
    return cost;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(work, 'state'), { recursive: true, force: true });
  }
}

async function ourRun(
  script: string,
  { endpoint, objects, folder, work }: PeerTask,
): Promise<Cost> {
  const files = objects.map(({ key, known }) => ({ key, known, path: nameOf(key) }));
  const task: DownloadTask = { endpoint, folder, state: join(work, 'state'), files };
  const path = join(work, 'task.json');
  writeFileSync(path, JSON.stringify(task));
  const { text } = await output(process.execPath, [script, path]);
  return JSON.parse(text) as Cost;
}

/** @throws Error where what was downloaded is not what the server has, or not alone */
async function check(objects: readonly ListedObject[], folder: string): Promise<void> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => !entry.isDirectory()).length;
  if (files !== objects.length) {
    throw new Error(`${files} files in place of ${objects.length}`);
  }
  for (const { key, sha256 } of objects) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, nameOf(key)), { highWaterMark: 1 << 20 }), hash);
    if (hash.digest('hex') !== sha256) {
      throw new Error(`the bytes of ${key} are wrong`);
    }
  }
}
