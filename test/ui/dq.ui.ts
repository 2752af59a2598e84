import { basename } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectPicture } from './support/compare';
import { openEditor, type Editor } from './support/editor';
import { expectOverlay, red } from './support/overlay';
import { AsdfTruth } from './support/roman-truth';
import { screenshot, screenshotThemes } from './support/screenshot';
import { readSample, readTruth, truePlane, type HduTruth, type TruePlane } from './support/truth';
import { Viewer } from './support/viewer';
import { closeAllEditors, expand, openSidebar, patience, treeItem } from './support/workbench';

const romanName = 'r0000101001001001001_0001_wfi01_f158_cal.asdf';
const roman = new AsdfTruth(`sample/roman/${romanName}`);
const jwstKey = 'jwst/public/jw99999/jw99999001001/jw99999001001_02101_00001_nrcalong_rate.fits';
const jwstHdus = readTruth(jwstKey).hdus;
const jwstPlane = (hdu: number): TruePlane =>
  truePlane(readSample(jwstKey), jwstHdus[hdu] as HduTruth);

/** The data-quality mask of a picture, of a Roman file and of a FITS file; each test goes on from the last. */
describe('the data-quality mask', () => {
  let editor: Editor;
  let viewer: Viewer;
  beforeAll(async () => {
    editor = await openEditor();
    await openSidebar(editor.page);
    await expand(editor.page, 'My buckets', 'Sample sky data', 'roman');
    await expand(
      editor.page,
      ...['My buckets', 'Sample sky data', 'jwst', 'public', 'jw99999', 'jw99999001001'],
    );
  });
  afterAll(() => editor.close());

  const open = async (name: string): Promise<void> => {
    await treeItem(editor.page, name).first().click();
    await editor.page
      .locator('.tabs-container [role="tab"][aria-selected="true"]')
      .filter({ hasText: name })
      .waitFor({ timeout: patience });
    viewer = await Viewer.shown(editor.page);
    await viewer.ready();
    await viewer.run('Zoom', '1:1');
    await viewer.ready({ zoom: 1, kind: 'exact' });
  };
  const limits = async (): Promise<readonly [number, number]> => [
    await viewer.figure('low'),
    await viewer.figure('high'),
  ];
  const menuButton = (): Locator =>
    viewer.frame.getByRole('button', { name: /^Data quality: (not )?shown$/ });
  const shown = (): Promise<string | null> => menuButton().getAttribute('aria-label');
  const openMenu = async (): Promise<Locator> => {
    await menuButton().click();
    const menu = viewer.frame.locator('.popover:popover-open');
    await menu.waitFor({ timeout: patience });
    return menu;
  };
  const bit = (name: string): Locator =>
    viewer.frame.getByRole('group', { name: 'Bits' }).getByRole('checkbox', { name, exact: true });
  const expectFlags = async (x: number, y: number, words: string): Promise<void> => {
    await viewer.hover(x, y);
    await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
    await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + 1));
    await expect
      .poll(async () =>
        (await viewer.frame.locator('.readout .cell-mask').innerText())
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
      .toBe(words);
  };

  describe('of a Roman image', () => {
    const data = roman.plane('/roman/data');
    const mask = roman.plane('/roman/dq');

    test('lies over the picture at a key: what may not be used', async () => {
      await open(romanName);
      await expectPicture(viewer, data, { limits: await limits() });
      await expect.poll(shown).toBe('Data quality: not shown');
      await viewer.press('m');
      await expect.poll(shown).toBe('Data quality: shown');
      const count = await expectOverlay(
        viewer,
        data,
        { limits: await limits() },
        { mask, bits: 1, ...red },
      );
      expect(count).toBe(392);
    });

    test('has the names of the bits of a pixel in the readout', async () => {
      await expectFlags(51, 0, 'DQ 1029: DO_NOT_USE, JUMP_DET, DEAD');
      await expectFlags(78, 81, 'DQ 4098: SATURATED, WARM');
      await expectFlags(0, 0, 'DQ 2147483648: REFERENCE_PIXEL');
      await expectFlags(255, 255, 'DQ 1073741824: OTHER_BAD_PIXEL');
      await expectFlags(51, 164, 'DQ 1027: DO_NOT_USE, SATURATED, DEAD');
      await screenshotThemes(viewer, 'dq-roman-hover');
      await expectFlags(1, 0, 'DQ 0');
    });

    test('shows the bits that are chosen in its menu', async () => {
      const menu = await openMenu();
      expect(await menu.innerText()).toContain('roman/dq');
      await expect.poll(() => bit('DO_NOT_USE, bit 0').getAttribute('aria-checked')).toBe('true');
      expect(await bit('GW_AFFECTED_DATA, bit 4').count()).toBe(1);
      await bit('DO_NOT_USE, bit 0').click();
      await bit('JUMP_DET, bit 2').click();
      await bit('REFERENCE_PIXEL, bit 31').click();
      await menu.getByRole('radio', { name: 'cyan' }).click();
      await screenshot(editor.page, 'dq-roman-menu-dark');
      await viewer.closeMenu();
      const overlay = { mask, bits: 2 ** 31 + 4, colour: [30, 205, 255], opacity: 0.7 } as const;
      const count = await expectOverlay(viewer, data, { limits: await limits() }, overlay);
      expect(count).toBe(382 + 1 + 1);
      await screenshotThemes(viewer, 'dq-roman-overlay');
      await openMenu();
      await screenshot(editor.page, 'dq-roman-menu-again-dark');
      await viewer.closeMenu();
    });

    test('is off again at a key, and comes back with the file', async () => {
      await viewer.press('m');
      await expect.poll(shown).toBe('Data quality: not shown');
      // Away from the canvas: where keys lead, a ring lies over the picture.
      await viewer.run('Zoom', '1:1');
      await expectPicture(viewer, data, { limits: await limits() });
      await viewer.press('m');
      await expect.poll(shown).toBe('Data quality: shown');
      await viewer.told();
      await closeAllEditors(editor.page);
      await viewer.canvas.waitFor({ state: 'detached', timeout: patience });
      await open(romanName);
      await expect.poll(shown).toBe('Data quality: shown');
      const overlay = { mask, bits: 2 ** 31 + 4, colour: [30, 205, 255], opacity: 0.7 } as const;
      await expectOverlay(viewer, data, { limits: await limits() }, overlay);
      await openMenu();
      expect(await bit('JUMP_DET, bit 2').getAttribute('aria-checked')).toBe('true');
      expect(await bit('DO_NOT_USE, bit 0').getAttribute('aria-checked')).toBe('false');
      await viewer.closeMenu();
    });
  });

  describe('of a FITS file', () => {
    const data = jwstPlane(1);
    const mask = jwstPlane(3);

    test('has the names that JWST gives the bits', async () => {
      await open(basename(jwstKey));
      await expect.poll(() => viewer.chosenHdu()).toBe('1 · SCI');
      await viewer.press('m');
      await expect.poll(shown).toBe('Data quality: shown');
      await expectFlags(69, 163, 'DQ 1029: DO_NOT_USE, JUMP_DET, DEAD');
      await expectFlags(236, 1, 'DQ 2147483653: DO_NOT_USE, JUMP_DET, REFERENCE_PIXEL');
      await expectFlags(3, 130, 'DQ 0');
    });

    test('shows what is chosen, and nothing once that is nothing', async () => {
      const look = { limits: await limits() };
      await expectOverlay(viewer, data, look, { mask, bits: 1, ...red });
      const menu = await openMenu();
      expect(await bit('MSA_FAILED_OPEN, bit 29').count()).toBe(1);
      await bit('DO_NOT_USE, bit 0').click();
      await bit('DEAD, bit 10').click();
      await screenshot(editor.page, 'dq-jwst-menu-dark');
      await viewer.closeMenu();
      expect(await expectOverlay(viewer, data, look, { mask, bits: 1024, ...red })).toBe(256);
      await screenshotThemes(viewer, 'dq-jwst-overlay');
      await openMenu();
      await menu.getByRole('button', { name: 'No bits' }).click();
      await viewer.closeMenu();
      await expectPicture(viewer, data, look);
    });
  });
});
