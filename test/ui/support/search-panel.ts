import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { webview } from './webview';
import { patience, runCommand } from './workbench';

type Point = readonly [x: number, y: number];

/** The panel of a search on screen, as a person sees and works it. */
export class SearchPanel {
  private constructor(
    readonly page: Page,
    readonly frame: FrameLocator,
  ) {}

  static async shown(page: Page): Promise<SearchPanel> {
    return new SearchPanel(page, await webview(page));
  }

  /** Opens an empty form by its command, and waits for its criteria. */
  static async open(page: Page, command: string): Promise<SearchPanel> {
    await runCommand(page, command);
    const panel = await SearchPanel.shown(page);
    await panel.frame.locator('.form-fields .field-row').first().waitFor({ timeout: patience });
    return panel;
  }

  get form(): Locator {
    return this.frame.locator('.search-form');
  }

  get results(): Locator {
    return this.frame.locator('.results');
  }

  get products(): Locator {
    return this.frame.locator('.products');
  }

  get sky(): Locator {
    return this.frame.locator('.footprints-sky');
  }

  button(name: string, within: Locator = this.frame.locator('body')): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  /** How many rows there would be, beside the button. */
  get count(): Locator {
    return this.frame.locator('.form-count');
  }

  /** How the place is understood. */
  get place(): Locator {
    return this.frame.locator('.place-words');
  }

  /** How many rows there are, and when they came. */
  get figures(): Locator {
    return this.frame.locator('.results-figures');
  }

  /** What was done last, for a moment. */
  get said(): Locator {
    return this.frame.locator('.search-said');
  }

  /** The line of a part of the panel that says what is going on, or went wrong. */
  strip(within: Locator): Locator {
    return within.locator('.activity:not([hidden])');
  }

  /** Chooses another archive to be searched. */
  async chooseService(label: string): Promise<void> {
    await this.frame.getByRole('combobox', { name: 'Service', exact: true }).selectOption(label);
  }

  async fillIn(name: string, value: string): Promise<void> {
    await this.frame.getByRole('textbox', { name, exact: true }).fill(value);
  }

  /** Types a value of a criterion that takes several; it is taken in the spelling of the archive. */
  async give(name: string, typed: string, value = typed): Promise<void> {
    const field = this.frame.getByRole('combobox', { name, exact: true });
    await field.fill(typed);
    await field.press('Enter');
    await this.expectGiven(value);
  }

  /** Types a part of a value, and takes it from what is offered then. */
  async pick(name: string, typed: string, value: string): Promise<void> {
    await this.frame.getByRole('combobox', { name, exact: true }).fill(typed);
    await this.frame
      .getByRole('listbox', { name: `Values of ${name}`, exact: true })
      .getByRole('option')
      .filter({ has: this.frame.locator('.completion-name').getByText(value, { exact: true }) })
      .click();
    await this.expectGiven(value);
  }

  async expectGiven(value: string): Promise<void> {
    await this.frame.locator('.chip-text').getByText(value, { exact: true }).waitFor();
  }

  /** Runs what is filled in, and waits for so many rows. */
  async search(rows: string): Promise<void> {
    await this.button('Search', this.form).click();
    await this.expectRows(rows);
  }

  async expectRows(rows: string): Promise<void> {
    await expect
      .poll(() => this.figures.innerText(), { timeout: patience })
      .toMatch(new RegExp(`^${rows} · Run today at`, 'u'));
    // The table follows, and its cells.
    await expect
      .poll(() => this.results.locator('.grid-row .cell:not(.loading)').count())
      .toBeGreaterThan(0);
  }

  /** A row of the table, counted from 0. */
  row(row: number): Locator {
    return this.results.locator(`.grid-row[aria-rowindex="${row + 2}"]`);
  }

  /** Chooses a row, and waits for what its products are. */
  async chooseRow(row: number, summary: string): Promise<void> {
    await this.row(row).locator('.cell:not(.cell-number)').first().click();
    await this.expectChosen(row, summary);
  }

  async expectChosen(row: number, summary: string): Promise<void> {
    await this.row(row).locator('#grid-cursor').waitFor({ timeout: patience });
    await this.products.getByText(summary, { exact: true }).waitFor({ timeout: patience });
  }

  /** A product in the list, by what is said of it. */
  product(said: RegExp): Locator {
    return this.products.getByRole('option', { name: said });
  }

  /** Chooses from the menu of a product. */
  async chooseFromMenu(product: Locator, label: string): Promise<void> {
    await product.click({ button: 'right' });
    await this.frame
      .locator('.context-menu:popover-open')
      .getByRole('menuitem', { name: label, exact: true })
      .click();
  }

  /** Chooses from the menu beside the name of the archive. */
  async chooseFromMore(label: string): Promise<void> {
    await this.frame.locator('.form-service').getByRole('button', { name: 'More' }).click();
    await this.frame
      .locator('.popover:popover-open')
      .getByRole('menuitem', { name: label, exact: true })
      .click();
  }

  /**
   * The middle of the chosen footprint, on the page. The pointer must be elsewhere: what it is on is drawn too.
   *
   * @returns undefined while none is drawn
   */
  async chosenOnSky(): Promise<Point | undefined> {
    const middle = await this.sky.locator('canvas').nth(1).evaluate(middleOfInk);
    const box = await this.sky.boundingBox();
    return middle && box ? [box.x + middle[0], box.y + middle[1]] : undefined;
  }
}

/** In the page: the middle of what is drawn on a canvas, in CSS pixels. */
function middleOfInk(element: object): Point | undefined {
  const canvas = element as PageCanvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let [count, x, y] = [0, 0, 0];
  for (let at = 0; at < canvas.width * canvas.height; at++) {
    if ((data[4 * at + 3] ?? 0) > 0) {
      count++;
      x += at % canvas.width;
      y += Math.floor(at / canvas.width);
    }
  }
  const scale = canvas.clientWidth / canvas.width;
  return count === 0 ? undefined : [(x / count + 0.5) * scale, (y / count + 0.5) * scale];
}

/** A canvas of the page, as far as it is used: Node knows none. */
interface PageCanvas {
  readonly width: number;
  readonly height: number;
  readonly clientWidth: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array };
  };
}
