import type { Layout } from '../../core/transfer/layout';
import type { WantedFile } from '../wanted-file';
import type { Host } from '../host';
import { documentName } from '../uris';
import type { WantedTransfer } from './wanted';

/** Downloads files together, through the queue; resolves when none of them is under way or waits any more. */
export async function downloadTogether(
  host: Pick<Host, 'transfers'>,
  label: string,
  files: readonly WantedTransfer[],
  layout: Layout,
): Promise<void> {
  const transfers = await host.transfers();
  const batch = await transfers.download({ label, files, layouts: [layout] });
  if (batch !== undefined) {
    await transfers.ended(batch);
  }
}

/**
 * The same of files that are named by their archive, all in one folder.
 *
 * @param into a name for the folder, from anywhere: a safe one is made of it.
 */
export function downloadNamed(
  host: Pick<Host, 'transfers'>,
  into: string,
  files: readonly WantedFile[],
): Promise<void> {
  const wanted = files.map(({ uri, name, size }): WantedTransfer => ({
    ...{ address: documentName(uri), path: name, size },
  }));
  return downloadTogether(host, into, wanted, 'flat');
}
