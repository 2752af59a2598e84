import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { workFolder } from '../../../scripts/vscode-host/install';

/** Keeps what is on screen in `.vscode-test/screens/NAME.png`, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(workFolder, 'screens');
  mkdirSync(folder, { recursive: true });
  // Names of tests hold what paths cannot.
  const file = `${name.replace(/[^\p{L}\p{N} _-]+/gu, '')}.png`;
  await page.screenshot({ path: join(folder, file) });
}
