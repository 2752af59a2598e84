import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Absentee, Contestant, Outcome } from '../contest';

type Answer = { readonly absent: string } | { readonly ready: true } | Outcome;

/** Starts a program that answers every line it reads with a line of JSON, the first one unasked. */
export async function startPeer(
  name: string,
  command: string,
  options: readonly string[],
): Promise<Contestant | Absentee> {
  const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'pipe'] });
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
