import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../../scripts/lib/root.mjs';
import { installVsCodeHost, type VsCodeHost } from '../../../scripts/vscode-host/install';
import { findChromium } from '../../support/chromium';

declare module 'vitest' {
  interface ProvidedContext {
    readonly host: VsCodeHost;
    /** The packaged extension. */
    readonly vsix: string;
  }
}

/** Once for all files: what is slow or must not be done twice at a time. */
export async function setup({ provide }: TestProject): Promise<void> {
  findChromium();
  provide('host', await installVsCodeHost());
  provide('vsix', process.env['SKYBUCKET_VSIX'] ?? packageExtension());
}

function packageExtension(): string {
  const script = join(root, 'scripts', 'package.mjs');
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  const vsix = join(root, 'skybucket.vsix');
  if (status !== 0 || !existsSync(vsix)) throw new Error('The extension could not be packaged.');
  return vsix;
}
