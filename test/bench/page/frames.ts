/**
 * Frame times of the viewer in a browser that draws in software, at 60 frames a second at most: one
 * change each frame. Prints rows for run.ts.
 */
import type { Browser, Page } from 'playwright-core';
import { launch } from '../../ui/page/browser';
import { median, type Row } from '../contest';
import { benchAssets, type Drawing, openSquare, zoomToOne } from './open';
import type { Input } from './page';
import { tasksDuring } from './trace';

const SIDES = [4096, 16_384];
const DRAWINGS: readonly Drawing[] = ['webgl2', 'canvas2d'];

const FRAMES = 120;

type Place = readonly [x: number, y: number];

interface Action {
  readonly name: string;
  /** The button that is held meanwhile. */
  readonly button?: 'left' | 'right';
  /** The input of a frame; the middle is that of the canvas. */
  readonly input: (frame: number, middle: Place) => Input;
}

/** Along a circle: fast enough to need new tiles all the time. */
const around =
  (radius: number) =>
  (frame: number, [x, y]: Place): Input => {
    const turn = (frame / 40) * 2 * Math.PI;
    const clientX = x + radius * (Math.cos(turn) - 1);
    return { type: 'pointermove', clientX, clientY: y + radius * Math.sin(turn) };
  };

const ACTIONS: readonly Action[] = [
  { name: 'pan at 1:1', button: 'left', input: around(180) },
  {
    name: 'zoom',
    input: (frame, [clientX, clientY]) => ({
      ...{ type: 'wheel', clientX, clientY },
      deltaY: frame % 40 < 20 ? 100 : -100,
    }),
  },
  { name: 'stretch', input: () => ({ type: 'keydown', key: 'l' }) },
  { name: 'contrast and bias', button: 'right', input: around(120) },
];

async function middleOf(page: Page): Promise<Place> {
  const box = await page.locator('canvas.picture').boundingBox();
  return box ? [box.x + box.width / 2, box.y + box.height / 2] : [0, 0];
}

async function measure(
  browser: Browser,
  page: Page,
  { button, input }: Action,
): Promise<Partial<Row>> {
  const middle = await middleOf(page);
  const inputs = Array.from({ length: FRAMES }, (_, frame) => input(frame, middle));
  await page.mouse.move(...middle);
  let frames: number[] = [];
  const { longest, total } = await tasksDuring(browser, page, async () => {
    await (button && page.mouse.down({ button }));
    frames = await page.evaluate<number[]>(`window.drive(${JSON.stringify(inputs)})`);
    await (button && page.mouse.up({ button }));
  });
  frames.sort((a, b) => a - b);
  return {
    milliseconds: median(frames),
    figures: {
      'p99 ms': frames[Math.floor(frames.length * 0.99)] ?? NaN,
      'busy ms/frame': total / frames.length,
      'longest task ms': longest,
    },
  };
}

async function frames(): Promise<void> {
  const assets = await benchAssets();
  for (const drawing of DRAWINGS) {
    for (const side of SIDES) {
      const browser = await launch();
      try {
        const page = await openSquare(browser, assets, side, drawing);
        for (const action of ACTIONS) {
          await zoomToOne(page);
          const who = `${drawing} ${side}² ${action.name}`;
          const row: Row = {
            workload: 'frames',
            who,
            ...(await measure(browser, page, action)),
          };
          process.stdout.write(`${JSON.stringify(row)}\n`);
        }
      } finally {
        await browser.close();
      }
    }
  }
}

frames().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
