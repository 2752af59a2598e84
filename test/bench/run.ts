/**
 * What reading costs, ours beside the peers that are installed, over the same server and link:
 * `npm run bench -- [--only NAME,…] [--json]`. Times are for people to judge: it never fails on them.
 */
import { parseArgs } from 'node:util';
import { activation } from './activation/activation';
import { rowsApart } from './apart';
import type { NamedLink, Row, Workload } from './contest';
import { measure } from './measure';
import { type Rig, startRig } from './rig';
import { tableOf } from './table';
import { asdf } from './workloads/asdf';
import { asdfLz4 } from './workloads/asdf-lz4';
import { catalogue } from './workloads/catalogue';
import { cloud } from './workloads/cloud';
import { decode } from './workloads/decode';
import { firstPicture } from './workloads/first-picture';
import { folder } from './workloads/folder';
import { grid } from './workloads/grid';
import { hduList } from './workloads/hdu-list';
import { healpix } from './workloads/healpix';
import { planner } from './workloads/planner';
import { section } from './workloads/section';
import { tables } from './workloads/table';
import { tiles } from './workloads/tiles';
import { transfers } from './workloads/transfers';
import { wcs } from './workloads/wcs';

const LINKS: readonly NamedLink[] = [
  { name: '40 ms, 10 MB/s', latencyMilliseconds: 40, sharedBytesPerSecond: 10e6 },
  { name: '5 ms, 200 MB/s', latencyMilliseconds: 5, sharedBytesPerSecond: 200e6 },
];
const WORKLOADS: readonly Workload[] = [
  hduList,
  section,
  firstPicture,
  folder,
  decode,
  ...tiles,
  ...tables,
  ...asdf,
  ...asdfLz4,
  ...wcs,
  ...healpix,
  ...catalogue,
  grid,
  planner,
];

interface Bench {
  readonly name: string;
  readonly title: string;
  rows(): Promise<Row[]>;
}

/** What has no contestants. */
const BENCHES: readonly Bench[] = [
  { name: 'activation', title: 'activation', rows: activation },
  {
    name: 'cloud',
    title: 'The cloud addresses of 186 products of MAST, 200 ms a call',
    rows: cloud,
  },
  {
    name: 'transfers',
    title: 'Downloads to the same disk: the best of three, with the processor time of all threads',
    rows: () => transfers(),
  },
  {
    name: 'frames',
    title: 'Frames of the viewer, drawn in software: median, 99th percentile, longest task',
    rows: () => rowsApart('page/frames.ts', 'frames'),
  },
  {
    name: 'markers',
    title: 'A million rows as markers: to pixels, and frames drawn in software',
    rows: async () => [
      ...(await rowsApart('workloads/marker-rows.ts', 'markers')),
      ...(await rowsApart('page/markers-frames.ts', 'markers')),
    ],
  },
  {
    name: 'event-loop',
    title:
      'How long the thread of the extension host is held at once, the longest of each of five runs',
    rows: () => rowsApart('event-loop/host.ts', 'event-loop'),
  },
  {
    name: 'memory',
    title: '20 opens and closes of a 64 MB image: the least of the first and of the last five',
    rows: async () => [
      ...(await rowsApart('memory/host.ts', 'memory')),
      ...(await rowsApart('page/memory.ts', 'memory')),
    ],
  },
];
const NAMES = [...WORKLOADS, ...BENCHES].map(({ name }) => name);

async function rowsOf(wanted: ReadonlySet<string>, rig: Rig): Promise<Row[]> {
  const rows: Row[] = [];
  for (const workload of WORKLOADS.filter(({ name }) => wanted.has(name))) {
    process.stderr.write(`${workload.name} …\n`);
    rows.push(...(await measure(workload, rig, LINKS)));
  }
  for (const { name, rows: rowsOfBench } of BENCHES.filter(({ name }) => wanted.has(name))) {
    process.stderr.write(`${name} …\n`);
    rows.push(...(await rowsOfBench()));
  }
  return rows;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  // A name stands for those that begin with it, too: tiles for tiles-rice.
  const named = (asked: string): string[] =>
    NAMES.filter((name) => name === asked || name.startsWith(`${asked}-`));
  const asked = values.only?.split(',') ?? NAMES;
  const wanted = new Set(asked.flatMap(named));
  const unknown = asked.filter((name) => named(name).length === 0);
  if (unknown.length > 0) {
    throw new Error(`There is no ${unknown.join(', ')}; there are ${NAMES.join(', ')}.`);
  }
  const rig = await startRig();
  try {
    const rows = await rowsOf(wanted, rig);
    const titles = new Map([...WORKLOADS, ...BENCHES].map(({ name, title }) => [name, title]));
    const text = values.json ? JSON.stringify(rows, undefined, 2) : tableOf(rows, titles);
    process.stdout.write(`${text}\n`);
  } finally {
    rig.close();
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
