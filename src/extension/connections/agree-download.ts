import * as vscode from 'vscode';
import type { Connection } from '../../core/s3/connection';
import { paidFiles } from '../../core/s3/requester';
import { isOurs, readUri } from '../uris';
import { askDownloadPayment } from './ask-payment';

/** Below this, in bytes, a download costs less than a cent, and the question for the bucket has covered it. */
const WORTH_ASKING = 100_000_000;

/**
 * Asks, before the first byte, whether the user pays for a large download from buckets whose requester pays.
 *
 * @param files with their addresses as text
 * @returns true where nobody pays, it is little, or the user agrees
 */
export async function agreeToDownload(
  { connection }: { connection(id: string): Connection },
  files: readonly { readonly address: string; readonly size?: number | undefined }[],
): Promise<boolean> {
  const placed = files.map(({ address, size }) => {
    const uri = vscode.Uri.parse(address, true);
    const at = isOurs(uri) ? readUri(uri) : undefined;
    const place =
      at?.kind === 's3' ? { connection: connection(at.connection), bucket: at.bucket } : undefined;
    return { place, size };
  });
  return agreeToRead(placed);
}

/**
 * The same of what is read for another purpose, as a copy that goes through this machine.
 *
 * @param files as {@link paidFiles} takes them
 */
export async function agreeToRead(files: Parameters<typeof paidFiles>[0]): Promise<boolean> {
  for (const paid of paidFiles(files)) {
    const isMuch = paid.bytes >= WORTH_ASKING || paid.isLeast;
    if (isMuch && !(await askDownloadPayment(paid))) {
      return false;
    }
  }
  return true;
}
