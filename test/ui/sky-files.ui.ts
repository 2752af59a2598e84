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
import { closeAllEditors, patience, quickInput, runCommand } from './support/workbench';

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
  /** Puts the pixel (counted from 0) nearest to a place in the middle. */
  const goTo = async (viewer: Viewer, place: readonly number[]): Promise<void> => {
    const pixel = place.map(Math.round);
    const counted = pixel.map((at) => at + 1);
    await viewer.press('o');
    await viewer.input('Coordinate, pixel or name').fill(`${counted.join(' ')} px`);
    await viewer.page.keyboard.press('Enter');
    const bar = viewer.frame.getByRole('group', { name: 'Go to coordinate or name' });
    // Escape while it is looked up would put an end to that.
    const words = bar.locator('.sky-understood').filter({ hasText: `(${counted.join(', ')})` });
    await words.waitFor({ timeout: patience });
    await viewer.page.keyboard.press('Escape');
    await bar.waitFor({ state: 'hidden', timeout: patience });
    await expectCentre(viewer, pixel, 0.5);
  };
  const centre = async (viewer: Viewer): Promise<Place> => {
    const [x = NaN, y = NaN] = (await viewer.says('centre')).split(',').map(Number);
    return [x, y];
  };
  const expectCentre = async (
    viewer: Viewer,
    wanted: readonly number[],
    off: number,
  ): Promise<void> => {
    await expect
      .poll(async () => {
        const [x, y] = await centre(viewer);
        return Math.hypot(x - (wanted[0] ?? NaN), y - (wanted[1] ?? NaN));
      })
      .toBeLessThan(off);
  };

  describe('blinking', () => {
    let viewer: Viewer;
    const badge = (): Promise<string> => viewer.frame.locator('.match-badge .match-on').innerText();
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
      await viewer.ready({ zoom: 1, kind: 'exact' });
      for (const side of ['A', 'B'] as const) {
        await expect.poll(badge).toMatch(new RegExp(`^${side}`));
        for (const { r: pixel, rValue, iValue } of field.samples.slice(0, 4)) {
          const [x = 0, y = 0] = pixel;
          await expect
            .poll(async () => {
              // The picture may still come to rest.
              await viewer.hover(x, y);
              return [await viewer.field('x').innerText(), await viewer.field('y').innerText()];
            })
            .toEqual([String(x + 1), String(y + 1)]);
          await expect
            .poll(async () => Number(await viewer.field('value').innerText()))
            .toBeCloseTo(side === 'A' ? rValue : iValue, 3);
        }
        await viewer.press('b');
      }
    });

    test('keeps a star where it is', async () => {
      for (const star of field.stars.chosen.slice(0, 4)) {
        await goTo(viewer, star.r);
        await viewer.run('Tools', 'Crosshair');
        await viewer.run('Zoom', '1:1');
        await viewer.button('Zoom in').click();
        await viewer.ready({ zoom: 2, kind: 'exact' });
        for (const side of ['A', 'B'] as const) {
          await expect.poll(badge).toMatch(new RegExp(`^${side}`));
          await viewer.ready();
          await expect
            .poll(async () => {
              const place = await onCanvas(viewer, star.r as unknown as Place);
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
    const near =
      (wanted: number, share: number) =>
      (value: number): boolean =>
        Math.abs(value / wanted - 1) < share;

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
      for (const zoom of [1, 2, 4]) {
        await (zoom === 1 ? left.run('Zoom', '1:1') : left.button('Zoom in').click());
        await left.ready({ zoom });
        await expect.poll(() => right.figure('zoom')).toSatisfy(near(zoom * ratio, 0.02));
      }
      for (const { r: pixel, i: wanted } of field.pairs) {
        await goTo(left, pixel);
        await expectCentre(right, wanted, 0.1);
      }
    });

    test('whichever of them is moved', async () => {
      const { r: wanted, i: place } = field.pairs[1] as (typeof field.pairs)[0];
      for (const zoom of [1, 2, 4]) {
        await (zoom === 1 ? right.run('Zoom', '1:1') : right.button('Zoom in').click());
        await right.ready({ zoom });
        await expect.poll(() => left.figure('zoom')).toSatisfy(near(zoom / ratio, 0.02));
      }
      // A pixel is a whole one; it is as far from the true place here as there.
      await goTo(right, place);
      await expectCentre(left, wanted, 1.2);
      const before = await centre(left);
      await right.canvas.press('ArrowLeft');
      await expect.poll(async () => (await centre(left)).join()).not.toBe(before.join());
    });

    test('the pointer of one is seen in the other', async () => {
      const { r: pixel, i: there } = field.pairs[1] as (typeof field.pairs)[0];
      await goTo(left, pixel);
      await left.run('Tools', 'Crosshair');
      await right.run('Tools', 'Crosshair');
      const [x = 0, y = 0] = pixel;
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
      await goTo(left, [499, 399]);
      await left.told();
      expect(await centre(right)).toEqual(rests);
    });
  });

  describe('markers', () => {
    let viewer: Viewer;
    const rowName = `${basename(catalogue)} · STARS`;
    const status = (): Promise<string> =>
      viewer.frame.locator('.markers-overlay .markers-status').innerText();

    test('lie on the stars of a catalogue in another tab, larger for brighter ones', async () => {
      await closeAll();
      const table = await open(catalogue);
      await new Grid(table).ready();
      viewer = await open(i);
      await viewer.ready();
      await viewer.run('Zoom', '1:1');
      await viewer.button('Zoom in').click();
      await viewer.ready({ zoom: 2, kind: 'exact' });
      const bare = await viewer.shoot();
      const menu = await viewer.openMenu('Markers');
      await menu.getByRole('combobox', { name: 'Table to add' }).selectOption(rowName);
      await menu.getByRole('button', { name: 'Add table' }).click();
      await expect.poll(status).toBe(`${field.stars.onI} of ${field.stars.all} rows on the image`);
      await menu.getByRole('button', { name: `Columns and look of ${rowName}` }).click();
      const chosen = (label: string): Promise<string> =>
        menu
          .getByRole('combobox', { name: label, exact: true })
          .locator('option:checked')
          .innerText();
      expect(await chosen('Longitude')).toBe('RAJ2000 (deg)');
      expect(await chosen('Latitude')).toBe('DEJ2000 (deg)');
      expect(await chosen('Size by')).toBe('rmag (mag)');
      await screenshot(editor.page, 'sky-markers-menu-dark');
      await viewer.closeMenu();
      const inside = ([x, y]: Place): boolean =>
        x > 20 && y > 20 && x < bare.width - 20 && y < bare.height - 20;
      const stars: { readonly place: Place; readonly size: number }[] = [];
      for (const { i: at, size } of field.stars.chosen) {
        const place = await onCanvas(viewer, at as unknown as Place);
        if (inside(place)) {
          stars.push({ place, size });
        }
      }
      expect(stars.length).toBeGreaterThan(4);
      // One picture for all of them: taking one takes a second on a busy machine.
      await expect
        .poll(async () => {
          const ink = changed(bare, await viewer.shoot());
          return stars.filter(({ place, size }) => {
            const found = blobAt(bare, place, 12, ink);
            const off = found && Math.hypot(found.place[0] - place[0], found.place[1] - place[1]);
            // With the dark edge on both sides.
            const across = found && found.across - size - 2;
            return !(off !== undefined && off < 1 && Math.abs(across ?? NaN) < 1.7);
          });
        })
        .toEqual([]);
      await screenshotThemes(viewer, 'sky-markers');
    });

    /** Clicks on the marker of a star. */
    const clickStar = async ({
      i: at,
      row,
      mag,
    }: (typeof field.stars.chosen)[0]): Promise<void> => {
      const [x = 0, y = 0] = at;
      const tip = viewer.frame.locator('.markers-tip');
      await expect
        .poll(async () => {
          await viewer.hover(x, y);
          const [table, number, magnitude = ''] = (await tip.isVisible())
            ? (await tip.innerText()).split('\n')
            : [];
          const off = Math.abs(Number(magnitude.replace('rmag ', '')) - mag);
          return [table, number, off < 1e-3];
        })
        .toEqual([rowName, `row ${row + 1}`, true]);
      await screenshot(editor.page, 'sky-marker-tip-dark');
      await viewer.page.mouse.click(...(await viewer.placeOf(x, y)));
    };
    /** The row with the cursor, counted from 1. */
    const expectRow = async (of: Viewer, row: number): Promise<void> => {
      const current = of.frame.locator('.grid-row .cell-number.current');
      await expect.poll(() => current.allInnerTexts()).toEqual([String(row)]);
    };

    test('lead to their row, where its tab is hidden', async () => {
      const star = field.stars.chosen[1] as (typeof field.stars.chosen)[0];
      await clickStar(star);
      await front(basename(catalogue));
      const table = await Viewer.shown(editor.page);
      await new Grid(table).ready();
      await expectRow(table, star.row + 1);
      await screenshot(editor.page, 'sky-marker-row-dark');
      // The row counts once: who comes back later finds the table as it was left.
      await tab(basename(i)).click();
      viewer = await Viewer.shown(editor.page);
      await viewer.ready();
      await expect
        .poll(() => viewer.frame.getByRole('button', { name: 'Markers: 1 shown' }).count())
        .toBe(1);
    });

    test('and where it is beside the picture', async () => {
      await runCommand(editor.page, 'View: Move Editor into Right Group');
      const [table, right] = (await Viewer.all(editor.page, 2)) as [Viewer, Viewer];
      viewer = right;
      await viewer.ready();
      await new Grid(table).ready();
      const star = field.stars.chosen[3] as (typeof field.stars.chosen)[0];
      await goTo(viewer, star.i);
      await viewer.run('Tools', 'Crosshair');
      await clickStar(star);
      await expectRow(table, star.row + 1);
      await screenshot(editor.page, 'sky-marker-beside-dark');
    });
  });

  describe('regions', () => {
    test.each([
      ['r', r],
      ['i', i],
    ] as const)('of a DS9 file lie on the same stars of %s', async (band, key) => {
      await closeAll();
      const viewer = await open(key);
      await viewer.ready();
      const panel = await viewer.showTab('Regions');
      await panel.getByRole('button', { name: 'Open region file…' }).click();
      await expect.poll(() => quickInput(editor.page).inputValue()).toContain('workspace');
      await quickInput(editor.page).fill(join(editor.workspace, 'stars.reg'));
      await editor.page.keyboard.press('Enter');
      await expect.poll(() => panel.innerText()).toContain('Read 6 regions from stars.reg.');
      await viewer.run('Zoom', '1:1');
      await viewer.ready({ zoom: 1, kind: 'exact' });
      // 4″ on pixels of 0.4″ and of 0.62″.
      const radius = 4 / (band === 'r' ? 0.4 : 0.62);
      for (const at of [0, 2]) {
        const star = field.regionStars[at]?.[band] as unknown as Place;
        await expect
          .poll(async () => {
            const shot = await viewer.shoot();
            const [x, y] = await onCanvas(viewer, star);
            return (
              [
                [1, 0],
                [0, 1],
                [-1, 0],
                [0, -1],
              ] as const
            ).filter(([right, down]) =>
              hasNear(shot, [x + right * radius, y + down * radius], 1.6, isGreen),
            ).length;
          })
          .toBe(4);
      }
      await screenshotThemes(viewer, `sky-regions-${band}`);
    });
  });
});
