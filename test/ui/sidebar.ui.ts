import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manyBucket, sampleBucket } from '../support/s3/sample';
import { openEditor, type Editor } from './support/editor';
import { answer, chooseFromMenu, menuItems, pick, rowAction, scrollTo } from './support/tree';
import {
  activityIcon,
  collapseView,
  expand,
  openSidebar,
  patience,
  quickInput,
  runCommand,
  treeItem,
} from './support/workbench';

const many = `s3://${manyBucket}/`;

describe('the sidebar', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor();
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
  });
  afterAll(() => editor.close());
  beforeEach(() => editor.s3.resetRequests());

  const row = (label: string): ReturnType<typeof treeItem> => treeItem(editor.page, label).first();
  const shown = async (...labels: readonly string[]): Promise<void> => {
    for (const label of labels) await row(label).waitFor({ timeout: patience });
  };
  const asked = async (): Promise<string[]> => {
    await editor.s3.settled();
    return editor.s3.requests.map(({ url }) =>
      new URL(url, 'http://server').searchParams.toString(),
    );
  };
  const clipboard = (): Promise<string> =>
    editor.page.evaluate<string>('navigator.clipboard.readText()');
  const addBucket = async (uri: string): Promise<void> => {
    await runCommand(editor.page, 'Skybucket: Add Bucket…');
    await answer(editor.page, 'Add Bucket', uri);
    await pick(editor.page, 'Which connection is the bucket on?', 'Sample S3');
  };

  test('shows the public archives beside the buckets of the user', async () => {
    const { page } = editor;
    await shown('My buckets', 'MAST', 'IRSA', 'HEASARC');
    await expand(page, 'MAST');
    expect(await row('MAST').getAttribute('aria-label')).toMatch(/^Archive MAST, \d+ datasets/);
    await row('MAST').click();
    expect(await asked()).toEqual([]);
  });

  test('“Add Bucket…” says what is wrong with an address, and shows the bucket opened', async () => {
    const { page } = editor;
    await runCommand(page, 'Skybucket: Add Bucket…');
    await answer(page, 'Add Bucket', 'skybucket many');
    await page
      .locator('.quick-input-message')
      .getByText('“skybucket many” is not an address.')
      .waitFor({ timeout: patience });
    await page.keyboard.press('Escape');
    await quickInput(page).waitFor({ state: 'hidden', timeout: patience });
    expect(await row(many).count()).toBe(0);

    await addBucket(many);
    await shown(many, 'survey');
    expect(await asked()).toHaveLength(1);
  });

  test('a folder of 2,000,000 keys opens with one request, and goes on with one more', async () => {
    const { page } = editor;
    await row('survey').click();
    await shown('tile-0000001.fits');
    const first = await asked();
    expect(first).toHaveLength(1);
    expect(new URLSearchParams(first[0]).get('prefix')).toBe('survey/');

    await row('survey').press('Home');
    const more = await scrollTo(page, 'Load more…');
    await shown('tile-0001000.fits');
    expect(await more.innerText()).toContain('1,000 loaded');
    editor.s3.resetRequests();
    await more.click();
    await shown('tile-0001001.fits');
    // The selection goes on where the new entries begin; those before are still in sight.
    await expect.poll(() => row('tile-0001001.fits').getAttribute('aria-selected')).toBe('true');
    await shown('tile-0001000.fits', 'tile-0001002.fits');
    const next = await asked();
    expect(next).toHaveLength(1);
    expect(new URLSearchParams(next[0]).get('continuation-token')).not.toBeNull();
  });

  test('“Go to Prefix…” jumps among them by typing', async () => {
    const { page } = editor;
    await chooseFromMenu(page, row('survey'), 'Go to Prefix…');
    await answer(page, `Go to prefix in ${many}survey/`, 'tile-19999');
    await shown('tile-19999', 'tile-1999900.fits', 'tile-1999901.fits');
    expect(await row('tile-19999').innerText()).toContain('names that begin so');
    // Two looks while typing at most, and the page that is shown.
    expect((await asked()).length).toBeLessThanOrEqual(3);
  });

  test('a filter shows the loaded names that contain a text, and says how many', async () => {
    const { page } = editor;
    await chooseFromMenu(page, row('tile-19999'), 'Filter…');
    await answer(page, 'Filter tile-19999', '99995');
    await expect
      .poll(() => row('tile-19999').innerText(), { timeout: patience })
      .toContain('filter “99995”: 11 of 100');
    await shown('tile-1999950.fits', 'tile-1999995.fits');
    expect(await row('tile-1999901.fits').count()).toBe(0);
    await rowAction(row('tile-19999'), 'Clear Filter');
    await shown('tile-1999901.fits');
    expect(await asked()).toEqual([]);
  });

  test('one node is refreshed with one request, and closed with none', async () => {
    await rowAction(row('tile-19999'), 'Refresh');
    await expect.poll(async () => (await asked()).length, { timeout: patience }).toBe(1);
    expect(new URLSearchParams((await asked())[0]).get('prefix')).toBe('survey/tile-19999');
    await rowAction(row('tile-19999'), 'Close');
    await row('tile-19999').waitFor({ state: 'detached', timeout: patience });
    expect(await asked()).toHaveLength(1);
  });

  test('a bucket leaves the sidebar when it is removed', async () => {
    await rowAction(row(many), 'Remove from My Buckets');
    await row(many).waitFor({ state: 'detached', timeout: patience });
    await shown('Sample sky data');
  });

  test('tooltip, menu and what is copied of a file', async () => {
    const { page, s3 } = editor;
    await expand(page, 'My buckets', 'Sample sky data', 'names');
    const file = row('M 31 + 50% #1 & α.fits');
    await file.hover();
    const tooltip = page.locator('.workbench-hover');
    await tooltip.getByText('ETag').waitFor({ timeout: patience });
    const object = s3.bucket(sampleBucket).get('names/M 31 + 50% #1 & α.fits');
    expect((await tooltip.innerText()).split(/\n+/)).toEqual([
      'M 31 + 50% #1 & α.fits',
      'Size: 5.8 kB (5,760 bytes)',
      expect.stringMatching(/^Modified: \d{4}-\d\d-\d\d \d\d:\d\d UTC$/),
      'Storage class: STANDARD',
      `ETag: ${object?.etag.replaceAll('"', '') ?? ''}`,
      `Address: s3://${sampleBucket}/names/M 31 + 50% #1 & α.fits`,
    ]);
    expect(await file.getAttribute('aria-label')).toContain(
      'FITS file, M 31 + 50% #1 & α.fits, 5.8 kB, modified ',
    );
    expect(await menuItems(page, file)).toEqual([
      'Open',
      'Open in FITS Viewer',
      'Open as Catalogue',
      'Download to Workspace',
      'Cutout…',
      'Copy S3 URI',
      'Copy HTTPS URL',
      'Copy Connection Info',
    ]);
    await chooseFromMenu(page, file, 'Copy S3 URI');
    await expect.poll(clipboard).toBe(`s3://${sampleBucket}/names/M 31 + 50% #1 & α.fits`);
    await chooseFromMenu(page, file, 'Copy HTTPS URL');
    const url = `${s3.endpoint}/${sampleBucket}/names/M%2031%20%2B%2050%25%20%231%20%26%20%CE%B1.fits`;
    await expect.poll(clipboard).toBe(url);
    expect((await fetch(url)).status).toBe(200);
    await chooseFromMenu(page, row('names'), 'Copy Connection Info');
    await expect.poll(clipboard).toContain(s3.endpoint);
    expect(await clipboard()).toContain(sampleBucket);
  });

  test('a bucket that is not there says so, and is tried again', async () => {
    await addBucket('s3://skybucket-late/');
    const problem = editor.page
      .locator('.sidebar [role="treeitem"]')
      .filter({ hasText: 'There is no bucket “skybucket-late”.' });
    await problem.waitFor({ timeout: patience });
    expect(await problem.innerText()).toContain('Click to retry');
    editor.s3.createBucket('skybucket-late').put('seen/at-last.txt', 'Here it is.');
    await problem.click();
    await shown('seen');
    await problem.waitFor({ state: 'detached', timeout: patience });
  });

  test('a bucket that may not be listed says so; an empty one too', async () => {
    const { page, s3 } = editor;
    s3.createBucket('skybucket-closed', { denyList: true }).put('a.txt', 'a');
    await addBucket('s3://skybucket-closed/');
    await page
      .locator('.sidebar')
      .getByText('The bucket “skybucket-closed” does not let anonymous readers list its files.')
      .waitFor({ timeout: patience });
    s3.createBucket('skybucket-bare');
    await addBucket('s3://skybucket-bare/');
    await shown('Nothing here');
  });
});

describe('the sidebar with nothing in it', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor({
      settings: { 'skybucket.showArchives': false, 'skybucket.buckets': [] },
    });
  });
  afterAll(() => editor.close());

  test('welcomes, and leads to the first bucket', async () => {
    const { page } = editor;
    await activityIcon(page).click();
    const welcome = page
      .locator('.sidebar .welcome-view-content')
      .filter({ hasText: 'No archives are shown here, and no bucket has been added.' });
    await welcome.waitFor({ timeout: patience });
    expect(await welcome.getByRole('button').allInnerTexts()).toEqual([
      'Add Bucket…',
      'Open S3 URI…',
      'skybucket.showArchives',
    ]);
    await welcome.getByRole('button', { name: 'Add Bucket…' }).click();
    await answer(page, 'Add Bucket', `s3://${sampleBucket}/cubes/`);
    await pick(page, 'Which connection is the bucket on?', 'Sample S3');
    await treeItem(page, 'h2-disc.fits').waitFor({ timeout: patience });
  });
});
