/**
 * Loads the built extension into a fresh process with a `vscode` that does nothing, activates it, and
 * prints as JSON how long both took and whether the SDK was loaded: `node probe.mjs EXTENSION`.
 */
import Module, { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const stub = load.resolve('./vscode-stub.cjs');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return request === 'vscode' ? stub : resolve.call(this, request, ...rest);
};
const vscode = load('vscode');

const start = performance.now();
const extension = load(process.argv[2]);
const loaded = performance.now();
extension.activate({ ...contextParts(), subscriptions: [] });
const activated = performance.now();

const sdk = Object.keys(load.cache).some((path) => /s3-sdk|aws-sdk/.test(path));
console.log(JSON.stringify({ load: loaded - start, activate: activated - loaded, sdk }));
process.exit();

/** The context VS Code gives, as far as there can be one without it. */
function contextParts() {
  const memory = { get: (_key, fallback) => fallback, update: async () => {}, keys: () => [] };
  return {
    extensionUri: vscode.Uri,
    extensionPath: process.cwd(),
    globalStorageUri: vscode.Uri,
    globalState: { ...memory, setKeysForSync: () => {} },
    workspaceState: memory,
    secrets: vscode.secrets,
    extension: { packageJSON: {} },
  };
}
