import type * as http from 'node:http';
import type * as https from 'node:https';

/** The two functions of Node that send a request. */
export interface Transport {
  readonly http: typeof http.request;
  readonly https: typeof https.request;
}

/**
 * Node's own functions, where the process has replaced them for whoever requires them. VS Code does so
 * in its extension host: it looks for a proxy at every request, and its agent keeps no connection, so
 * that every range read would pay for a new one. Undefined where this Node cannot give them.
 */
export function ownTransport(): Transport | undefined {
  // Since Node 20.16 and 22.3; the types say "always".
  const builtIn = process.getBuiltinModule as typeof process.getBuiltinModule | undefined;
  return builtIn && { http: builtIn('node:http').request, https: builtIn('node:https').request };
}
