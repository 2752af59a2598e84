import type { FrameLocator, Page } from 'playwright-core';
import { patience } from './workbench';

/** The document of the webview on screen; waits until its body is there. */
export async function webview(page: Page): Promise<FrameLocator> {
  const frame = page
    .frameLocator('iframe.webview.ready >> visible=true')
    .frameLocator('iframe#active-frame');
  await frame.locator('body').waitFor({ timeout: patience });
  return frame;
}
