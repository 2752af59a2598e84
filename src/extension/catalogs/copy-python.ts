import type { CatalogRequest } from '../../core/catalogs/request/request';
import { SkybucketError } from '../../core/errors';
import type { CatalogReply } from '../../protocol/catalog';
import { engineHandlers } from '../engines/engine-handlers';
import type { Host } from '../host';

/** Copies Python that asks the same as a request, of a result that is kept. */
export async function copyRequestPython(
  host: Host,
  request: CatalogRequest,
  catalog: CatalogReply | undefined,
): Promise<void> {
  const runRows = (): Promise<never> =>
    Promise.reject(new SkybucketError('protocol', 'There is no panel for rows.'));
  const { copyPython } = engineHandlers(host, { catalog, runRows });
  const { signal } = new AbortController();
  await copyPython({ request }, { signal, progress: () => Promise.resolve() });
}
