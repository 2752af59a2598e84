import { open, rename, unlink } from 'node:fs/promises';
import { errno } from './local-disk-errors';

/**
 * Moves to a name that nothing has yet, where the file system has no hard links: an empty file claims the name, the
 * whole one replaces it. False where something has the name.
 */
export async function placeWithoutLinks(from: string, to: string): Promise<boolean> {
  try {
    await (await open(to, 'wx')).close();
  } catch (error) {
    if (errno(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
  try {
    await rename(from, to);
  } catch (error) {
    await unlink(to).catch(() => undefined);
    throw error;
  }
  return true;
}
