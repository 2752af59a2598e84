import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience, quickInput, treeItem } from './workbench';

/** The entries of the context menu of a row; closes it again. */
export async function menuItems(page: Page, row: Locator): Promise<string[]> {
  await row.click({ button: 'right' });
  const labels = page.locator('.monaco-menu:visible .action-label');
  await labels.first().waitFor({ timeout: patience });
  const texts = await labels.allTextContents();
  await page.keyboard.press('Escape');
  await labels.first().waitFor({ state: 'hidden', timeout: patience });
  return texts.filter((text) => text !== '');
}

export async function chooseFromMenu(page: Page, row: Locator, title: string): Promise<void> {
  await row.click({ button: 'right' });
  const item = page.locator('.monaco-menu:visible').getByText(title, { exact: true });
  await item.waitFor({ timeout: patience });
  // A menu that has only just opened takes no clicks.
  await expect
    .poll(
      async () => {
        await item.click({ timeout: 1000 }).catch(() => undefined);
        return item.isVisible();
      },
      { timeout: patience },
    )
    .toBe(false);
}

/** The labels of the rows of *Archives* that are in sight right below a folder's row, in their order. */
export async function rowsOf(page: Page, folder: string): Promise<(string | undefined)[]> {
  const archives = page.locator('.sidebar .pane').filter({
    has: page.locator('.pane-header').getByText('Archives', { exact: true }),
  });
  // A list draws its rows in no order, so that each says which it is.
  const all = await archives.locator('[role="treeitem"]').evaluateAll((rows) =>
    rows.map((row) => ({
      label: row.querySelector('.monaco-icon-name-container')?.textContent ?? undefined,
      level: Number(row.getAttribute('aria-level')),
      index: Number(row.getAttribute('data-index')),
    })),
  );
  all.sort((a, b) => a.index - b.index);
  const from = all.findIndex(({ label }) => label === folder);
  const level = all[from]?.level ?? 0;
  const below = all.slice(from + 1);
  const end = below.findIndex((row) => row.level <= level);
  return below
    .slice(0, end === -1 ? undefined : end)
    .filter((row) => row.level === level + 1)
    .map(({ label }) => label);
}

/** A button at the end of a row, which shows while the pointer is over it. */
export async function rowAction(row: Locator, title: string): Promise<void> {
  await row.hover();
  await row.locator(`.actions .action-label[aria-label^="${title}"]`).click();
}

/** More than any list of the tests has. */
const PAGES = 40;

/** Brings a row into sight that is not far below what is: lists hold only what is in sight. */
export async function scrollTo(page: Page, label: string): Promise<Locator> {
  const row = treeItem(page, label).first();
  let pages = 0;
  await expect
    .poll(
      async () => {
        if (await row.isVisible()) return true;
        // A busy machine may draw a page only when it is left already: then from the top once more.
        pages += 1;
        await page.keyboard.press(pages % PAGES === 0 ? 'Home' : 'PageDown');
        return false;
      },
      { timeout: patience, interval: 20 },
    )
    .toBe(true);
  return row;
}

/** Answers an input box, or a quick pick by what is typed into it. */
export async function answer(page: Page, title: string, text: string): Promise<void> {
  await page.locator('.quick-input-title').getByText(title).waitFor({ timeout: patience });
  await quickInput(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Picks an entry of a quick pick by its label. */
export async function pick(page: Page, title: string, label: string): Promise<void> {
  await page.locator('.quick-input-title').getByText(title).waitFor({ timeout: patience });
  await page
    .locator('.quick-input-widget:visible [role="option"]')
    .filter({ hasText: label })
    .first()
    .click();
}
