import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';

/** A busy machine shows the first workbench, and the first webview, after this long at the latest. */
export const patience = 60_000;

export async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: patience });
  await page.locator('.statusbar').waitFor({ timeout: patience });
}

/** The icon of a view container, ours or another. */
export function activityIcon(page: Page, name = 'Skybucket'): Locator {
  return page.locator(`.activitybar .action-item a.action-label[aria-label^="${name}"]`);
}

/** The same, where that container is what the sidebar shows: there a click would close it. */
export function activeIcon(page: Page, name = 'Skybucket'): Locator {
  return page.locator(`.activitybar .action-item.checked a.action-label[aria-label^="${name}"]`);
}

/** Opens the sidebar on our view (or another), if it is not open. */
export async function openSidebar(page: Page, name = 'Skybucket'): Promise<void> {
  await activityIcon(page, name).waitFor({ timeout: patience });
  if ((await activeIcon(page, name).count()) === 0) await activityIcon(page, name).click();
  await activeIcon(page, name).waitFor({ timeout: patience });
  await page.locator('.sidebar [role="tree"]').first().waitFor({ timeout: patience });
}

/** Closes a view of the sidebar, so that those above have its room. */
export async function collapseView(page: Page, name: string): Promise<void> {
  const head = page.locator('.sidebar .pane-header').filter({ hasText: name });
  await head.waitFor({ timeout: patience });
  if ((await head.getAttribute('aria-expanded')) === 'true') await head.click();
  await head.and(page.locator('[aria-expanded="false"]')).waitFor({ timeout: patience });
}

/** The row of a tree whose label is the text; text, not prefix. */
export function treeItem(page: Page, label: string): Locator {
  return page.locator('.sidebar [role="treeitem"]').filter({
    has: page.locator('.monaco-icon-name-container, .label-name').getByText(label, { exact: true }),
  });
}

/** Expands rows one inside the other, by label, and returns the last. */
export async function expand(page: Page, ...labels: readonly string[]): Promise<Locator> {
  let row = page.locator('.sidebar [role="treeitem"]').first();
  for (const label of labels) {
    row = treeItem(page, label).first();
    await row.waitFor({ timeout: patience });
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    await row.and(page.locator('[aria-expanded="true"]')).waitFor({ timeout: patience });
  }
  return row;
}

/** Runs a command by its title, as a person does: who sees the list go away before it was asked opens it again. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const until = Date.now() + patience;
  const input = quickInput(page);
  const row = page.locator('.quick-input-list [role="option"]').filter({ hasText: title }).first();
  const at = { timeout: patience / 6 };
  for (;;) {
    try {
      await page.keyboard.press('F1');
      // A dialog that is about to close has a field too, and closes the list that took its place.
      await vi.waitFor(async () => expect(await input.inputValue(at)).toMatch(/^>/u), at);
      await input.fill(`>${title}`, at);
      await row.waitFor(at);
      await row.click(at);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** The text field of a quick pick or an input box. */
export function quickInput(page: Page): Locator {
  return page
    .locator(
      '.quick-input-widget:visible input[type="text"], .quick-input-widget:visible input:not([type])',
    )
    .first();
}

/** What a quick pick offers now. */
export async function quickPickItems(page: Page): Promise<string[]> {
  const rows = page.locator('.quick-input-list [role="option"]');
  await rows.first().waitFor({ timeout: patience });
  return rows.locator('.label-name').allTextContents();
}

/** The notifications on screen. */
export function notifications(page: Page): Locator {
  return page.locator('.notifications-toasts .notification-list-item-message');
}

/**
 * Waits for a notification in the list of all. One of several that come within a second of each other
 * is never shown by itself: VS Code keeps the fourth of such a chain from the screen.
 */
export async function listedNotification(page: Page, text: string): Promise<void> {
  await runCommand(page, 'Notifications: Show Notifications');
  await page
    .locator('.notifications-center .notification-list-item-message')
    .filter({ hasText: text })
    .waitFor({ timeout: patience });
  await runCommand(page, 'Notifications: Hide Notifications');
}

/** Entries of the status bar whose text contains the words. */
export function statusBarItem(page: Page, text: string | RegExp): Locator {
  return page.locator('.statusbar .statusbar-item').filter({ hasText: text });
}

export async function closeAllEditors(page: Page): Promise<void> {
  await runCommand(page, 'View: Close All Editors');
}
