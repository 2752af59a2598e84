import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startS3Server, type S3TestServer } from '../support/s3/server';
import { openEditor, type Editor } from './support/editor';
import { screenshot } from './support/screenshot';
import { placesOf } from './support/secrets';
import { chooseFromMenu } from './support/tree';
import {
  closeAllEditors,
  collapseView,
  expand,
  notifications,
  openSidebar,
  patience,
  quickInput,
  runCommand,
  treeItem,
} from './support/workbench';

const BUCKET = 'own-survey';
const KEY_ID = 'AKIAOWNBUCKETOFUI';
const SECRET = 'a-secret-that-nobody-may-find-anywhere';
const NOTES = 'reduction/notes.txt';

/** A bucket of one's own on a server that takes signed requests alone, with keys from the environment. */
describe('a bucket of one’s own', () => {
  let own: S3TestServer;
  let editor: Editor;

  beforeAll(async () => {
    own = await startS3Server({ users: [{ accessKeyId: KEY_ID, secretAccessKey: SECRET }] });
    const bucket = own.createBucket(BUCKET, { requireSignature: true });
    bucket.put(NOTES, 'flat field: old\n', { contentType: 'text/plain' });
    bucket.put('reduction/9/a.mosaic.fits', 'a');
    bucket.put('reduction/9/deep/b.mosaic.fits', 'bb');
    bucket.put('reduction/9/b.log', 'log');
    bucket.put('raw/c.mosaic.fits', 'not below');
    editor = await openEditor({
      env: { AWS_ACCESS_KEY_ID: KEY_ID, AWS_SECRET_ACCESS_KEY: SECRET },
      machineSettings: {
        'skybucket.connections': [
          {
            ...{ id: 'lab', label: 'Lab', kind: 's3', endpoint: own.endpoint },
            ...{ region: 'us-east-1', pathStyle: true, auth: { kind: 'environment' } },
          },
        ],
      },
      settings: { 'skybucket.buckets': [], 'skybucket.showArchives': false },
    });
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
  });
  afterAll(async () => {
    await editor.close();
    await own.close();
  });

  const textOf = async (): Promise<string> => {
    const body = own.bucket(BUCKET).get(NOTES)?.body;
    return body ? Buffer.from(await body.read(0, body.size)).toString('utf8') : 'nothing';
  };

  /** Writes a line on top of the text that is open, and saves. */
  async function typeAndSave(line: string): Promise<void> {
    const { page } = editor;
    await page.locator('.monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type(`${line}\n`);
    await page.keyboard.press('Control+S');
  }

  async function told(text: string): Promise<void> {
    await notifications(editor.page)
      .filter({ hasText: text })
      .first()
      .waitFor({ timeout: patience });
  }

  /** A button of a notification on screen. */
  async function answerTold(name: string): Promise<void> {
    await editor.page
      .locator('.notifications-toasts')
      .getByRole('button', { name, exact: true })
      .first()
      .click({ timeout: patience });
  }

  async function diffShows(text: string): Promise<void> {
    await editor.page
      .locator('.monaco-diff-editor')
      .getByText(text)
      .first()
      .waitFor({ timeout: patience });
  }

  test('is listed below its connection', async () => {
    await expand(editor.page, 'Lab', BUCKET, 'reduction');
    await treeItem(editor.page, 'notes.txt').waitFor({ timeout: patience });
    await screenshot(editor.page, 'own-bucket-tree');
  });

  test('is written by saving a file in the editor', async () => {
    await treeItem(editor.page, 'notes.txt').click();
    await editor.page.locator('.monaco-editor .view-line').first().waitFor({ timeout: patience });
    await typeAndSave('dark: new');
    await expect.poll(textOf, { timeout: patience }).toBe('dark: new\nflat field: old\n');
  });

  test('tells when somebody else was faster, shows both, and overwrites only when told to', async () => {
    const { page } = editor;
    own.bucket(BUCKET).put(NOTES, 'somebody else’s\n', { contentType: 'text/plain' });
    await typeAndSave('mine');
    await told('The content of the file is newer.');
    expect(await textOf()).toBe('somebody else’s\n');
    await screenshot(page, 'own-bucket-conflict');
    await answerTold('Compare');
    await diffShows('somebody else’s');
    await screenshot(page, 'own-bucket-compare');
    await runCommand(page, 'View: Close Editor');
    await typeAndSave('still');
    await told('The content of the file is newer.');
    await answerTold('Overwrite');
    await expect
      .poll(textOf, { timeout: patience })
      .toBe('still\nmine\ndark: new\nflat field: old\n');
  });

  test('tells so, too, where the other one has as many bytes, which the editor does not notice', async () => {
    const { page } = editor;
    const theirs = 'still\nmine\ndark: old\nflat field: old\n';
    own.bucket(BUCKET).put(NOTES, theirs, { contentType: 'text/plain' });
    await typeAndSave('again');
    await told('was changed by somebody else since it was read');
    expect(await textOf()).toBe(theirs);
    await screenshot(page, 'own-bucket-refused');
    await answerTold('Compare');
    await diffShows('dark: old');
    await runCommand(page, 'View: Close Editor');
    await runCommand(page, 'Notifications: Clear All Notifications');
    await typeAndSave('at last');
    await told('was changed by somebody else since it was read');
    await answerTold('Overwrite');
    await expect
      .poll(textOf, { timeout: patience })
      .toBe('at last\nagain\nstill\nmine\ndark: new\nflat field: old\n');
  });

  test('is searched by a pattern, in no more than the folder that it names', async () => {
    const { page } = editor;
    own.resetRequests();
    await chooseFromMenu(page, treeItem(page, BUCKET), 'Find Files…');
    await quickInput(page).fill('reduction/9/**/*.mosaic.fits');
    await page.keyboard.press('Enter');
    const found = page
      .locator('.sidebar .pane')
      .filter({ has: page.locator('.pane-header').filter({ hasText: 'Found' }) })
      .locator('[role="treeitem"]');
    for (const folder of ['reduction', '9', 'deep']) {
      const row = found.filter({ hasText: new RegExp(`^${folder}\\s*\\d*$`, 'u') }).first();
      await row.waitFor({ timeout: patience });
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
      await row.and(page.locator('[aria-expanded="true"]')).waitFor({ timeout: patience });
    }
    await found.filter({ hasText: 'b.mosaic.fits' }).waitFor({ timeout: patience });
    await found.filter({ hasText: 'a.mosaic.fits' }).waitFor({ timeout: patience });
    expect(await found.filter({ hasText: 'c.mosaic.fits' }).count()).toBe(0);
    // The tree lists a folder anew after a save, by delimiter; the search goes below it without one.
    const listed = own.requests
      .filter(({ operation }) => operation === 'ListObjectsV2')
      .map(({ url }) => new URLSearchParams(url.slice(url.indexOf('?'))))
      .filter((query) => !query.has('delimiter'))
      .map((query) => query.get('prefix'));
    expect(listed).toEqual(['reduction/9/']);
    await screenshot(page, 'own-bucket-found');
  });

  test('leaves no secret in settings, state, logs or what is on screen', async () => {
    await closeAllEditors(editor.page);
    expect(await placesOf(editor, [SECRET, KEY_ID])).toEqual([]);
  });
});
