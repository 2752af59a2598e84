import { readdir } from 'node:fs/promises';
import { LeaseWatch } from './lease';

/** `<owner>.queue`, and `<owner>.from-<id>.queue` while one window takes over what another held. */
const NAME = /^([A-Za-z0-9_-]+)(?:\.from-[A-Za-z0-9_-]+)?\.queue$/;

export interface QueueFile {
  readonly name: string;
  readonly owner: string;
}

/** The files of queues in a folder, in the order they were begun; none where there is no such folder. */
export async function queueFiles(folder: string): Promise<readonly QueueFile[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names
    .sort()
    .map((name) => ({ name, owner: NAME.exec(name)?.[1] ?? '' }))
    .filter(({ owner }) => owner !== '');
}

/** True where transfers of a window that is gone are left: a cheap look, to be made before anything is loaded. */
export async function mayHaveTransfers(folder: string): Promise<boolean> {
  const watch = new LeaseWatch(folder);
  for (const { owner } of await queueFiles(folder)) {
    if (await watch.isOver(owner).catch(() => false)) {
      return true;
    }
  }
  return false;
}
