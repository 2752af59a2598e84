import type { Locator } from 'playwright-core';
import { expect, vi } from 'vitest';
import { isText, type TrueValue } from './true-table';
import type { Viewer } from './viewer';
import { patience } from './workbench';

/** A cell: row of the view and place among the columns shown, both counted from 0. */
export type Place = readonly [row: number, column: number];

/** The grid of a table in the viewer, as a person sees and works it. */
export class Grid {
  constructor(readonly viewer: Viewer) {}

  get element(): Locator {
    return this.viewer.frame.getByRole('grid', { name: /^Table / });
  }

  /** Waits for the rows in sight, each with its text. */
  async ready(): Promise<void> {
    await this.element.waitFor({ timeout: patience });
    const unread = this.element.locator('.cell.loading');
    await expect
      .poll(async () => [await this.rows.count(), await unread.count()], { timeout: patience })
      .toEqual([expect.toSatisfy((rows: number) => rows > 0), 0]);
  }

  get rows(): Locator {
    return this.element.locator('.grid-row');
  }

  cell([row, column]: Place): Locator {
    return this.element.locator(
      `.grid-row[aria-rowindex="${row + 2}"] > .cell[aria-colindex="${column + 2}"]`,
    );
  }

  head(name: string): Locator {
    return this.element
      .getByRole('columnheader')
      .filter({ has: this.viewer.frame.locator('.head-name').getByText(name, { exact: true }) });
  }

  /** The names of the columns in sight, from left to right. */
  async heads(): Promise<string[]> {
    const heads = await this.element.locator('.head:not([hidden]):not(.head-corner)').all();
    const placed = await Promise.all(
      heads.map(async (head) => ({
        name: await head.locator('.head-name').innerText(),
        place: Number(await head.getAttribute('aria-colindex')),
      })),
    );
    return placed.sort((a, b) => a.place - b.place).map(({ name }) => name);
  }

  /** Row numbers of the table, as they stand beside the rows in sight, from above. */
  async numbers(): Promise<number[]> {
    const texts = await this.rows.evaluateAll((rows) =>
      rows
        .map((row) => ({
          at: Number(row.getAttribute('aria-rowindex')),
          text: row.querySelector('.cell-number')?.textContent ?? '',
        }))
        .sort((a, b) => a.at - b.at)
        .map(({ text }) => text),
    );
    return texts.filter((text) => text !== '').map((text) => Number(text.replaceAll(',', '')));
  }

  /** Fails unless the cell has, or soon has, this value. */
  async expectCell(place: Place, value: TrueValue): Promise<void> {
    const cell = this.cell(place);
    await expect
      .poll(
        async () => {
          const text = await cell.innerText({ timeout: patience });
          return isText(text, value) ? value : text;
        },
        { timeout: patience },
      )
      .toBe(value);
  }

  /**
   * Clicks on what is in sight of the grid, with the mouse itself: a click of Playwright's would first
   * scroll a grid that does not stand still.
   */
  async click(part: Locator, button: 'left' | 'right' = 'left'): Promise<void> {
    let before = '';
    const { x, y } = await vi.waitUntil(
      async () => {
        const box = await part.boundingBox({ timeout: patience });
        const last = before;
        before = JSON.stringify(box);
        return before === last ? box : undefined;
      },
      { timeout: patience, interval: 100 },
    );
    await this.viewer.page.mouse.click(x + 12, y + 12, { button });
  }

  /** Chooses the cell, and gives the grid the keys. */
  async choose(place: Place): Promise<void> {
    await this.click(this.cell(place));
    await expect
      .poll(() => this.cell(place).getAttribute('id'), { timeout: patience })
      .toBe('grid-cursor');
  }

  async goTo(row: number): Promise<void> {
    const field = this.viewer.input('Go to row');
    await field.fill(String(row));
    await field.press('Enter');
  }

  async filter(text: string): Promise<void> {
    await this.filterField.fill(text);
    await this.filterField.press('Enter');
  }

  get filterField(): Locator {
    return this.viewer.frame.getByRole('combobox', { name: 'Filter rows' });
  }

  /** How many rows there are, in words. */
  get count(): Locator {
    return this.viewer.frame.locator('.table-count');
  }

  /** The line that says what is going on, or asks whether it should. */
  get strip(): Locator {
    return this.viewer.frame.locator('.activity:not([hidden])');
  }
}
