import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeForPath } from '../../support/s3/keys';
import { PYTHON } from '../peers/python';
import { BUCKET, type Cost, type ListedObject, SMALL_PREFIX } from './plan';

/** Somebody else's tool is not here. */
export class Absent extends Error {}

export interface PeerTask {
  readonly endpoint: string;
  readonly objects: readonly ListedObject[];
  /** Empty; the files are to be in it. */
  readonly folder: string;
  /** For what is needed besides. */
  readonly work: string;
}

export interface Peer {
  readonly name: string;
  readonly of: 'large' | 'small';
  /** Pieces, which only a script of one's own makes a file of. */
  readonly joins?: boolean;
  /** @throws Absent */
  run(task: PeerTask): Promise<Cost>;
}

/** So many pieces of a large object at a time, where curl is told to take pieces. */
const PIECES = 4;

export const PEERS: readonly Peer[] = [
  { name: 'curl', of: 'large', run: curl },
  { name: 'curl, synced', of: 'large', run: (task) => curl(task, '; sync -d "$1"') },
  { name: `curl, ${PIECES} ranges at a time, joined`, of: 'large', joins: true, run: curlRanges },
  { name: 'aws s3 cp', of: 'large', run: aws },
  { name: 's3fs.get', of: 'large', run: s3fs },
  { name: 'curl --parallel', of: 'small', run: curlParallel },
  {
    name: 'curl --parallel, synced',
    of: 'small',
    run: (task) => curlParallel(task, '; sync -f "$2"'),
  },
  { name: 'aws s3 cp --recursive', of: 'small', run: aws },
  { name: 's3fs.get', of: 'small', run: s3fs },
];

/** @param after what is to be done then, with the file's path as `$1` */
function curl({ endpoint, objects, folder }: PeerTask, after = ''): Promise<Cost> {
  const { key } = theOne(objects);
  return timed(`curl -sf -o "$1" "$2"${after}`, [join(folder, nameOf(key)), urlOf(endpoint, key)]);
}

/** Ranges side by side, each to a file, then one file of them: the best that curl has. */
function curlRanges({ endpoint, objects, folder, work }: PeerTask): Promise<Cost> {
  const { key, known } = theOne(objects);
  const piece = Math.ceil(known.size / PIECES);
  const parts = Array.from({ length: PIECES }, (_, index) => ({
    path: join(work, `piece-${index}`),
    range: `${index * piece}-${Math.min(known.size, (index + 1) * piece) - 1}`,
  }));
  const each = parts.map(({ path, range }) => {
    return `curl -sf -r ${range} -o "${path}" "$1" &`;
  });
  const joined = parts.slice(1).map(({ path }) => `"${path}"`);
  const script = [
    ...each,
    'wait',
    `mv "${parts[0]?.path}" "$2"`,
    `cat ${joined.join(' ')} >> "$2"`,
    `rm ${joined.join(' ')}`,
  ].join('\n');
  return timed(script, [urlOf(endpoint, key), join(folder, nameOf(key))]);
}

/**
 * As many at a time as curl takes by itself.
 *
 * @param after what is to be done then, with the folder's path as `$2`
 */
function curlParallel({ endpoint, objects, folder, work }: PeerTask, after = ''): Promise<Cost> {
  const config = join(work, 'curl.txt');
  const lines = objects.flatMap(({ key }) => [
    `url = "${urlOf(endpoint, key)}"`,
    `output = "${join(folder, nameOf(key))}"`,
  ]);
  writeFileSync(config, `${lines.join('\n')}\n`);
  return timed(`curl -sf --create-dirs --parallel -K "$1"${after}`, [config, folder]);
}

function aws({ endpoint, objects, folder }: PeerTask): Promise<Cost> {
  const [only] = objects;
  const one = objects.length === 1 && only !== undefined;
  const source = `s3://${BUCKET}/${one ? only.key : SMALL_PREFIX}`;
  const how = one ? '' : '--recursive';
  return timed(
    `aws s3 cp ${how} --no-sign-request --no-progress --only-show-errors --region us-east-1 --endpoint-url "$1" "$2" "$3"`,
    [endpoint, source, one ? join(folder, nameOf(only.key)) : folder],
  );
}

async function s3fs({ endpoint, objects, folder }: PeerTask): Promise<Cost> {
  const [only] = objects;
  const source =
    objects.length === 1 && only !== undefined
      ? `${BUCKET}/${only.key}`
      : `${BUCKET}/${SMALL_PREFIX}`;
  const script = fileURLToPath(new URL('../peers/s3fs_get_peer.py', import.meta.url));
  const { text } = await output(PYTHON, [script, endpoint, source, folder]);
  const answer = JSON.parse(text) as Cost | { readonly absent: string };
  if ('absent' in answer) {
    throw new Absent(answer.absent);
  }
  return answer;
}

/** The path of an object below the folder it is downloaded to. */
export function nameOf(key: string): string {
  return key.startsWith(SMALL_PREFIX)
    ? key.slice(SMALL_PREFIX.length)
    : key.slice(key.lastIndexOf('/') + 1);
}

function urlOf(endpoint: string, key: string): string {
  return `${endpoint}/${BUCKET}/${encodeForPath(key)}`;
}

function theOne(objects: readonly ListedObject[]): ListedObject {
  const [only] = objects;
  if (only === undefined || objects.length > 1) {
    throw new Error('This is for one object.');
  }
  return only;
}

/** A program that runs from its start to its end, by the clock of the shell: elapsed, user and system seconds. */
async function timed(script: string, args: readonly string[]): Promise<Cost> {
  const command = `TIMEFORMAT='%R %U %S'; set -e; time { ${script}\n}`;
  const { complaint } = await output('bash', ['-c', command, 'bash', ...args]);
  const last = complaint.trim().split('\n').at(-1) ?? '';
  const [real, user, system] = last.split(' ').map(Number);
  if (real === undefined || user === undefined || system === undefined || Number.isNaN(real)) {
    throw new Error(`no times in “${last}”`);
  }
  return { milliseconds: real * 1000, cpuMilliseconds: (user + system) * 1000 };
}

/** What a program prints. @throws Absent where it is not there, Error where it fails */
export async function output(
  command: string,
  args: readonly string[],
): Promise<{ readonly text: string; readonly complaint: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let complaint = '';
  child.stdout.on('data', (some: Buffer) => (text += some.toString()));
  child.stderr.on('data', (some: Buffer) => (complaint += some.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: unknown) => {
    throw new Absent(error instanceof Error ? error.message : String(error));
  });
  if (code === 127 || /command not found/.test(complaint)) {
    throw new Absent('it is not installed');
  }
  if (code !== 0) {
    throw new Error(complaint.trim().split('\n').at(0) ?? `it ended with ${code}`);
  }
  return { text, complaint };
}
