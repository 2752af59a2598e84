import { SkybucketError } from '../../core/errors';
import { RpcClient } from '../../protocol/rpc-client';
import { RpcServer } from '../../protocol/rpc-server';
import type { Port } from '../../protocol/wire';
import type { WorkerTools } from '../tools';
import { fromWireError, toWireError } from '../wire-error';
import { catalogHandlers } from './catalog-handlers';
import type { CatalogWorkerEvents, FolderMethods } from './methods';

/**
 * Answers questions about catalogues once an event has said where temporary files go. Folders and bytes come
 * through the same port, on which each end is server and client at once.
 *
 * @param toolsIn what the platform does, with temporary files in the given folder.
 * @param onBug told of what is thrown and is no SkybucketError.
 */
export function runCatalogWorker(
  port: Port,
  toolsIn: (temporary: string) => WorkerTools,
  onBug: (error: unknown) => void,
): void {
  const host = new RpcClient<FolderMethods, CatalogWorkerEvents>(port, fromWireError);
  host.on('start', ({ temporary }) => {
    host.ready();
    new RpcServer(port, catalogHandlers(host, toolsIn(temporary)), (error) => {
      if (!(error instanceof SkybucketError)) {
        onBug(error);
      }
      return toWireError(error);
    });
  });
}
