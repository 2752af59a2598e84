import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEditor, type Editor } from './support/editor';
import { screenshot } from './support/screenshot';
import { Viewer } from './support/viewer';
import {
  collapseView,
  expand,
  openSidebar,
  patience,
  quickInput,
  runCommand,
  statusBarItem,
  treeItem,
} from './support/workbench';

/** Every screen in three themes; `.vscode-test/screens` keeps them for people to look at. */
describe('the screens', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor({
      settings: {
        'skybucket.buckets': [
          { name: 'Sample sky data', uri: 's3://skybucket-sample/', connection: 'sample' },
          { name: 'Odd files', uri: 's3://skybucket-odd/', connection: 'sample' },
        ],
      },
    });
    const { page, s3 } = editor;
    s3.createBucket('skybucket-odd').put('broken.fits', 'This is no FITS file. '.repeat(500));
    await openSidebar(page);
    await collapseView(page, 'Searches');
    await expand(page, 'My buckets', 'Odd files');
    await expand(page, 'Sample sky data', 'images');
  });
  afterAll(() => editor.close());

  const chooseTheme = async (theme: string): Promise<void> => {
    const { page } = editor;
    await runCommand(page, 'Preferences: Color Theme');
    await quickInput(page).fill(theme);
    await page
      .locator('.quick-input-widget:visible [role="option"]')
      .getByText(theme, { exact: true })
      .click();
    await quickInput(page).waitFor({ state: 'hidden', timeout: patience });
  };
  const open = async (name: string): Promise<Viewer> => {
    await treeItem(editor.page, name).first().click();
    return Viewer.shown(editor.page);
  };

  describe.each([
    ['dark', 'Dark Modern', 'vscode-dark', [31, 31, 31]],
    ['light', 'Light Modern', 'vscode-light', [255, 255, 255]],
    ['contrast', 'Dark High Contrast', 'vscode-high-contrast', [0, 0, 0]],
  ] as const)('in %s', (name, theme, bodyClass, around) => {
    test('the viewer takes the colours of the theme at once, and fills its editor', async () => {
      const { page } = editor;
      const viewer = await open('star-field_r.fits');
      await viewer.ready({ hdu: 0 });
      await chooseTheme(theme);
      await viewer.frame.locator(`body.${bodyClass}`).waitFor({ timeout: patience });
      await statusBarItem(page, / of 2\.8 MB · /).waitFor({ timeout: patience });
      // The canvas was cleared anew: around the picture it is what the theme's editors are.
      await expect.poll(async () => (await viewer.shoot()).at(2, 2)).toEqual(around);
      await page.mouse.move(640, 784);
      await page
        .locator('.workbench-hover')
        .first()
        .waitFor({ state: 'hidden', timeout: patience });
      await screenshot(page, `viewer-${name}`);
      const frame = await page.locator('iframe.webview.ready >> visible=true').boundingBox();
      expect(await viewer.frame.locator('.viewer').boundingBox()).toEqual(frame);
    });

    test('what is known of the pixels, and the menus', async () => {
      const { page } = editor;
      const viewer = await open('star-field_r.fits');
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ zoom: 1 });
      await viewer.press('c');
      const { x, y, width, height } = await viewer.box();
      await page.mouse.click(x + width / 3, y + height / 3);
      await expect.poll(() => viewer.says('crosshair')).toMatch(/^\d+,\d+$/);
      const histogram = await viewer.showTab('Histogram');
      await expect.poll(() => histogram.locator('[data-field="of"]').innerText()).not.toBe('');
      await screenshot(page, `histogram-${name}`);
      const statistics = await viewer.showTab('Statistics');
      await expect
        .poll(() => statistics.locator('[data-row="Sum"]').count(), { timeout: patience })
        .toBe(2);
      await screenshot(page, `statistics-${name}`);
      const profiles = await viewer.showTab('Profiles');
      await profiles.locator('.uplot').last().waitFor({ timeout: patience });
      await screenshot(page, `profiles-${name}`);
      const pixels = await viewer.showTab('Pixels');
      await pixels.locator('td[aria-current]').waitFor({ timeout: patience });
      await screenshot(page, `pixels-${name}`);
      await viewer.button('Inspector').click();
      for (const menu of ['Colours', 'Stretch', 'Display limits', 'Tools', 'More'] as const) {
        await viewer.openMenu(menu);
        await screenshot(page, `menu-${menu.toLowerCase()}-${name}`);
        await viewer.closeMenu();
      }
      await viewer.press('?');
      const help = viewer.frame.getByRole('dialog', { name: 'Keys and gestures' });
      await help.waitFor({ timeout: patience });
      await screenshot(page, `help-${name}`);
      await page.keyboard.press('Escape');
      await help.waitFor({ state: 'hidden', timeout: patience });
      await viewer.press('c', '0');
      await viewer.ready({ crosshair: 'none' });
    });

    test('the search of the header', async () => {
      const viewer = await open('star-field_r.fits');
      await viewer.showTab('Header');
      await viewer.input('Search keywords, values and comments').fill('pixel');
      await viewer.frame.locator('.card mark').first().waitFor({ timeout: patience });
      await viewer.frame.locator('.card').first().click();
      await screenshot(editor.page, `header-${name}`);
      await viewer.button('Inspector').click();
    });

    test('an error', async () => {
      const viewer = await open('broken.fits');
      await viewer.notice.waitFor({ timeout: patience });
      await screenshot(editor.page, `trouble-${name}`);
    });
  });
});
