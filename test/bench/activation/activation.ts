import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, OURS, type Row } from '../contest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const EXTENSION = join(root, 'dist', 'extension.js');
const TARGET_MILLISECONDS = 50;
const TARGET_VSIX_BYTES = 2e6;
const RUNS = 9;

interface Probe {
  readonly load: number;
  readonly activate: number;
  readonly sdk: boolean;
}

/** The extension's own time from nothing to active, each time in a fresh process, and the package. */
export async function activation(): Promise<Row[]> {
  return [...(await activationTime()), await packageSize()];
}

async function activationTime(): Promise<Row[]> {
  const workload = 'activation';
  if (!existsSync(EXTENSION)) {
    return [{ workload, who: OURS, note: 'not built: npm run build' }];
  }
  const probes: Probe[] = [];
  try {
    for (let run = 0; run <= RUNS; run++) {
      probes.push(await probe());
    }
  } catch (error) {
    return [{ workload, who: OURS, note: `FAILED without VS Code: ${reasonOf(error)}` }];
  }
  // The first one only warms the disk.
  const counted = probes.slice(1);
  const load = median(counted.map((each) => each.load));
  const activate = median(counted.map((each) => each.activate));
  const sdk = counted.some((each) => each.sdk);
  const met = load + activate < TARGET_MILLISECONDS && !sdk;
  return [
    { workload, who: 'loading extension.js', milliseconds: load },
    { workload, who: 'activate()', milliseconds: activate },
    {
      workload,
      who: 'both',
      milliseconds: load + activate,
      note: `AWS SDK ${sdk ? 'LOADED' : 'not loaded'}; ${verdict(met)} (${TARGET_MILLISECONDS} ms)`,
    },
  ];
}

async function probe(): Promise<Probe> {
  const script = fileURLToPath(new URL('./probe.mjs', import.meta.url));
  // Without tsx, which `NODE_OPTIONS` may name and which would slow loading down.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(process.execPath, [script, EXTENSION], { env });
  return JSON.parse(stdout) as Probe;
}

/** Of all that a process prints when it fails, the line that names the error. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return /^\w*Error: .*$/m.exec(text)?.[0] ?? text.slice(0, 200);
}

async function packageSize(): Promise<Row> {
  const workload = 'package';
  const name = (await readdir(root)).find((file) => file.endsWith('.vsix'));
  if (name === undefined) {
    return { workload, who: 'VSIX', note: 'no VSIX built: npm run package' };
  }
  const { size } = await stat(join(root, name));
  const note = `${name}; ${verdict(size < TARGET_VSIX_BYTES)} (2 MB)`;
  return { workload, who: 'VSIX', bytes: size, note };
}

function verdict(met: boolean): string {
  return met ? 'target met' : 'TARGET MISSED';
}
