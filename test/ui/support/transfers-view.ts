import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './workbench';

/** A line of the view “Transfers”. */
export interface TransferLine {
  readonly name: string;
  /** What stands beside it: `34 of 200 MB · 12 MB/s · 14 s left`. */
  readonly words: string;
}

/** The view “Transfers” of the sidebar, as a person sees and works it. */
export class TransfersPane {
  constructor(private readonly page: Page) {}

  get pane(): Locator {
    return this.page
      .locator('.sidebar .pane')
      .filter({ has: this.page.locator('.pane-header .title', { hasText: /^Transfers$/u }) });
  }

  row(name: string): Locator {
    return this.pane
      .locator('[role="treeitem"]')
      .filter({ has: this.page.locator('.label-name').getByText(name, { exact: true }) })
      .first();
  }

  /** What is on screen, from above. */
  async lines(): Promise<TransferLine[]> {
    const rows = await this.pane.locator('.monaco-list-row').evaluateAll((all) =>
      all.map((row) => ({
        index: Number(row.getAttribute('data-index')),
        name: row.querySelector('.label-name')?.textContent ?? '',
        words: row.querySelector('.label-description')?.textContent ?? '',
      })),
    );
    return rows
      .sort((a, b) => a.index - b.index)
      .map(({ name, words }) => ({ name, words: plain(words) }));
  }

  async names(): Promise<string[]> {
    return (await this.lines()).map(({ name }) => name);
  }

  /** What stands beside a name; empty where it is not on screen. */
  async words(name: string): Promise<string> {
    return (await this.lines()).find((line) => line.name === name)?.words ?? '';
  }

  async says(name: string, words: RegExp): Promise<void> {
    await expect.poll(() => this.words(name), { timeout: patience }).toMatch(words);
  }

  /** Presses a button of a row until it has done what it is for: a press is lost where the row is just drawn anew. */
  async act(name: string, action: string, becomes: RegExp): Promise<void> {
    const row = this.row(name);
    const button = row.locator(`.actions .action-label[aria-label^="${action}"]`);
    const at = { timeout: 2_000 };
    await expect
      .poll(
        async () => {
          if (becomes.test(await this.words(name))) return true;
          await row.hover(at).catch(() => undefined);
          await button.click(at).catch(() => undefined);
          return false;
        },
        { timeout: patience, interval: 1_500 },
      )
      .toBe(true);
  }

  /** What the view says of all of them, above the lines. */
  async total(): Promise<string> {
    const message = this.pane.locator('.tree-explorer-viewlet-tree-view > .message');
    return plain((await message.first().textContent({ timeout: patience })) ?? '');
  }

  /** The buttons in the title of the view. */
  async titleActions(): Promise<string[]> {
    await this.pane.locator('.pane-header').hover();
    return this.pane
      .locator('.pane-header .actions .action-label')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  }

  async titleAction(name: string): Promise<void> {
    await this.pane.locator('.pane-header').hover();
    await this.pane
      .locator(`.pane-header .actions .action-label[aria-label^="${name}"]`)
      .click({ timeout: patience });
  }
}

/** Blanks that do not break are blanks. */
function plain(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
