import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../support/proxy/fault-proxy';
import type { TestBucket } from '../support/s3/bucket';
import { generatedBody, sha256Of } from '../support/s3/generated';
import type { RecordedRequest } from '../support/s3/recorded';
import { type S3TestServer, startS3Server } from '../support/s3/server';
import { type Editor, openEditor } from './support/editor';
import { killExtensionHosts } from './support/extension-host';
import { screenshot } from './support/screenshot';
import { TransfersPane } from './support/transfers-view';
import { chooseFromMenu, menuItems, pick } from './support/tree';
import { readSample } from './support/truth';
import { Viewer } from './support/viewer';
import {
  activeIcon,
  activityIcon,
  closeAllEditors,
  collapseView,
  expand,
  listedNotification,
  openSidebar,
  patience,
  runCommand,
  statusBarItem,
  treeItem,
} from './support/workbench';

const BUCKET = 'observatory';
const EXPOSURE = 20_000_000;
const EXPOSURES = [1, 2, 3, 4, 5, 6].map((number) => `exp-${number}.dat`);
/** Would be an icon and a link where VS Code reads labels as more than text. */
const ODD = '$(bug) [flat](x).txt';
const IMAGE = 'field.fits';
const MOSAIC = 120_000_000;
/**
 * What may be asked for twice of a transfer that is broken off, in bytes: half of a part, or not noted yet, which is
 * what comes while a busy disk is waited for.
 */
const AGAIN = 45_000_000;

const SLOW = { sharedBytesPerSecond: 800_000 };
const MIDDLING = { sharedBytesPerSecond: 6_000_000 };

/** Downloads of folders over a slow line, in the view “Transfers”. */
describe('transfers', () => {
  let server: S3TestServer;
  let bucket: TestBucket;
  let line: FaultProxy;
  let editor: Editor;
  let view: TransfersPane;

  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
    bucket = server.createBucket(BUCKET);
    for (const name of EXPOSURES) bucket.put(`night/${name}`, generatedBody(name, EXPOSURE));
    bucket.put(`night/calib/${ODD}`, 'flat');
    bucket.put(`night/${IMAGE}`, readSample('images/star-field_r.fits'), {
      contentType: 'application/fits',
    });
    bucket.put('notes/a.txt', 'first');
    bucket.put('shut/shut.dat', 'shut');
    for (const name of ['reload', 'crash']) {
      bucket.put(`${name}/${name}.dat`, generatedBody(name, MOSAIC));
    }
    line = await startFaultProxy({ target: server.endpoint, link: SLOW });
    editor = await openEditor({
      machineSettings: {
        'skybucket.connections': [
          {
            ...{ id: 'far', label: 'Far', kind: 's3', endpoint: line.endpoint },
            ...{ region: 'us-east-1', pathStyle: true },
          },
        ],
      },
      settings: {
        'skybucket.buckets': [{ name: 'Observatory', uri: `s3://${BUCKET}/`, connection: 'far' }],
        'skybucket.showArchives': false,
        // Tooltips would cover the rows.
        'workbench.hover.delay': 600_000,
      },
    });
    view = new TransfersPane(editor.page);
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
    await collapseView(editor.page, 'Catalogs');
    await expand(editor.page, 'My buckets', 'Observatory');
  });
  afterAll(async () => {
    await editor.close();
    await line.close();
    await server.close();
  });

  const local = (...path: string[]): string => join(editor.workspace, ...path);
  const inTree = (label: string): Locator =>
    treeItem(editor.page, label)
      .and(
        editor.page
          .locator('.sidebar .pane')
          .filter({ has: editor.page.locator('.pane-header .title', { hasText: /^Archives$/u }) })
          .locator('[role="treeitem"]'),
      )
      .first();
  const dialog = (): Locator => editor.page.locator('.monaco-dialog-box');
  const download = (folder: string): Promise<void> =>
    chooseFromMenu(editor.page, inTree(folder), 'Download Folder…');
  const answerDialog = async (text: RegExp, button: string): Promise<void> => {
    await dialog().getByText(text).first().waitFor({ timeout: patience });
    await dialog().getByRole('button', { name: button, exact: true }).click();
    await dialog().waitFor({ state: 'detached', timeout: patience });
  };
  /** Reads of objects whose keys begin so; of bytes, not what is only looked at. */
  const reads = (key: string): readonly RecordedRequest[] =>
    server.requests.filter(
      ({ method, url }) =>
        method === 'GET' &&
        decodeURIComponent(url.split('?')[0] ?? '').includes(`/${BUCKET}/${key}`),
    );
  const keysRead = (): string[] =>
    [...new Set(reads('').map(({ url }) => decodeURIComponent(url.split('?')[0] ?? '')))]
      .map((path) => path.slice(`/${BUCKET}/`.length))
      .filter((key) => key !== '')
      .sort();
  /** Bytes that the ranges of these requests name. */
  const asked = (requests: readonly RecordedRequest[]): number =>
    requests
      .map(({ headers }) => /^bytes=(\d+)-(\d+)$/u.exec(headers.range ?? ''))
      .reduce((sum, match) => sum + (match ? Number(match[2]) - Number(match[1]) + 1 : 0), 0);
  /** `MB` of `34 of 120 MB`. */
  const megabytes = async (name: string): Promise<number> =>
    Number(/([\d.]+) of \d+ MB/u.exec(await view.words(name))?.[1] ?? 0);

  async function showArchives(): Promise<void> {
    const head = editor.page.locator('.sidebar .pane-header').filter({ hasText: 'Archives' });
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click();
    await inTree('Observatory').waitFor({ timeout: patience });
  }

  async function openAgain(): Promise<void> {
    const { page } = editor;
    // The sidebar may come back by itself, and late: one click then would close it.
    await expect
      .poll(
        async () => {
          if ((await activeIcon(page).count()) === 0) await activityIcon(page).click();
          return view.pane.isVisible();
        },
        { timeout: patience, interval: 5_000 },
      )
      .toBe(true);
  }

  test('a folder is downloaded from its menu: how far, how fast, and how long it takes', async () => {
    const { page } = editor;
    await download('night');
    await pick(page, 'Download night (8 files · 123 MB)', 'Keep the folders');
    await page.getByText('Where should downloads go?').waitFor({ timeout: patience });
    await page.keyboard.press('Enter');
    // Lists hold only what is in sight.
    await collapseView(page, 'Archives');
    await view.says('exp-1.dat', /^\d[\d.]*( kB)? of 20 MB · [\d.]+ [kM]B\/s · \d+ (s|min) left$/u);
    await view.says('night', /^\d of 8 files · .+ of 12\d MB · [\d.]+ [kM]B\/s · .+ left$/u);
    await expect
      .poll(() => view.total(), { timeout: patience })
      .toMatch(/^\d under way · \d waiting · .+ of 12\d MB · [\d.]+ [kM]B\/s · .+ left$/u);
    // A name is a name, whatever stands in it.
    await expect.poll(() => view.names(), { timeout: patience }).toContain(ODD);
    expect(existsSync(local('night', 'exp-1.dat'))).toBe(false);
    await screenshot(page, 'transfers-dark');
  });

  test('one is paused and goes on, and so do all', async () => {
    const { page } = editor;
    await view.act('exp-1.dat', 'Pause', /^paused · /u);
    await view.act('exp-1.dat', 'Resume', /^(waiting · )?[\d.]+( kB)? of 20 MB/u);
    expect(await view.titleActions()).not.toContain('Resume All Transfers');
    await view.titleAction('Pause All Transfers');
    for (const name of EXPOSURES) await view.says(name, /^(paused · |20 MB)/u);
    await view.says('night', /^paused · \d of 8 files · /u);
    await expect.poll(() => view.titleActions()).not.toContain('Pause All Transfers');
    await server.settled();
    const before = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(server.requests.length).toBe(before);
    await screenshot(page, 'transfers-paused-dark');
    await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.locator('.monaco-workbench.vs:not(.vs-dark)').waitFor({ timeout: patience });
    await screenshot(page, 'transfers-paused-light');
    await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.locator('.monaco-workbench.vs-dark').waitFor({ timeout: patience });
  });

  test('those that wait are put into another order, by dragging and step by step', async () => {
    const { page } = editor;
    const order = async (): Promise<string[]> =>
      (await view.names()).filter((name) => name.startsWith('exp-'));
    const waiting = await order();
    const [first = '', second = '', third = ''] = waiting;
    const [last = ''] = waiting.slice(-1);
    await view.row(last).dragTo(view.row(first));
    const dragged = [last, ...waiting.filter((name) => name !== last)];
    await expect.poll(order, { timeout: patience }).toEqual(dragged);
    await chooseFromMenu(page, view.row(third), 'Move Up');
    const up = [last, first, third, second, ...waiting.slice(3, -1)];
    await expect.poll(order, { timeout: patience }).toEqual(up);
    await chooseFromMenu(page, view.row(last), 'Move Down');
    const down = [first, last, third, second, ...waiting.slice(3, -1)];
    await expect.poll(order, { timeout: patience }).toEqual(down);
  });

  test('one is cancelled, and nothing is left of it; the others go on in their order, and are whole', async () => {
    const { page } = editor;
    await view.act('exp-5.dat', 'Cancel', /^$/u);
    const order = (await view.names()).filter((name) => name.startsWith('exp-'));
    line.link = {};
    server.resetRequests();
    await view.titleAction('Resume All Transfers');
    await view.says('night', /^7 files · 103 MB$/u);
    const begun = reads('night/exp').map(({ url }) => url.split('?')[0]?.split('/').at(-1));
    expect([...new Set(begun)].slice(0, 3).sort()).toEqual(order.slice(0, 3).sort());
    await listedNotification(page, 'Downloaded 7 files (103 MB).');
    await expect.poll(() => view.total()).toBe('');
    for (const name of EXPOSURES.filter((one) => one !== 'exp-5.dat')) {
      expect(await sha256OfFile(local('night', name))).toBe(
        await sha256Of(generatedBody(name, EXPOSURE)),
      );
      await view.says(name, /^20 MB · .+ agrees$/u);
    }
    expect(readFileSync(local('night', 'calib', ODD), 'utf8')).toBe('flat');
    expect(readdirSync(local('night')).sort()).toEqual(
      ['calib', IMAGE, ...EXPOSURES.filter((one) => one !== 'exp-5.dat')].sort(),
    );
    await screenshot(page, 'transfers-done');
  });

  test('files that are there are asked about once, and skipped, replaced, or kept', async () => {
    const { page } = editor;
    await showArchives();
    server.resetRequests();
    await download('night');
    await pick(page, 'Download night', 'Keep the folders');
    await dialog().waitFor({ timeout: patience });
    await screenshot(page, 'transfers-exist');
    await answerDialog(/^7 of 8 files are there already, in .*night\.$/u, 'Skip Them');
    await view.says('exp-5.dat', /^20 MB · .+ agrees$/u);
    await server.settled();
    expect(keysRead()).toEqual(['night/exp-5.dat']);

    await download('notes');
    await expect.poll(() => contentOf(local('notes', 'a.txt'))).toBe('first');
    writeFileSync(local('notes', 'a.txt'), 'of mine');
    await download('notes');
    await answerDialog(/^1 of 1 files are there already/u, 'Keep Both');
    await expect.poll(() => contentOf(local('notes', 'a (2).txt'))).toBe('first');
    expect(contentOf(local('notes', 'a.txt'))).toBe('of mine');
    await view.says('a (2).txt', /^5 B · /u);
    await download('notes');
    await answerDialog(/^1 of 1 files are there already/u, 'Overwrite');
    await expect.poll(() => contentOf(local('notes', 'a.txt'))).toBe('first');
    await runCommand(page, 'Skybucket: Clear Finished Transfers');
    await view.pane.waitFor({ state: 'detached', timeout: patience });
  });

  test('one that failed says why, and is tried again', async () => {
    const { page } = editor;
    line.rules = [
      { fault: { kind: 'refuse', status: 403, code: 'AccessDenied' }, path: /shut\.dat/u },
    ];
    await download('shut');
    await view.says('shut.dat', /^failed · .+/u);
    await view.says('shut', /^1 failed · 1 file$/u);
    await listedNotification(page, '1 of 1 file could not be downloaded. shut.dat: ');
    expect(await menuItems(page, view.row('shut.dat'))).toEqual([
      ...['Reveal', 'Retry', 'Copy Reason', 'Remove from List'],
    ]);
    await screenshot(page, 'transfers-failed');
    line.rules = [];
    await view.act('shut.dat', 'Retry', /^4 B · /u);
    expect(contentOf(local('shut', 'shut.dat'))).toBe('shut');
  });

  describe.each([
    ['the window is loaded anew', 'reload', (): Promise<unknown> => editor.page.reload()],
    [
      'its process dies',
      'crash',
      (): Promise<unknown> => Promise.resolve(expect(killExtensionHosts()).toBeGreaterThan(0)),
    ],
  ])('when %s', (_, name, end) => {
    // What a first run has left is in the way of a second one.
    test('a transfer goes on where it was, and ends whole', { retry: 0 }, async () => {
      line.link = MIDDLING;
      const file = `${name}.dat`;
      server.resetRequests();
      await expand(editor.page, 'My buckets', 'Observatory');
      await download(name);
      await expect.poll(() => megabytes(file), { timeout: patience }).toBeGreaterThan(60);
      const before = (await megabytes(file)) * 1e6;
      const first = reads(`${name}/`).length;
      await end();
      await expect
        .poll(() => reads(`${name}/`).length, { timeout: patience, interval: 500 })
        .toBeGreaterThan(first + 1);
      line.link = {};
      await openAgain();
      await view.says(file, /^120 MB · .+ agrees$/u);
      await server.settled();
      const again = asked(reads(`${name}/`).slice(first));
      expect(again).toBeLessThan(MOSAIC - before + AGAIN);
      expect(readdirSync(local(name))).toEqual([file]);
      expect(await sha256OfFile(local(name, file))).toBe(
        await sha256Of(generatedBody(name, MOSAIC)),
      );
    });
  });

  test('what was downloaded is read in place of its object, for nothing', async () => {
    const { page } = editor;
    await expand(page, 'My buckets', 'Observatory', 'night');
    await server.settled();
    server.resetRequests();
    await inTree(IMAGE).click();
    const viewer = await Viewer.shown(page);
    await viewer.ready();
    await statusBarItem(page, 'local copy · nothing over the network').waitFor({
      timeout: patience,
    });
    await server.settled();
    expect(reads('night/').reduce((sum, { bytes }) => sum + bytes, 0)).toBe(0);
    await screenshot(page, 'transfers-local-copy');
    await closeAllEditors(page);
  });

  test('is opened and revealed from the view, and leaves it when it is told to', async () => {
    const { page } = editor;
    await download('notes');
    await answerDialog(/^1 of 1 files are there already/u, 'Overwrite');
    await view.says('a.txt', /^was there already$/u);
    await chooseFromMenu(page, view.row('a.txt'), 'Open');
    await page
      .locator('.tabs-container [role="tab"]')
      .filter({ hasText: 'a.txt' })
      .waitFor({ timeout: patience });
    await chooseFromMenu(page, view.row('a.txt'), 'Reveal');
    await page
      .locator('.explorer-folders-view [role="treeitem"]')
      .filter({ hasText: 'a.txt' })
      .first()
      .waitFor({ timeout: patience });
    await openAgain();
    await view.act('crash', 'Remove from List', /^$/u);
    await view.row('notes').click();
    await page.keyboard.press('Delete');
    await view.pane.waitFor({ state: 'detached', timeout: patience });
    expect(existsSync(local('crash', 'crash.dat'))).toBe(true);
  });
});

function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
