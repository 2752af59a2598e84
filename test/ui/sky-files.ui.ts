import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleBucket } from '../support/s3/sample';
import { openEditor, sampleFolder, type Editor } from './support/editor';
import { Grid } from './support/grid';
import { screenshot, screenshotThemes } from './support/screenshot';
import {
  blobAt,
  changed,
  field,
  hasNear,
  isGreen,
  isYellow,
  lightAbove,
  onCanvas,
  type Place,
} from './support/star-field';
import { answer } from './support/tree';
import { Viewer } from './support/viewer';
import {
  closeAllEditors,
  expand,
  openSidebar,
  patience,
  quickInput,
  runCommand,
  treeItem,
} from './support/workbench';

const r = 'images/star-field_r.fits';
const i = 'images/star-field_i.fits';
const catalogue = 'catalogs/star-field.fits';

/** Several files of one part of the sky: compared, linked, marked. Each part opens what it needs. */
describe('files of one sky', () => {
  let editor: Editor;
  beforeAll(async () => {
    editor = await openEditor();
    copyFileSync(
      join(sampleFolder, 'images', 'star-field.reg'),
      join(editor.workspace, 'stars.reg'),
    );
    // Room for two pictures.
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await runCommand(editor.page, 'View: Close Primary Side Bar');
  });
  afterAll(() => editor.close());

  const tab = (name: string): Locator =>
    editor.page.locator('.tabs-container [role="tab"]').filter({ hasText: name });
  /** Opens a file of the sample in a tab of its own. */
  const open = async (key: string): Promise<Viewer> => {
    const { page } = editor;
    await runCommand(page, 'Skybucket: Open S3 URI…');
    await answer(page, 'Open S3 URI', `s3://${sampleBucket}/${key}`);
    await front(basename(key));
    return Viewer.shown(page);
  };
  const front = (name: string): Promise<void> =>
    tab(name).and(editor.page.locator('[aria-selected="true"]')).waitFor({ timeout: patience });
  const closeAll = async (): Promise<void> => {
    await closeAllEditors(editor.page);
    await editor.page
      .locator('.tabs-container [role="tab"]')
      .first()
      .waitFor({ state: 'detached', timeout: patience });
  };
  const goTo = async (viewer: Viewer, text: string): Promise<void> => {
    await viewer.press('o');
    await viewer.input('Coordinate, pixel or name').fill(text);
    await viewer.page.keyboard.press('Enter');
    const bar = viewer.frame.getByRole('group', { name: 'Go to coordinate or name' });
    await bar.locator('.sky-understood').waitFor({ timeout: patience });
    await viewer.page.keyboard.press('Escape');
    await bar.waitFor({ state: 'hidden', timeout: patience });
  };
  const centre = async (viewer: Viewer): Promise<Place> => {
    const [x = NaN, y = NaN] = (await viewer.says('centre')).split(',').map(Number);
    return [x, y];
  };

  describe('blinking', () => {
    let viewer: Viewer;
    const badge = (): Promise<string> =>
      viewer.frame.locator('.match-badge .match-on').innerText();
    const choice = async (name: string): Promise<Locator> => {
      await viewer.openMenu('Compare');
      return viewer.frame.getByRole('radio', { name, exact: true });
    };

    test('lays the other picture over this one, by the sky', async () => {
      await open(i);
      viewer = await open(r);
      await viewer.ready();
      await (await choice(`PRIMARY · ${basename(i)}`)).click();
      await screenshot(editor.page, 'sky-compare-menu-dark');
      await viewer.closeMenu();
      await expect.poll(badge).toMatch(/^A\s+PRIMARY$/);
    });

    test('tells the values of the picture that is seen', async () => {
      await viewer.run('Zoom', '1:1');
      for (const side of ['A', 'B', 'A'] as const) {
        await expect.poll(badge).toMatch(new RegExp(`^${side}`));
        for (const { r: pixel, rValue, iValue } of field.samples.slice(0, 4)) {
          const [x = 0, y = 0] = pixel;
          await viewer.hover(x, y);
          await expect.poll(() => viewer.field('x').innerText()).toBe(String(x + 1));
          await expect.poll(() => viewer.field('y').innerText()).toBe(String(y + 1));
          await expect
            .poll(async () => Number(await viewer.field('value').innerText()))
            .toBeCloseTo(side === 'A' ? rValue : iValue, 3);
        }
        await viewer.press('b');
      }
    });

    test('keeps a star where it is', async () => {
      for (const star of field.stars.chosen.slice(0, 4)) {
        await goTo(viewer, `${star.r.map((at) => Math.round(at) + 1).join(' ')} px`);
        await viewer.run('Tools', 'Crosshair');
        await viewer.run('Zoom', '1:1');
        await viewer.button('Zoom in').click();
        await viewer.ready({ zoom: 2, kind: 'exact' });
        for (const side of ['A', 'B'] as const) {
          await expect.poll(badge).toMatch(new RegExp(`^${side}`));
          await viewer.ready();
          const place = await onCanvas(viewer, star.r as unknown as Place);
          await expect
            .poll(async () => {
              const shot = await viewer.shoot();
              const [x, y] = blobAt(shot, place, 10, lightAbove(shot, 160))?.place ?? [NaN, NaN];
              return Math.hypot(x - place[0], y - place[1]);
            })
            .toBeLessThan(1);
          await viewer.press('b');
        }
      }
    });

    test('looks different on both sides, and says which it is', async () => {
      await viewer.run('Zoom', 'Fit');
      await expect.poll(badge).toMatch(/^A/);
      await screenshotThemes(viewer, 'sky-compare-a');
      await viewer.press('b');
      await expect.poll(badge).toMatch(/^B\s+PRIMARY · star-field_i.fits$/);
      await viewer.ready();
      await screenshotThemes(viewer, 'sky-compare-b');
    });

    test('goes on and off', async () => {
      await viewer.press('Shift+B');
      for (const side of ['A', 'B', 'A', 'B']) {
        await expect.poll(badge, { interval: 50 }).toMatch(new RegExp(`^${side}`));
      }
      await viewer.press('Shift+B');
      const rests = await badge();
      const menu = await viewer.openMenu('Compare');
      const blink = menu.getByRole('checkbox', { name: 'Blink', exact: true });
      await expect.poll(() => blink.getAttribute('aria-checked')).toBe('false');
      // Longer than a turn takes.
      await viewer.told();
      await viewer.told();
      expect(await badge()).toBe(rests);
      await menu.getByRole('radio', { name: 'None', exact: true }).click();
      await viewer.closeMenu();
      await viewer.frame.locator('.match-badge').waitFor({ state: 'hidden', timeout: patience });
    });
  });

  describe('links', () => {
    let left: Viewer;
    let right: Viewer;
    const ratio = field.scaleRatio;

    test('two viewers look at one place, at one angular scale', async () => {
      await closeAll();
      await open(r);
      await open(i);
      await runCommand(editor.page, 'View: Move Editor into Right Group');
      [left, right] = (await Viewer.all(editor.page, 2)) as [Viewer, Viewer];
      for (const each of [left, right]) {
        await each.ready();
        await each.press('Shift+Y');
        const button = each.frame.getByRole('button', { name: /^Compare:.*, linked$/ });
        await button.waitFor({ timeout: patience });
      }
      for (const { r: [x = 0, y = 0], i: wanted } of field.pairs) {
        await goTo(left, `${x + 1} ${y + 1} px`);
        await expectCentre(right, wanted);
      }
      await left.run('Zoom', '1:1');
      await left.ready({ zoom: 1 });
      await expect.poll(() => right.figure('zoom')).toSatisfy(near(ratio, 0.02));
      await left.button('Zoom in').click();
      await left.ready({ zoom: 2 });
      await expect.poll(() => right.figure('zoom')).toSatisfy(near(2 * ratio, 0.02));
    });

    test('whichever of them is moved', async () => {
      const { r: wanted, i: [x = 0, y = 0] } = field.pairs[1] as (typeof field.pairs)[0];
      await right.run('Zoom', '1:1');
      await right.ready({ zoom: 1 });
      await expect.poll(() => left.figure('zoom')).toSatisfy(near(1 / ratio, 0.02));
      // A pixel is a whole one; it is as far from the true place here as there.
      await goTo(right, `${Math.round(x) + 1} ${Math.round(y) + 1} px`);
      await expectCentre(left, wanted, 1);
      await right.canvas.press('ArrowLeft');
      const before = await centre(left);
      await expect.poll(async () => (await centre(left)).join()).not.toBe(before.join());
    });

    test('the pointer of one is seen in the other', async () => {
      const { r: [x = 0, y = 0], i: there } = field.pairs[1] as (typeof field.pairs)[0];
      await goTo(left, `${x + 1} ${y + 1} px`);
      await left.run('Tools', 'Crosshair');
      await right.run('Tools', 'Crosshair');
      await left.hover(x, y);
      await expect
        .poll(async () => {
          const shot = await right.shoot();
          const place = await onCanvas(right, there as unknown as Place);
          const found = blobAt(shot, place, 30, (c, row) => Number(isYellow(shot.at(c, row))));
          return found && Math.hypot(found.place[0] - place[0], found.place[1] - place[1]);
        })
        .toBeLessThan(1.5);
      await screenshotThemes(left, 'sky-linked');
      await left.press('Shift+Y');
      await left.frame.getByRole('button', { name: /^Compare: one picture$/ }).waitFor();
      const rests = await centre(right);
      await goTo(left, '500 400 px');
      await left.told();
      expect(await centre(right)).toEqual(rests);
    });
    const near =
      (wanted: number, share: number) =>
      (value: number): boolean =>
        Math.abs(value / wanted - 1) < share;
    const expectCentre = (viewer: Viewer, wanted: readonly number[], off = 0.05): Promise<void> =>
      expect
        .poll(async () => {
          const [x, y] = await centre(viewer);
          return Math.hypot(x - (wanted[0] ?? NaN), y - (wanted[1] ?? NaN));
        })
        .toBeLessThan(off) as unknown as Promise<void>;
  });
});
