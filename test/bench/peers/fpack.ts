import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * cfitsio's programs, where they are installed (Debian: libcfitsio-bin). What they write to the standard
 * output is handed over, or thrown away.
 */
export async function cfitsio(
  program: 'fpack' | 'funpack',
  flags: readonly string[],
  output: 'keep' | 'drop',
): Promise<Uint8Array> {
  const child = spawn(program, flags, {
    stdio: ['ignore', output === 'keep' ? 'pipe' : 'ignore', 'ignore'],
  });
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`${program} ended with ${code ?? 'a signal'}`);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** Unpacks a file to nowhere. Times are of the whole process; undefined where the shell does not tell. */
export async function timeFunpack(
  path: string,
): Promise<{ readonly milliseconds: number; readonly cpuMilliseconds?: number }> {
  const start = performance.now();
  const script = 'funpack -S "$0" > /dev/null && times';
  const child = spawn('sh', ['-c', script, path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let told = '';
  child.stdout.on('data', (text: Buffer) => (told += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const milliseconds = performance.now() - start;
  if (code !== 0) {
    throw new Error(`funpack ended with ${code ?? 'a signal'}`);
  }
  // First the shell's own, then that of what it ran: 0m0.17s 0m0.03s.
  const times = [...(told.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  const cpu = times.reduce((sum, [, m, s]) => sum + 60e3 * Number(m) + 1e3 * Number(s), 0);
  return cpu > 0 ? { milliseconds, cpuMilliseconds: cpu } : { milliseconds };
}
