import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { COST_BUCKET, FOLDER } from '../../unit/cost/support/objects';
import type { Absentee, Contestant, Outcome } from '../contest';

/** Peers written in Python run where there is one with their packages; `PYTHON` names another. */
const PYTHON = process.env['PYTHON'] ?? 'python3';

type Answer = { readonly absent: string } | { readonly ready: true } | Outcome;

/** The two ways astropy reads from the server: plain http, and S3. */
export async function remoteAstropy(
  work: 'hdu-list' | 'section',
  endpoint: string,
  key: string,
): Promise<(Contestant | Absentee)[]> {
  const path = `${COST_BUCKET}/${key}`;
  return [
    await start('astropy, fsspec http', 'astropy_peer.py', [work, 'http', endpoint, path]),
    await start('astropy, s3fs', 'astropy_peer.py', [work, 's3', endpoint, path]),
  ];
}

export async function localAstropy(
  work: 'decode' | 'tiles',
  path: string,
): Promise<(Contestant | Absentee)[]> {
  return [await start('astropy', 'astropy_peer.py', [work, 'file', path])];
}

export async function botocore(endpoint: string): Promise<(Contestant | Absentee)[]> {
  const { bucket, prefix, delimiter } = FOLDER;
  return [await start('botocore', 'botocore_peer.py', [endpoint, bucket, prefix, delimiter])];
}

/** Starts a script that answers every line it reads with a line of JSON, the first one unasked. */
async function start(
  name: string,
  script: string,
  options: readonly string[],
): Promise<Contestant | Absentee> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(PYTHON, [path, ...options], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2000);
  });
  child.on('error', ({ message }) => {
    complaint = message;
  });
  child.stdin.on('error', () => undefined);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<Answer> => {
    const { done, value } = await lines.next();
    if (done) {
      return { absent: complaint.trim().split('\n').at(-1) ?? 'it ended early' };
    }
    return JSON.parse(value) as Answer;
  };

  const first = await answer();
  if ('absent' in first) {
    child.kill();
    return { name, absent: first.absent };
  }
  return {
    name,
    run: async () => {
      child.stdin.write('\n');
      const outcome = await answer();
      if (!('milliseconds' in outcome)) {
        throw new Error('absent' in outcome ? outcome.absent : 'it gave no answer');
      }
      return outcome;
    },
    close: async () => void child.kill(),
  };
}
