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
  WARM_UP_PREFIX,
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
 * Downloads to the same disk from the same server: each run begins with nothing there and nothing to be written. We are
 * measured as in an editor, which has downloaded something before; bytes are on the disk when we say so, and with those
 * of the others that sync.
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
      entryPoints: [fileURLToPath(new URL('../transfers/ours-process.ts', import.meta.url))],
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile: script, logLevel: 'error' },
    });
    const rows: Row[] = [];
    for (const heat of heatsOf(answer, script)) {
      const contestants = heat.contestants.filter(({ name }) => who.test(`${heat.title}: ${name}`));
      rows.push(...(await compete({ ...heat, contestants }, folder)));
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
  const below = (prefix: string): readonly ListedObject[] =>
    objects.filter(({ key }) => key.startsWith(prefix));
  const warm = below(WARM_UP_PREFIX);
  const ours = (name: string, wanted?: readonly ListedObject[]): Contestant => ({
    name,
    ...(wanted && { objects: wanted }),
    run: (task) => ourRun(script, warm, task),
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
    objects: below(SMALL_PREFIX),
    contestants: [ours(OURS), ...PEERS.filter((peer) => peer.of === 'small')],
  };
  const plain = [ours(OURS), ...PEERS.filter((peer) => peer.of === 'large' && !peer.joins)];
  const { near, far, farGigabit } = endpoints;
  return [
    { title: '1 GB, no latency', endpoint: near, ...large },
    { title: `1 GB, ${LATENCY_MS} ms`, endpoint: far, ...large },
    {
      title: `1 GB, ${LATENCY_MS} ms, 1 Gbit/s`,
      endpoint: farGigabit,
      ...large,
      contestants: plain,
    },
    { title: '2,000 small files, no latency', endpoint: near, ...small },
    { title: `2,000 small files, ${LATENCY_MS} ms`, endpoint: far, ...small },
    { title: `2,000 small files, ${LATENCY_MS} ms, 1 Gbit/s`, endpoint: farGigabit, ...small },
  ];
}

/** In turns: what else the machine does meets all of them. */
async function compete(heat: Heat, work: string): Promise<Row[]> {
  const costs = new Map<Contestant, Cost[]>(heat.contestants.map((each) => [each, []]));
  const notes = new Map<Contestant, string>();
  const places = join(work, 'heat');
  try {
    for (let run = 0; run < RUNS; run++) {
      for (const [index, contestant] of heat.contestants.entries()) {
        if (!notes.has(contestant)) {
          try {
            costs
              .get(contestant)
              ?.push(await runOnce(contestant, heat, join(places, `${run}-${index}`), work));
          } catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            const isAbsent = error instanceof Absent;
            notes.set(contestant, isAbsent ? `absent: ${message}` : `failed: ${message}`);
          }
        }
      }
    }
  } finally {
    rmSync(places, { recursive: true, force: true });
  }
  return heat.contestants.map((contestant) => {
    const { name } = contestant;
    const row = { workload, link: heat.title, who: name };
    const note = notes.get(contestant);
    if (note !== undefined) {
      return { ...row, note };
    }
    const all = costs.get(contestant) ?? [];
    const seconds = all.map(({ milliseconds }) => (milliseconds / 1000).toFixed(2));
    process.stderr.write(`  ${heat.title}: ${name}: ${seconds.join(', ')} s\n`);
    const [best] = [...all].sort((a, b) => a.milliseconds - b.milliseconds);
    return { ...row, ...best };
  });
}

async function runOnce(
  contestant: Contestant,
  heat: Heat,
  folder: string,
  work: string,
): Promise<Cost> {
  const objects = contestant.objects ?? heat.objects;
  try {
    mkdirSync(folder, { recursive: true });
    spawnSync('sync');
    const cost = await contestant.run({ endpoint: heat.endpoint, objects, folder, work });
    await check(objects, folder);
    return cost;
  } finally {
    // Many files stay until the heat is over: ext4 passes over each that was just deleted, for each that is made.
    if (objects.length === 1) {
      rmSync(folder, { recursive: true, force: true });
    }
    for (const name of ['state', 'warm']) {
      rmSync(join(work, name), { recursive: true, force: true });
    }
  }
}

const fileOf = ({ key, known }: ListedObject): DownloadTask['files'][number] => ({
  ...{ key, known, path: nameOf(key) },
});

async function ourRun(
  script: string,
  warm: readonly ListedObject[],
  { endpoint, objects, folder, work }: PeerTask,
): Promise<Cost> {
  const files = objects.map(fileOf);
  // An editor is not started for each download.
  const warmUp = { folder: join(work, 'warm'), files: warm.map(fileOf) };
  mkdirSync(warmUp.folder);
  const task: DownloadTask = { endpoint, folder, state: join(work, 'state'), files, warmUp };
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
