import type { HostEvents, HostMethod, HostMethods, Progress } from './methods';
import { RpcClient, type RpcRequestOptions } from './rpc-client';
import { RpcServer, type RpcCall, type RpcHandlers } from './rpc-server';

/** The channel between the extension host and the webview of an image. */
export { RemoteError, type Port, type WireError } from './wire';

export type Call<M extends HostMethod> = RpcCall<Progress<M>>;
export type Handlers = RpcHandlers<HostMethods>;
export type RequestOptions<M extends HostMethod> = RpcRequestOptions<Progress<M>>;

/** The host's half: answers what one webview asks. */
export class HostServer extends RpcServer<HostMethods, HostEvents> {}

/** The webview's half. */
export class WebviewClient extends RpcClient<HostMethods, HostEvents> {}
