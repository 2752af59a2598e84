import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { decodePng } from '../page/png';
import { placeOf, type Orientation } from './orientation';
import { webview, webviews } from './webview';
import { patience } from './workbench';

export type InspectorTab =
  | ('Header' | 'Histogram' | 'Statistics' | 'Profiles' | 'Pixels' | 'Regions')
  | ('Column' | 'Plot' | 'Cell' | 'Tree');

export type Rgb = readonly [red: number, green: number, blue: number];

/** What is on the screen where the canvas is. */
export interface CanvasShot {
  readonly width: number;
  readonly height: number;
  /** Row 0 is the uppermost. */
  at(column: number, row: number): Rgb;
}

type Menu =
  | ('Display limits' | 'Stretch' | 'Colours' | 'Zoom' | 'Tools' | 'More')
  | ('Sky' | 'Markers' | 'Contours' | 'Compare');

/** The FITS viewer of the active editor, as a person sees and works it. */
export class Viewer {
  private constructor(
    readonly page: Page,
    readonly frame: FrameLocator,
  ) {}

  static async shown(page: Page): Promise<Viewer> {
    return new Viewer(page, await webview(page));
  }

  /** The viewers on screen, from left to right. */
  static async all(page: Page, count: number): Promise<Viewer[]> {
    return (await webviews(page, count)).map((frame) => new Viewer(page, frame));
  }

  get canvas(): Locator {
    return this.frame.locator('canvas.picture');
  }

  /** Waits for the finished picture; `attributes` are what the canvas says of it (`data-…`). */
  async ready(attributes: Readonly<Record<string, string | number>> = {}): Promise<void> {
    const wanted = Object.entries({ state: 'ready', ...attributes })
      .map(([name, value]) => `[data-${name}="${value}"]`)
      .join('');
    await this.frame.locator(`canvas.picture${wanted}`).waitFor({ timeout: patience });
  }

  /** What the canvas says of its picture, such as `stretch`; see marks.ts. */
  async says(name: string): Promise<string> {
    return (await this.canvas.getAttribute(`data-${name}`)) ?? '';
  }

  /** A figure of those: `zoom`; `left`, `bottom` of its corner; `low`, `high` … */
  async figure(
    name: 'zoom' | 'left' | 'bottom' | 'low' | 'high' | 'step' | 'contrast' | 'bias',
  ): Promise<number> {
    return Number(await this.says(name));
  }

  async orientation(): Promise<Orientation> {
    return {
      turns: Number(await this.says('turns')),
      flipped: (await this.says('flipped')) === 'true',
    };
  }

  /** The colour of missing pixels. */
  async nanColour(): Promise<Rgb> {
    const [red = 0, green = 0, blue = 0] = (await this.says('nan')).split(',').map(Number);
    return [red, green, blue];
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  input(name: string): Locator {
    return this.frame.getByRole('textbox', { name, exact: true });
  }

  /** What the toolbar says is on show. */
  async chosenHdu(): Promise<string> {
    return this.frame
      .getByRole('combobox', { name: 'HDU', exact: true })
      .evaluate((dropdown) => ('displayValue' in dropdown ? String(dropdown.displayValue) : ''));
  }

  async chooseHdu(name: string): Promise<void> {
    await this.frame.getByRole('combobox', { name: 'HDU', exact: true }).click();
    await this.frame.getByRole('option', { name, exact: true }).click();
  }

  /** Opens a menu of the toolbar; on its button is what is chosen, after the name. */
  async openMenu(name: Menu): Promise<Locator> {
    const button = this.frame.getByRole('button', { name: new RegExp(`^${name}(:|$)`) });
    const open = this.frame.locator('.popover:popover-open');
    await expect
      .poll(
        async () => {
          if (await open.isVisible()) return true;
          try {
            await button.click({ timeout: 2000 });
            await open.waitFor({ timeout: 3000 });
          } catch {
            // A hover of VS Code may lie over it, as long as the pointer rests where it was.
            await this.page.mouse.move(1, 1);
          }
          return open.isVisible();
        },
        { timeout: patience },
      )
      .toBe(true);
    return open;
  }

  async closeMenu(): Promise<void> {
    const open = this.frame.locator('.popover:popover-open');
    if (await open.isVisible()) await this.page.keyboard.press('Escape');
    await open.waitFor({ state: 'hidden', timeout: patience });
  }

  /** Types both display limits in their menu, where the fields are in an editor of usual width. */
  async typeLimits(low: string, high: string): Promise<void> {
    const menu = await this.openMenu('Display limits');
    for (const [which, text] of Object.entries({ Lower: low, Upper: high })) {
      const field = menu.getByRole('textbox', { name: `${which} display limit`, exact: true });
      await field.fill(text);
      await field.press('Enter');
    }
    await this.closeMenu();
  }

  /** Both display limits as their fields have them, in sight or not. */
  limitTexts(): Promise<[low: string, high: string]> {
    const text = (which: string): Promise<string> =>
      this.frame
        .getByRole('textbox', { name: `${which} display limit`, exact: true, includeHidden: true })
        .inputValue();
    return Promise.all([text('Lower'), text('Upper')]);
  }

  /** Chooses one of several in a menu, and closes it if it stays open. */
  async choose(menu: Menu, choice: string): Promise<void> {
    const open = await this.openMenu(menu);
    await open.getByRole('radio', { name: choice, exact: true }).click();
    await this.closeMenu();
  }

  /** Runs a command of a menu. */
  async run(menu: Menu, command: string): Promise<void> {
    const open = await this.openMenu(menu);
    await open.locator('[role^="menuitem"]').filter({ hasText: command }).click();
    await open.waitFor({ state: 'hidden', timeout: patience });
  }

  /** Shows a part of the inspector, and returns it. */
  async showTab(name: InspectorTab): Promise<Locator> {
    const tab = this.frame.getByRole('tab', { name, exact: true });
    if (!(await tab.isVisible())) await this.button('Inspector').click();
    await tab.click();
    const page = this.frame.getByRole('tabpanel', { name, exact: true });
    await page.waitFor({ timeout: patience });
    return page;
  }

  /** What the inspector says under a name: of a column, of an image. */
  fact(name: string): Locator {
    return this.frame.locator(`[role="tabpanel"]:visible [data-row="${name}"] td`).first();
  }

  /** Waits until everything done before has been told to the extension, which keeps it with the file. */
  async told(): Promise<void> {
    // The page tells it a moment later, by a clock of its own: this comes after that.
    await this.frame
      .locator('body')
      .evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  }

  /** Presses keys while the picture has the focus. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.canvas.press(key);
  }

  hdu(index: number): Locator {
    return this.frame.locator(`[role="row"][data-hdu="${index}"]`);
  }

  /** A field of the readout: `x`, `y`, `value`, `unit`, `kind`, `size`. */
  field(name: string): Locator {
    return this.frame.locator(`.readout [data-field="${name}"]`);
  }

  /** The words in place of a picture. */
  get notice(): Locator {
    return this.frame.locator('.stage-notice .notice');
  }

  /** Where the middle of an image pixel (0-based, y up) is on the page. */
  async placeOf(x: number, y: number): Promise<readonly [x: number, y: number]> {
    const box = await this.box();
    // After the name, where it is the array in a cell.
    const size = (await this.field('size').innerText()).split(' · ').at(-1) ?? '';
    const [width = 0, height = 0] = size
      .split(' × ')
      .map((length) => Number(length.replaceAll(',', '')));
    const zoom = await this.figure('zoom');
    const [right, up] = placeOf([x, y], { width, height }, await this.orientation());
    const left = (await this.figure('left')) + (right + 0.5) * zoom;
    const bottom = (await this.figure('bottom')) + (up + 0.5) * zoom;
    return [box.x + left, box.y + box.height - bottom];
  }

  /** Moves the pointer over the middle of an image pixel. */
  async hover(x: number, y: number): Promise<void> {
    await this.page.mouse.move(...(await this.placeOf(x, y)));
  }

  /** Where the canvas is on the page. */
  async box(): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('There is no canvas on screen.');
    return box;
  }

  /** Reads the picture back from the screen. */
  async shoot(): Promise<CanvasShot> {
    const box = await this.box();
    const screen = decodePng(await this.page.screenshot());
    const [left, top] = [Math.round(box.x), Math.round(box.y)];
    return {
      width: Math.round(box.width),
      height: Math.round(box.height),
      at: (column, row) => {
        const at = 3 * ((top + row) * screen.width + left + column);
        const [red = -1, green = -1, blue = -1] = screen.rgb.subarray(at, at + 3);
        return [red, green, blue];
      },
    };
  }
}
