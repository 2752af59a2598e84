import type { FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './workbench';

/** The document of whichever webview is on screen when it is asked. */
export function webviewOnScreen(page: Page): FrameLocator {
  return page
    .frameLocator('iframe.webview.ready >> visible=true')
    .frameLocator('iframe#active-frame');
}

/** The document of the webview on screen; waits until its body is there. */
export async function webview(page: Page): Promise<FrameLocator> {
  const frame = webviewOnScreen(page);
  await frame.locator('body').waitFor({ timeout: patience });
  return frame;
}

/** The documents of so many webviews side by side, from left to right. */
export async function webviews(page: Page, count: number): Promise<FrameLocator[]> {
  const frames = page.locator('iframe.webview.ready >> visible=true');
  await expect.poll(() => frames.count(), { timeout: patience }).toBe(count);
  const placed = await Promise.all(
    (await frames.all()).map(async (frame) => ({
      // By its name: places among all the frames change as frames come and go.
      name: (await frame.getAttribute('name')) ?? '',
      left: (await frame.boundingBox())?.x ?? 0,
    })),
  );
  const sorted = placed.sort((a, b) => a.left - b.left);
  return Promise.all(
    sorted.map(async ({ name }) => {
      const frame = page
        .frameLocator(`iframe.webview.ready[name="${name}"]`)
        .frameLocator('iframe#active-frame');
      await frame.locator('body').waitFor({ timeout: patience });
      return frame;
    }),
  );
}
