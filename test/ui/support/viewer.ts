import type { FrameLocator, Locator, Page } from 'playwright-core';
import { decodePng } from '../page/png';
import { webview } from './webview';
import { patience } from './workbench';

export type Rgb = readonly [red: number, green: number, blue: number];

/** What is on the screen where the canvas is. */
export interface CanvasShot {
  readonly width: number;
  readonly height: number;
  /** Row 0 is the uppermost. */
  at(column: number, row: number): Rgb;
}

/** The FITS viewer of the active editor, as a person sees and works it. */
export class Viewer {
  private constructor(
    readonly page: Page,
    readonly frame: FrameLocator,
  ) {}

  static async shown(page: Page): Promise<Viewer> {
    return new Viewer(page, await webview(page));
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

  /** A figure the canvas says of its picture: `zoom`; `left`, `bottom` of its corner; `low`, `high`. */
  async figure(name: 'zoom' | 'left' | 'bottom' | 'low' | 'high' | 'step'): Promise<number> {
    return Number(await this.canvas.getAttribute(`data-${name}`));
  }

  /** The colour of missing pixels. */
  async nanColour(): Promise<Rgb> {
    const [red = 0, green = 0, blue = 0] = ((await this.canvas.getAttribute('data-nan')) ?? '')
      .split(',')
      .map(Number);
    return [red, green, blue];
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  input(name: string): Locator {
    return this.frame.getByRole('textbox', { name, exact: true });
  }

  /** Chooses from a dropdown by the words on screen. */
  async choose(dropdown: string, option: string): Promise<void> {
    await this.frame.getByRole('combobox', { name: dropdown, exact: true }).click();
    await this.frame.getByRole('option', { name: option, exact: true }).click();
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

  /** Moves the pointer over the middle of an image pixel (0-based, y up). */
  async hover(x: number, y: number): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('There is no canvas on screen.');
    const zoom = await this.figure('zoom');
    const right = (await this.figure('left')) + (x + 0.5) * zoom;
    const up = (await this.figure('bottom')) + (y + 0.5) * zoom;
    await this.page.mouse.move(box.x + right, box.y + box.height - up);
  }

  /** Reads the picture back from the screen. */
  async shoot(): Promise<CanvasShot> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error('There is no canvas on screen.');
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
