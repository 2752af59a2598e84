import { SkybucketError } from '../core/errors';
import { RpcClient } from '../protocol/rpc-client';
import { RpcServer } from '../protocol/rpc-server';
import type { Port } from '../protocol/wire';
import { imageHandlers } from './image-handlers';
import type { ReaderEvents, ReaderMethods } from './methods';
import { RemoteReader } from './remote-reader';
import { fromWireError, toWireError } from './wire-error';

/**
 * Answers questions about one file once an event has named it. Its bytes come through the same port,
 * on which each end is server and client at once.
 *
 * @param onBug told of what is thrown and is no SkybucketError.
 */
export function runImageWorker(port: Port, onBug: (error: unknown) => void): void {
  const host = new RpcClient<ReaderMethods, ReaderEvents>(port, fromWireError);
  host.on('file', ({ label, local }) => {
    host.ready();
    new RpcServer(port, imageHandlers(new RemoteReader(host, label, local)), (error) => {
      if (!(error instanceof SkybucketError)) {
        onBug(error);
      }
      return toWireError(error);
    });
  });
}
