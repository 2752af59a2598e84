import { existsSync, readFileSync } from 'node:fs';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { webview } from './webview';
import { patience, quickInput, runCommand } from './workbench';

/** The panel of a catalogue on screen, as a person sees and works it. */
export class CatalogPanel {
  private constructor(
    readonly page: Page,
    readonly frame: FrameLocator,
  ) {}

  /** The panel in a webview, one of several on screen. */
  static of(page: Page, frame: FrameLocator): CatalogPanel {
    return new CatalogPanel(page, frame);
  }

  static async shown(page: Page): Promise<CatalogPanel> {
    return new CatalogPanel(page, await webview(page));
  }

  /**
   * Opens a data set by its address, as it is typed, and waits for its columns.
   *
   * @param choice which of several that lie there
   */
  static async open(page: Page, address: string, choice?: string): Promise<CatalogPanel> {
    await runCommand(page, 'Skybucket: Open Catalogue…');
    await quickInput(page).fill(address);
    await page
      .locator('.quick-input-list [role="option"]')
      .filter({ hasText: `Open ${address}` })
      .click({ timeout: patience });
    const panel = await CatalogPanel.shown(page);
    if (choice !== undefined) await panel.button(choice).click({ timeout: patience });
    await panel.ready();
    return panel;
  }

  /** Waits for the form with the columns of the data set. */
  async ready(): Promise<void> {
    await this.columns.getByRole('option').first().waitFor({ timeout: patience });
  }

  get form(): Locator {
    return this.frame.locator('.catalog-form');
  }

  get columns(): Locator {
    return this.frame.getByRole('listbox', { name: 'Columns of the data set', exact: true });
  }

  get filter(): Locator {
    return this.frame.getByRole('combobox', { name: 'Filter of the query', exact: true });
  }

  /** What the region covers, or what is wrong with it. */
  get covers(): Locator {
    return this.frame.locator('.region-field .place-words');
  }

  get figures(): Locator {
    return this.frame.locator('.results-figures');
  }

  get grid(): Locator {
    return this.frame.getByRole('grid', { name: /^Table / });
  }

  /** Says why the result is not complete. */
  get incomplete(): Locator {
    return this.frame.locator('.result-notes.incomplete .partial-text');
  }

  get plot(): Locator {
    return this.frame.locator('.plots-view');
  }

  button(name: string, within: Locator = this.frame.locator('body')): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  field(name: string): Locator {
    return this.frame.getByRole('textbox', { name, exact: true });
  }

  /** Chooses what kind of region is asked for: `box`, `cone`, … */
  async region(kind: string): Promise<void> {
    await this.frame
      .getByRole('combobox', { name: 'Region', exact: true })
      .selectOption({ value: kind });
  }

  async box(ra: readonly [number, number], dec: readonly [number, number]): Promise<void> {
    await this.region('box');
    const names = ['Right ascension', 'Declination'];
    for (const [i, bounds] of [ra, dec].entries()) {
      await this.field(`${names[i]} from`).fill(String(bounds[0]));
      await this.field(`${names[i]} to`).fill(String(bounds[1]));
    }
    await expect.poll(() => this.covers.innerText(), { timeout: patience }).toMatch(/^Covers /u);
  }

  /** Has just these columns chosen, in this order. */
  async choose(names: readonly string[]): Promise<void> {
    await this.button('None').click();
    const search = this.frame.getByRole('searchbox', { name: 'Search columns', exact: true });
    for (const name of names) {
      await search.fill(name);
      const option = this.columns.getByRole('option').filter({
        has: this.frame.locator('.column-name').getByText(name, { exact: true }),
      });
      await option.locator('.column-check').click();
    }
    await search.fill('');
  }

  /** A line of the plan: `Rows`, `Row groups`, … */
  planned(name: string): Locator {
    return this.frame
      .locator('.plan-entries dt')
      .getByText(name, { exact: true })
      .locator('xpath=following-sibling::dd[1]');
  }

  /** Waits for the end of a run, and for so many rows. */
  async expectRows(rows: number): Promise<void> {
    const text = `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`;
    await expect
      .poll(() => this.figures.innerText(), { timeout: patience })
      .toMatch(new RegExp(`^${text} · `, 'u'));
  }

  async tab(name: 'Table' | 'Plots' | 'Match' | 'Query' | 'Results'): Promise<void> {
    const tab = this.frame.getByRole('tab', { name, exact: true });
    if (await tab.isVisible()) await tab.click();
  }

  /** What runs, how far it is, and whether it is paused. */
  get activity(): Locator {
    const reading = /row groups? · /u;
    return this.frame.locator('.catalog-right .activity:visible').filter({ hasText: reading });
  }

  /** Rows that have come of what runs; 0 where nothing does. */
  async rowsSoFar(): Promise<number> {
    const [text = ''] = await this.activity.allInnerTexts();
    return Number(/row groups? · ([\d,]+) rows?/u.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** An item of the menu beside the buttons of the form. */
  async more(item: string): Promise<void> {
    await this.button('More').click();
    await this.frame.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /**
   * Exports what is on show, and gives the bytes of the file.
   *
   * @param file the path to write; its ending is that of the format
   */
  async exported(item: string, file: string, button = 'Export table'): Promise<Buffer> {
    await this.button(button).click();
    await this.frame.getByRole('menuitem', { name: item, exact: true }).click();
    const field = quickInput(this.page);
    await expect
      .poll(() => field.inputValue(), { timeout: patience })
      .toMatch(new RegExp(`\\.${file.split('.').at(-1)}$`, 'u'));
    await field.fill(file);
    await this.page.keyboard.press('Enter');
    await expect.poll(() => existsSync(file), { timeout: patience }).toBe(true);
    await field.waitFor({ state: 'hidden', timeout: patience });
    return readFileSync(file);
  }

  /** Waits for a plot of so many rows. */
  async plotted(rows: number): Promise<void> {
    await this.frame
      .locator(`.plots-view[data-state="ready"][data-rows="${rows}"]`)
      .waitFor({ timeout: patience });
  }
}
