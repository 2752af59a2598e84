import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEditor, type Editor } from './support/editor';
import { screenshot } from './support/screenshot';
import { chooseFromMenu, pick, rowAction } from './support/tree';
import { webviewOnScreen } from './support/webview';
import {
  expand,
  openSidebar,
  patience,
  runCommand,
  statusBarItem,
  treeItem,
} from './support/workbench';

/** Queries to a TAP service, written, run and kept; each test goes on from the last. */
describe('a query in ADQL', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor();
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await openSidebar(editor.page);
  });
  afterAll(() => editor.close());

  const code = (): Locator => editor.page.locator('.editor-instance .view-lines').first();
  const text = async (): Promise<string> =>
    (await code().locator('.view-line').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
  const tab = (name: string): Locator =>
    editor.page.locator('.tabs-container [role="tab"]').filter({ hasText: name });
  const lens = (title: string): Locator =>
    editor.page.locator('.codelens-decoration a').filter({ hasText: title });
  const underlined = (): Locator => editor.page.locator('.squiggly-error');
  /** Waits for words of the table on screen, looked for anew each time: new rows are a new webview. */
  const rows = (words: string): Promise<void> =>
    expect
      .poll(() => webviewOnScreen(editor.page).getByText(words, { exact: true }).count(), {
        timeout: patience,
      })
      .toBeGreaterThan(0);
  /** An entry of what is offered. */
  const offered = (label: string): Locator =>
    editor.page
      .locator('.suggest-widget.visible .monaco-list-row')
      .filter({ has: editor.page.locator('.label-name').getByText(label, { exact: true }) });
  /** Replaces what the document has. */
  const write = async (query: string): Promise<void> => {
    const { keyboard } = editor.page;
    await code().click();
    await keyboard.press('Control+A');
    await keyboard.insertText(query);
    await expect.poll(text).toBe(query);
  };
  const inThemes = async (name: string): Promise<void> => {
    const { page } = editor;
    for (const [theme, next] of [
      ['vs-dark', '.vs'],
      ['vs', '.vs-dark'],
    ] as const) {
      await screenshot(page, `${name}-${theme === 'vs' ? 'light' : 'dark'}`);
      await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
      await page.locator(`.monaco-workbench${next}`).waitFor({ timeout: patience });
    }
  };

  test('is offered the tables and columns of its service while it is written', async () => {
    const { page } = editor;
    await runCommand(page, 'Skybucket: New ADQL Query…');
    await pick(page, 'Which service should answer?', 'IRSA');
    await statusBarItem(page, 'Ln 3, Col 6').waitFor({ timeout: patience });
    await page.keyboard.type('fp');
    await offered('fp_psc').waitFor({ timeout: patience });
    await screenshot(page, 'adql-tables-dark');
    // A line break would take what is offered.
    await page.keyboard.type('_psc WHERE k');
    await offered('k_m').waitFor({ timeout: patience });
    await screenshot(page, 'adql-columns-dark');
    await page.keyboard.press('Escape');
  });

  test('has tables underlined that the service does not have', async () => {
    await write('-- service: irsa\nSELECT TOP 5 designation, k_m\nFROM no_such_table');
    // As wide as the name of the table.
    await expect
      .poll(async () => (await underlined().first().boundingBox())?.width ?? 0)
      .toBeGreaterThan(60);
    await screenshot(editor.page, 'adql-unknown-table-dark');
    await write('-- service: irsa\n-- maxrec: 3\nSELECT TOP 5 designation, k_m\nFROM fp_psc\n');
    await expect.poll(() => underlined().count()).toBe(0);
  });

  test('opens its rows, and offers more where there are more', async () => {
    const { page } = editor;
    await lens('Run at IRSA').click();
    await tab('fp_psc (IRSA).vot').waitFor({ timeout: patience });
    await rows('3 rows');
    // Among all of them: by itself it is shown for some seconds only.
    await runCommand(page, 'Notifications: Show Notifications');
    const more = page
      .locator('.notifications-center .notification-list-item')
      .filter({ hasText: 'IRSA has more than these 3 rows' });
    await more.waitFor({ timeout: patience });
    await screenshot(page, 'adql-more-rows-dark');
    await more.getByText('Ask for 30 Rows', { exact: true }).click();
    await expect.poll(text).toContain('-- maxrec: 30\nSELECT TOP 5');
    await rows('5 rows');
    await screenshot(page, 'adql-rows-dark');
  });

  test('gets names from the tables of the service', async () => {
    const { page } = editor;
    await write('-- service: irsa\nSELECT ');
    await runCommand(page, 'Skybucket: Focus on Tables View');
    await expand(page, 'fp_2mass', 'fp_psc');
    await treeItem(page, 'designation').waitFor({ timeout: patience });
    await rowAction(treeItem(page, 'designation'), 'Insert Name');
    await expect.poll(text).toBe('-- service: irsa\nSELECT designation');
    await screenshot(page, 'adql-browser-dark');
  });

  test('runs as a job, which is kept among the jobs', async () => {
    const { page } = editor;
    await write('-- service: irsa\nSELECT TOP 7 designation, k_m\nFROM fp_psc\n');
    await lens('Run as Job').click();
    const job = page.locator('.sidebar [role="treeitem"]').filter({ hasText: /^fp_psc.*IRSA/ });
    await job.filter({ hasText: 'done' }).waitFor({ timeout: patience });
    await runCommand(page, 'Notifications: Clear All Notifications');
    await job.click();
    await job.filter({ hasText: '7 rows' }).waitFor({ timeout: patience });
    await rows('7 rows');
    await inThemes('adql-job');
    expect(editor.archives.tap.kept).toHaveLength(1);
    await chooseFromMenu(page, job, 'Copy as Python');
    await expect
      .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
      .toContain('SELECT TOP 7 designation');
  });
});
