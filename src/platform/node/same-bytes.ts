import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { PartialFile } from '../../core/transfer/local-disk';

const BLOCK = 1024 * 1024;
/** Windows has no such flag. */
const READ = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);

/**
 * Whether a file has the bytes of another one, which is open.
 *
 * @param path may be a link or nothing by now, which has other bytes
 * @param size bytes of the one that is open
 */
export async function hasSameBytes(
  path: string,
  other: Pick<PartialFile, 'read'>,
  size: number,
): Promise<boolean> {
  const handle = await open(path, READ).catch(() => undefined);
  if (handle === undefined) {
    return false;
  }
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size !== size) {
      return false;
    }
    for (let at = 0; at < size; at += BLOCK) {
      const wanted = await other.read(at, Math.min(BLOCK, size - at));
      const found = Buffer.alloc(wanted.length);
      const { bytesRead } = await handle.read(found, 0, wanted.length, at);
      if (bytesRead !== wanted.length || !found.equals(wanted)) {
        return false;
      }
    }
    return true;
  } catch {
    // What cannot be compared is kept beside it.
    return false;
  } finally {
    await handle.close().catch(() => undefined);
  }
}
