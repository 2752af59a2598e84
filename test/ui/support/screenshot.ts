import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { workFolder } from '../../../scripts/vscode-host/install';
import type { Viewer } from './viewer';
import { patience, runCommand } from './workbench';

/** Keeps what is on screen in `.vscode-test/screens/NAME.png`, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(workFolder, 'screens');
  mkdirSync(folder, { recursive: true });
  // Names of tests hold what paths cannot.
  const file = `${name.replace(/[^\p{L}\p{N} _-]+/gu, '')}.png`;
  await page.screenshot({ path: join(folder, file) });
}

/**
 * The same in the dark and in the light theme, as `NAME-dark` and `NAME-light`. The editor has to be in
 * the dark one, and is again afterwards; a menu that is open closes.
 */
export async function screenshotThemes(
  { page, frame }: Pick<Viewer, 'page' | 'frame'>,
  name: string,
): Promise<void> {
  for (const [theme, next] of [
    ['dark', 'light'],
    ['light', 'dark'],
  ] as const) {
    await frame.locator(`body.vscode-${theme}`).waitFor({ timeout: patience });
    await screenshot(page, `${name}-${theme}`);
    await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
    await frame.locator(`body.vscode-${next}`).waitFor({ timeout: patience });
  }
}
