import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

const running = new Set<ChildProcess>();
let ending = false;

/** Whether a signal has come, so that what ends now does so because it was asked to. */
export function isEnding(): boolean {
  return ending;
}

// The last word, whatever made this process end; nothing asynchronous is possible here.
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/**
 * Makes a signal end this process the orderly way: groups are asked first, and killed if they have
 * not gone after a while. Ctrl-C, `kill`, and a terminal that closes all come here.
 *
 * @param first What else is to be ended, before the groups.
 */
export function endOnSignals(first?: () => Promise<void>): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      // A second Ctrl-C means now.
      if (ending) process.exit(code);
      ending = true;
      void Promise.allSettled([first?.(), ...[...running].map((child) => endGroup(child))]).then(
        () => process.exit(code),
      );
    });
  }
}

/** Starts a program in a process group of its own, which ends with this process at the latest. */
export function startGroup(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): ChildProcess {
  const child = spawn(program, args, { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  child.once('exit', () => {
    // Children it left behind are still in its group.
    signalGroup(child, 'SIGKILL');
    running.delete(child);
  });
  return child;
}

/** Asks the whole group to end, and after a while no longer asks. */
export async function endGroup(child: ChildProcess, patience = 3000): Promise<void> {
  if (!running.has(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
