import { SkybucketError } from '../core/errors';
import { RpcClient } from '../protocol/rpc-client';
import { RpcServer } from '../protocol/rpc-server';
import type { Port } from '../protocol/wire';
import { imageHandlers } from './image-handlers';
import type { ReaderEvents, ReaderMethods } from './methods';
import { remoteFiles } from './other-files';
import { RemoteReader } from './remote-reader';
import type { WorkerTools } from './tools';
import { fromWireError, toWireError } from './wire-error';

/**
 * Answers questions about one file once an event has named it. Its bytes come through the same port,
 * on which each end is server and client at once.
 *
 * @param toolsIn what the platform does, with temporary files in the given folder.
 * @param onBug told of what is thrown and is no SkybucketError.
 */
export function runImageWorker(
  port: Port,
  toolsIn: (temporary: string) => WorkerTools,
  onBug: (error: unknown) => void,
): void {
  const host = new RpcClient<ReaderMethods, ReaderEvents>(port, fromWireError);
  host.on('file', ({ label, local, temporary }) => {
    host.ready();
    const reader = new RemoteReader(host, label, local);
    const handlers = imageHandlers(reader, toolsIn(temporary), undefined, remoteFiles(host));
    new RpcServer(port, handlers, (error) => {
      if (!(error instanceof SkybucketError)) {
        onBug(error);
      }
      return toWireError(error);
    });
  });
}
