/**
 * Frame times of a picture that pans under a million markers, in a browser that draws in software, at 60 frames
 * a second at most; beside them those of the picture alone. Prints rows for run.ts.
 */
import { root } from '../../../scripts/lib/root.mjs';
import { bundle, launch, openViewer } from '../../ui/page/browser';
import { median, type Row } from '../contest';

const ROWS = 1_000_000;
const FRAMES = 180;
/** Frames in which the page learns how many markers it can draw. */
const WARM_UP = 60;

async function frames(): Promise<void> {
  const assets = await bundle(root, 'test/bench/page/markers-page.ts');
  for (const drawing of ['webgl2', 'canvas2d'] as const) {
    for (const rows of [0, ROWS]) {
      const browser = await launch();
      try {
        const query = `rows=${rows}${drawing === 'canvas2d' ? '&no-webgl' : ''}`;
        const page = await openViewer(browser, assets, { query });
        await page.waitForSelector('canvas[data-state="ready"]');
        if (rows > 0) {
          await page.waitForSelector('.markers-layer[data-drawn]:not([data-drawn="0"])', {
            state: 'attached',
            timeout: 120_000,
          });
        }
        const pan = (count: number): Promise<number[]> =>
          page.evaluate<number[]>(`window.pan(${count})`);
        await pan(WARM_UP);
        const times = (await pan(FRAMES)).sort((a, b) => a - b);
        const drawn = await page.locator('.markers-layer').getAttribute('data-drawn');
        const row: Row = {
          workload: 'markers',
          who: `${drawing} ${rows === 0 ? 'picture alone' : '10⁶ markers'}, pan`,
          milliseconds: median(times),
          figures: {
            'p99 ms': times[Math.floor(times.length * 0.99)] ?? NaN,
            'drawn in motion': Number(drawn ?? 0),
          },
        };
        process.stdout.write(`${JSON.stringify(row)}\n`);
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
