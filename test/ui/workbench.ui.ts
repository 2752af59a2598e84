import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEditor, type Editor } from './support/editor';
import { screenshot } from './support/screenshot';
import { webview } from './support/webview';
import {
  activityIcon,
  expand,
  openSidebar,
  patience,
  statusBarItem,
  treeItem,
} from './support/workbench';

describe.each(['dark', 'light'] as const)('the %s workbench', (theme) => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor({ theme });
  });
  afterAll(() => editor.close());

  test('shows the sample bucket in the sidebar', async () => {
    const { page, s3 } = editor;
    await activityIcon(page).waitFor({ timeout: patience });
    await openSidebar(page);
    await treeItem(page, 'Sample sky data').waitFor({ timeout: patience });
    await screenshot(page, `sidebar-${theme}`);
    // A sidebar that nobody has walked into yet costs nothing.
    expect(s3.requests).toEqual([]);
  });

  test('opens a FITS file from the tree', async () => {
    const { page } = editor;
    await expand(page, 'My buckets', 'Sample sky data', 'images');
    await treeItem(page, 'star-field_r.fits').click();
    const viewer = await webview(page);
    await viewer.locator('canvas').first().waitFor({ timeout: patience });
    await statusBarItem(page, /requests/).waitFor({ timeout: patience });
    await screenshot(page, `viewer-${theme}`);
  });
});
