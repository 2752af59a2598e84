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
