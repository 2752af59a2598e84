/**
 * Memory of a page: an image of 64 MB opened, looked at in full resolution and opened anew again and
 * again, which gives up all that was shown. Prints rows for run.ts.
 */
import { launch } from '../../ui/page/browser';
import { growth, OPENS, print, WARM_UP } from '../memory/growth';
import { benchAssets, openSquare } from './open';
import { type Counts, counts, visit } from './visit';

const SIDE = 4096;

async function run(): Promise<void> {
  const browser = await launch();
  try {
    const page = await openSquare(browser, await benchAssets(), SIDE, 'webgl2');
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const seen: Counts[] = [];
    for (let open = 0; open < WARM_UP + OPENS; open++) {
      await visit(page);
      seen.push(await counts(page, session));
    }
    const of = (name: keyof Counts): number[] => seen.map((each) => each[name]);
    print([
      growth('page: heap', 'MB', of('heap')),
      growth('page: textures', '', of('textures')),
      growth('page: nodes', '', of('nodes')),
      growth('page: listeners', '', of('listeners')),
    ]);
  } finally {
    await browser.close();
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
