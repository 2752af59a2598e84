import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OURS, type Row } from './contest';

/**
 * The rows of a bench in a process of its own, which prints one a line: it has a page or a heap to
 * itself, and a page has types of its own.
 *
 * @param script its path, from this folder
 */
export async function rowsApart(script: string, workload: string): Promise<Row[]> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const rows: Row[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    rows.push(JSON.parse(line) as Row);
  }
  const code = await ended;
  return code === 0 ? rows : [...rows, { workload, who: OURS, note: `failed with code ${code}` }];
}
