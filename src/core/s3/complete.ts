import type { CallOptions } from './calls';
import type { S3Service } from './client';
import type { Connection } from './connection';

/** The folders whose path begins with what was typed. */
export interface Completion {
  /** Whole prefixes ending with `/`, in key order, at most 1,000. */
  readonly folders: readonly string[];
  /** False where the server has more of them (or files between them) than one page holds. */
  readonly complete: boolean;
}

/**
 * Completes a prefix from the server with one listing: `jwst/public/jw017` gives the folders of
 * `jwst/public/` that begin with `jw017`. It costs the same in a folder of millions.
 */
export async function completePrefix(
  service: S3Service,
  connection: Connection,
  bucket: string,
  typed: string,
  options: CallOptions = {},
): Promise<Completion> {
  const query = { bucket, prefix: typed, delimiter: '/' };
  const page = await service.listPage(connection, query, options);
  return {
    folders: page.entries.flatMap((entry) => (entry.kind === 'folder' ? [entry.prefix] : [])),
    complete: page.next === undefined,
  };
}
