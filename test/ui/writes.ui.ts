import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestBucket } from '../support/s3/bucket';
import { startS3Server, type S3TestServer } from '../support/s3/server';
import { dropFiles } from './support/drop';
import { openEditor, type Editor } from './support/editor';
import { screenshot } from './support/screenshot';
import { answer, chooseFromMenu, rowsOf } from './support/tree';
import {
  closeAllEditors,
  collapseView,
  expand,
  openSidebar,
  patience,
  quickInput,
  runCommand,
  treeItem,
} from './support/workbench';

const BUCKET = 'desk';

/** What is done to a bucket in the tree: making, uploading, renaming, copying, moving, deleting. */
describe('writing in the tree', () => {
  let server: S3TestServer;
  let bucket: TestBucket;
  let editor: Editor;

  beforeAll(async () => {
    server = await startS3Server({ unsignedOnly: true });
    bucket = server.createBucket(BUCKET, { writable: true });
    bucket.put('night/a.fits', 'a'.repeat(1000), { contentType: 'application/fits' });
    bucket.put('night/b.fits', 'b'.repeat(500));
    bucket.put('night/deep/c.txt', 'c');
    bucket.put('other/x.txt', 'x');
    editor = await openEditor({
      machineSettings: {
        'skybucket.connections': [
          {
            ...{ id: 'desk', label: 'Desk', kind: 's3', endpoint: server.endpoint },
            ...{ region: 'us-east-1', pathStyle: true, readOnly: false },
          },
        ],
      },
      settings: {
        'skybucket.buckets': [{ name: 'Desk', uri: `s3://${BUCKET}/`, connection: 'desk' }],
        'skybucket.showArchives': false,
      },
    });
    await openSidebar(editor.page);
    for (const view of ['Searches', 'Catalogs']) await collapseView(editor.page, view);
    await expand(editor.page, 'My buckets', 'Desk');
  });
  beforeEach(() => server.resetRequests());
  afterAll(async () => {
    await editor.close();
    await server.close();
  });

  const row = (label: string): Locator => treeItem(editor.page, label).first();
  const dialog = (): Locator => editor.page.locator('.monaco-dialog-box');
  const textOf = async (key: string): Promise<string | undefined> => {
    const body = bucket.get(key)?.body;
    return body && Buffer.from(await body.read(0, body.size)).toString('utf8');
  };
  const hasText = (key: string, text: string | undefined): Promise<void> =>
    expect.poll(() => textOf(key), { timeout: patience }).toBe(text);
  const operations = (): string[] =>
    server.requests
      .map(({ operation = '' }) => operation)
      .filter((name) => !/^(?:Head|List|GetObject)/u.test(name));

  /** Waits for a question whose text is all of these, and presses a button of it. */
  async function answerDialog(texts: readonly string[], button: string): Promise<void> {
    for (const text of texts) {
      await dialog().getByText(text).first().waitFor({ timeout: patience });
    }
    await dialog().getByRole('button', { name: button, exact: true }).click();
    await dialog().waitFor({ state: 'detached', timeout: patience });
  }

  /** Types a path into VS Code's own dialog for files of the machine that it runs on. */
  async function chooseLocal(path: string): Promise<void> {
    const { page } = editor;
    const ok = page.locator('.quick-input-widget:visible').getByRole('button', { name: 'Upload' });
    await ok.waitFor({ timeout: patience });
    const input = quickInput(page);
    await expect
      .poll(
        async () => {
          // A dialog that has only just opened writes the folder that it begins with over what is typed.
          const typed = await input.inputValue({ timeout: 1000 }).catch(() => '');
          if (!typed.startsWith(path)) {
            await input.fill(path, { timeout: 1000 }).catch(() => undefined);
            return ok.isVisible();
          }
          await ok.click({ timeout: 1000 }).catch(() => undefined);
          return ok.isVisible();
        },
        { timeout: patience, interval: 500 },
      )
      .toBe(false);
  }

  /** What is on screen in both themes; a dialog or a field stays open. */
  async function shots(name: string): Promise<void> {
    await screenshot(editor.page, `writes-${name}`);
  }

  test('a new folder is the marker of one', async () => {
    await chooseFromMenu(editor.page, row('Desk'), 'New Folder…');
    await editor.page.getByText('S3 has no folders').first().waitFor({ timeout: patience });
    await shots('new-folder');
    await answer(editor.page, 'New Folder in s3://desk/', 'drafts');
    await hasText('drafts/', '');
    await row('drafts').waitFor({ timeout: patience });
  });

  test('files of the machine are uploaded from the menu, with the type of their name', async () => {
    const file = join(dirname(editor.workspace), 'flat field.fits');
    writeFileSync(file, 'SIMPLE  =                    T');
    await chooseFromMenu(editor.page, row('drafts'), 'Upload Files…');
    await chooseLocal(file);
    await hasText('drafts/flat field.fits', 'SIMPLE  =                    T');
    expect(bucket.get('drafts/flat field.fits')?.contentType).toBe('application/fits');
    await expand(editor.page, 'drafts');
    await row('flat field.fits').waitFor({ timeout: patience });
  });

  test('a folder is uploaded with all that is in it, empty folders too', async () => {
    const folder = join(dirname(editor.workspace), 'campaign');
    mkdirSync(join(folder, 'raw', 'none'), { recursive: true });
    writeFileSync(join(folder, 'raw', 'log.txt'), 'clear sky');
    writeFileSync(join(folder, 'index.json'), '{}');
    await chooseFromMenu(editor.page, row('drafts'), 'Upload Folder…');
    await chooseLocal(folder);
    await hasText('drafts/campaign/raw/log.txt', 'clear sky');
    await hasText('drafts/campaign/index.json', '{}');
    await hasText('drafts/campaign/raw/none/', '');
    await expand(editor.page, 'campaign', 'raw');
    await row('none').waitFor({ timeout: patience });
    await shots('uploaded');
  });

  test('files dropped by the browser are uploaded, never over others unless told to', async () => {
    const files = [
      { name: 'seeing.csv', text: 'a,b\n1,2\n' },
      { name: 'täglich $(bug).txt', text: 'one' },
    ];
    await dropFiles(row('other'), files);
    await hasText('other/seeing.csv', 'a,b\n1,2\n');
    await hasText('other/täglich $(bug).txt', 'one');
    expect(bucket.get('other/seeing.csv')?.contentType).toBe('text/csv');
    await expand(editor.page, 'other');
    await row('seeing.csv').waitFor({ timeout: patience });
    const again = [
      { name: 'seeing.csv', text: 'new' },
      { name: 'fresh.txt', text: 'fresh' },
    ];
    await dropFiles(row('other'), again);
    await shots('drop-taken');
    await answerDialog(['s3://desk/other/seeing.csv exists already.'], 'Skip');
    await hasText('other/fresh.txt', 'fresh');
    expect(await textOf('other/seeing.csv')).toBe('a,b\n1,2\n');
    await dropFiles(row('other'), again.slice(0, 1));
    await answerDialog(['s3://desk/other/seeing.csv exists already.'], 'Overwrite');
    await hasText('other/seeing.csv', 'new');
  });

  test('the tab of a file of the machine is uploaded where it is dropped', async () => {
    const { page, workspace } = editor;
    writeFileSync(join(workspace, 'plan.md'), '# Tonight');
    await page.keyboard.press('Control+P');
    await quickInput(page).fill('plan.md');
    const found = page.locator('.quick-input-list [role="option"]').filter({ hasText: 'plan.md' });
    await found.first().click();
    const tab = page.locator('.tab').filter({ hasText: 'plan.md' });
    await tab.waitFor({ timeout: patience });
    await tab.dragTo(row('other'));
    await hasText('other/plan.md', '# Tonight');
    await closeAllEditors(page);
  });

  test('a file that is renamed is copied, compared and then deleted, and this is said', async () => {
    await expand(editor.page, 'night');
    await chooseFromMenu(editor.page, row('a.fits'), 'Rename…');
    await editor.page.getByText('S3 cannot move').first().waitFor({ timeout: patience });
    await shots('rename');
    await answer(editor.page, 'Rename a.fits', 'first.fits');
    await hasText('night/a.fits', undefined);
    await hasText('night/first.fits', 'a'.repeat(1000));
    expect(bucket.get('night/first.fits')?.contentType).toBe('application/fits');
    expect(operations()).toEqual(['CopyObject', 'DeleteObjects']);
    await row('first.fits').waitFor({ timeout: patience });
    await row('a.fits').waitFor({ state: 'detached', timeout: patience });
  });

  test('a copy is pasted into another folder, and its original stays', async () => {
    await chooseFromMenu(editor.page, row('first.fits'), 'Copy');
    await chooseFromMenu(editor.page, row('drafts'), 'Paste');
    await hasText('drafts/first.fits', 'a'.repeat(1000));
    expect(bucket.get('night/first.fits')).toBeDefined();
    expect(operations()).toEqual(['CopyObject']);
  });

  test('what was cut is moved after the question that says how much, and what that means', async () => {
    const { page } = editor;
    await chooseFromMenu(page, row('b.fits'), 'Cut');
    await chooseFromMenu(page, row('drafts'), 'Paste');
    const texts = ['Move 1 object (500 B) to s3://desk/drafts/?', 'S3 cannot move'];
    await answerDialog(texts, 'Cancel');
    expect(await textOf('night/b.fits')).toBe('b'.repeat(500));
    await chooseFromMenu(page, row('drafts'), 'Paste');
    await dialog().getByText('S3 cannot move').first().waitFor({ timeout: patience });
    await shots('move');
    await answerDialog(texts, 'Move');
    await hasText('night/b.fits', undefined);
    await hasText('drafts/b.fits', 'b'.repeat(500));
    // Both folders are listed anew, one after the other, which moves all rows below.
    await expect.poll(() => rowsOf(page, 'drafts'), { timeout: patience }).toContain('b.fits');
    await expect
      .poll(() => rowsOf(page, 'night'), { timeout: patience })
      .toEqual(['deep', 'first.fits']);
  });

  test('a row dragged onto a folder is copied or moved, as one then says', async () => {
    await expand(editor.page, 'other');
    await row('x.txt').waitFor({ timeout: patience });
    await row('x.txt').dragTo(row('night'));
    const text = 'Copy or move 1 object (1 B) to s3://desk/night/?';
    await dialog().getByText(text).first().waitFor({ timeout: patience });
    await shots('drag');
    await answerDialog([text], 'Copy');
    await hasText('night/x.txt', 'x');
    expect(await textOf('other/x.txt')).toBe('x');
  });

  test('nothing is deleted before the question that states count and size, nor when it is cancelled', async () => {
    const { page } = editor;
    const before = ['night/first.fits', 'night/x.txt', 'night/deep/c.txt'];
    const question = 'Delete 3 objects (1 kB) in 2 folders?';
    for (const theme of ['dark', 'light']) {
      await chooseFromMenu(page, row('night'), 'Delete…');
      await dialog().getByText(question).first().waitFor({ timeout: patience });
      await shots(`delete-${theme}`);
      await answerDialog([question, 'This cannot be undone'], 'Cancel');
      await runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
    }
    expect(before.filter((key) => bucket.get(key) === undefined)).toEqual([]);
    expect(operations()).toEqual([]);
    await chooseFromMenu(page, row('night'), 'Delete…');
    await answerDialog([question, 's3://desk/night/'], 'Delete');
    await expect
      .poll(() => before.filter((key) => bucket.get(key) !== undefined), { timeout: patience })
      .toEqual([]);
    await row('night').waitFor({ state: 'detached', timeout: patience });
  });
});
