import { stat } from 'node:fs/promises';
import type { Identity } from '../../core/bytes/source';
import type { LocalCopies } from '../../core/transfer/local-copies';

/**
 * Remembers a download, so that viewers read it instead of the object. Never fails: it is only remembered for later.
 *
 * @param path absolute
 */
export async function rememberCopy(
  copies: Pick<LocalCopies, 'add'>,
  address: string,
  identity: Identity,
  path: string,
): Promise<void> {
  if (identity.kind === 'unknown') {
    return;
  }
  try {
    const { size, mtimeMs } = await stat(path);
    await copies.add({ address, identity, path, size, modified: mtimeMs });
  } catch {
    // Then the object itself is read.
  }
}
