import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SesameServer } from '../support/names/sesame-server';
import { sampleBucket } from '../support/s3/sample';
import { decodePng } from './page/png';
import { expectPicture } from './support/compare';
import { openEditor, type Editor } from './support/editor';
import { screenshot, screenshotThemes } from './support/screenshot';
import { field, headerOf, iBand, scaledIntegers } from './support/star-field';
import { answer } from './support/tree';
import { readSample, type TruePlane } from './support/truth';
import { Viewer } from './support/viewer';
import { notifications, patience, quickInput, runCommand } from './support/workbench';

const uri = `s3://${sampleBucket}/images/star-field_i.fits`;
const { cutout } = field;
const [longitude, latitude] = cutout.centre;
const whole = iBand();
/** The box that Cutout2D of astropy takes out of the picture. */
const box: TruePlane = {
  width: cutout.width,
  height: cutout.height,
  at: (x, y) => whole.at(cutout.x0 + x, cutout.y0 + y),
};

/** Cutouts of a picture on the sky, and names of objects; each test goes on from the last. */
describe('cutouts', () => {
  let sesame: SesameServer;
  let editor: Editor;
  let original: Viewer;
  beforeAll(async () => {
    const [ra, dec] = field.centre;
    sesame = await SesameServer.start({
      // As it is recorded in test/fixtures/names.
      'skybucket 1': `# skybucket 1\t#Q1\n#=S=Simbad (via url):    1\n%@ 1\n%I.0 SKYBUCKET 1\n%C.0 *\n%J ${ra} +${dec} = 10:00:27.9 +02:12:03\n#====Done====\n`,
    });
    editor = await openEditor({ machineSettings: { 'skybucket.names.url': sesame.url } });
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await runCommand(editor.page, 'View: Close Primary Side Bar');
    await runCommand(editor.page, 'Skybucket: Open S3 URI…');
    await answer(editor.page, 'Open S3 URI', uri);
    await tab('star-field_i.fits').waitFor({ timeout: patience });
    original = await Viewer.shown(editor.page);
    await original.ready();
  });
  afterAll(async () => {
    await editor.close();
    await sesame.close();
  });

  const tabs = (): Locator => editor.page.locator('.tabs-container [role="tab"]');
  const tab = (name: string | RegExp): Locator => tabs().filter({ hasText: name });
  /** What the readout says of where a pixel is, once it says what astropy does: it follows the pointer. */
  const skyAt = async (
    viewer: Viewer,
    [x = 0, y = 0]: readonly number[],
    [longitude = NaN, latitude = NaN]: readonly number[],
  ): Promise<string> => {
    await expect
      .poll(async () => {
        await viewer.hover(x, y);
        return [await viewer.field('x').innerText(), await viewer.field('y').innerText()];
      })
      .toEqual([String(x + 1), String(y + 1)]);
    const sky = viewer.field('sky');
    // As far as the readout has digits: they go by the size of the pixels.
    await expect
      .poll(async () => {
        const [h = 0, m = 0, sec = 0, deg = 0, min = 0, arcsec = 0] = (
          (await sky.innerText()).match(/[\d.]+/g) ?? []
        ).map(Number);
        const across = 15 * (h + m / 60 + sec / 3600) - longitude;
        const up = deg + min / 60 + arcsec / 3600 - latitude;
        return Math.max(Math.abs(across), Math.abs(up));
      })
      .toBeLessThan(5e-6);
    expect(await sky.getAttribute('title')).toContain('ICRS');
    return sky.innerText();
  };
  const filePath = async (path: string): Promise<void> => {
    await expect.poll(() => quickInput(editor.page).inputValue()).toContain('workspace');
    await quickInput(editor.page).fill(path);
    await editor.page.keyboard.press('Enter');
    await expect.poll(() => existsSync(path), { timeout: patience }).toBe(true);
  };
  const form = (): Locator => original.frame.getByRole('group', { name: 'Cutout' });
  /** Cutouts that the extension keeps. */
  const kept = (): string[] =>
    readdirSync(dirname(editor.workspace), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\/cutouts\/[^/]+$/.test(path),
    );

  describe('of names', () => {
    test('the viewer goes to where an object is', async () => {
      await original.run('Zoom', '1:1');
      await original.press('o');
      await original.input('Coordinate, pixel or name').fill('Skybucket 1');
      await editor.page.keyboard.press('Enter');
      const understood = original.frame.locator('.sky-understood');
      await expect.poll(() => understood.innerText()).toMatch(/^Skybucket 1.*10h00m27\.9/i);
      expect(sesame.asked).toEqual(['Skybucket 1']);
      // It lies where four pixels meet.
      await expect.poll(() => original.field('x').innerText()).toMatch(/^23[01]$/);
      await expect.poll(() => original.field('y').innerText()).toMatch(/^19[01]$/);
      await screenshot(editor.page, 'sky-name-dark');
    });

    test('and says in a sentence that there is none of that name', async () => {
      await original.input('Coordinate, pixel or name').fill('Nowhere 12345');
      await editor.page.keyboard.press('Enter');
      const problem = original.frame.locator('.sky-problem');
      await expect.poll(() => problem.innerText()).toContain('“Nowhere 12345”');
      expect(
        (await problem.innerText()).split(/[.!?](?:\s|$)/).filter(Boolean).length,
      ).toBeLessThan(3);
      await screenshot(editor.page, 'sky-name-unknown-dark');
      await editor.page.keyboard.press('Escape');
      await original.run('Tools', 'Crosshair');
    });
  });

  test('are planned in the form, by an angle', async () => {
    await original.press('Shift+X');
    await form().waitFor({ timeout: patience });
    await original.input('Centre').fill(`${longitude} ${latitude}`);
    await original.input('Width').fill('40"');
    await original.input('Height').fill('30"');
    await original.page.keyboard.press('Tab');
    const plan = form().locator('.cutout-plan');
    await expect
      .poll(() => plan.innerText())
      .toContain(`${cutout.width} × ${cutout.height} pixels`);
    await screenshotThemes(original, 'sky-cutout-form');
  });

  test('open as documents of their own', async () => {
    // Before the new tab hides this one.
    const there: string[] = [];
    for (const { at, sky } of cutout.places) {
      const [x = 0, y = 0] = at;
      there.push(await skyAt(original, [cutout.x0 + x, cutout.y0 + y], sky));
    }
    await form().getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => tabs().count()).toBe(2);
    await tab(/cutout/).waitFor({ timeout: patience });
    const opened = await Viewer.shown(editor.page);
    await opened.ready();
    expect(await opened.field('size').innerText()).toBe(`${cutout.width} × ${cutout.height}`);
    await opened.run('Zoom', '1:1');
    await opened.button('Zoom in').click();
    await opened.ready({ zoom: 2, kind: 'exact' });
    const limits = [await opened.figure('low'), await opened.figure('high')] as const;
    expect((await expectPicture(opened, box, { limits })).compared).toBe(
      4 * box.width * box.height,
    );
    const here: string[] = [];
    for (const { at, sky, value } of cutout.places) {
      here.push(await skyAt(opened, at, sky));
      await expect.poll(() => opened.field('value').innerText()).toBe(String(value));
    }
    expect(here).toEqual(there);
    await screenshotThemes(opened, 'sky-cutout-opened');
  });

  test('are saved as FITS files whose coordinates are right', async () => {
    await tab('star-field_i.fits').first().click();
    original = await Viewer.shown(editor.page);
    await original.ready();
    await original.press('Shift+X');
    await original.input('Centre').fill(`${longitude} ${latitude}`);
    await expect.poll(() => original.input('Width').inputValue()).toBe('40"');
    await form().getByRole('button', { name: 'Save FITS…' }).click();
    const path = join(editor.workspace, 'cut.fits');
    await filePath(path);
    const saved = readFileSync(path);
    expect(saved.length % 2880).toBe(0);
    const [cards, before] = [headerOf(saved), headerOf(readSample('images/star-field_i.fits'))];
    expect(cards.get('NAXIS')).toBe('2');
    expect(Number(cards.get('NAXIS1'))).toBe(cutout.width);
    expect(Number(cards.get('NAXIS2'))).toBe(cutout.height);
    expect(Number(cards.get('CRPIX1'))).toBe(cutout.crpix[0]);
    expect(Number(cards.get('CRPIX2'))).toBe(cutout.crpix[1]);
    const same = ['BITPIX', 'BSCALE', 'CTYPE1', 'CTYPE2', 'CRVAL1', 'CRVAL2', 'CD1_1', 'CD1_2'];
    for (const keyword of [...same, 'CD2_1', 'CD2_2', 'A_ORDER', 'A_2_0', 'A_1_1', 'B_0_2']) {
      expect([keyword, cards.get(keyword)]).toEqual([keyword, before.get(keyword)]);
    }
    expect(saved.toString('latin1', 0, 2880 * 2)).toMatch(/HISTORY .*star-field_i\.fits/);
    const plane = scaledIntegers(saved);
    for (let y = 0; y < box.height; y++) {
      for (let x = 0; x < box.width; x++) expect(plane.at(x, y)).toBe(box.at(x, y));
    }
  });

  test('and as pictures with the grid on, as fine as the screen', async () => {
    await original.press('y');
    await original.run('Zoom', '1:1');
    await original.button('Zoom in').click();
    await original.button('Zoom in').click();
    await expect.poll(() => original.figure('zoom')).toBeGreaterThan(2);
    const zoom = await original.figure('zoom');
    const path = join(editor.workspace, 'cut.png');
    await form().getByRole('button', { name: 'Save PNG…' }).click();
    await filePath(path);
    const png = decodePng(readFileSync(path));
    expect([png.width, png.height]).toEqual([zoom * cutout.width, zoom * cutout.height]);
    // What no pixel of a grey picture has: lines and labels of the grid.
    let coloured = 0;
    for (let at = 0; at < png.rgb.length; at += 3) {
      const [red = 0, green = 0, blue = 0] = png.rgb.subarray(at, at + 3);
      coloured += Number(Math.max(red, green, blue) - Math.min(red, green, blue) > 40);
    }
    expect(coloured).toBeGreaterThan(100);
    await screenshot(editor.page, 'sky-cutout-grid-dark');
  });

  describe('of the palette', () => {
    const ask = async (): Promise<void> => {
      await runCommand(editor.page, 'Skybucket: Cutout…');
      await answer(editor.page, 'Cutout', uri);
      await editor.page
        .locator('.quick-input-title')
        .getByText('Cutout: Centre')
        .waitFor({ timeout: patience });
    };

    test('leave nothing where they are cancelled', async () => {
      await runCommand(editor.page, 'View: Close All Editors');
      await expect.poll(() => tabs().count()).toBe(0);
      await runCommand(editor.page, 'Notifications: Clear All Notifications');
      const before = kept();
      await ask();
      await answer(editor.page, 'Cutout: Centre', `${longitude} ${latitude}`);
      const title = editor.page.locator('.quick-input-title').getByText(/^Cutout: Size around/);
      await title.waitFor({ timeout: patience });
      await screenshot(editor.page, 'sky-cutout-palette-dark');
      await editor.page.keyboard.press('Escape');
      await title.waitFor({ state: 'hidden', timeout: patience });
      await editor.s3.settled();
      expect(await tabs().count()).toBe(0);
      await expect.poll(() => notifications(editor.page).count()).toBe(0);
      expect(kept()).toEqual(before);
    });

    test('need no open file', async () => {
      const before = kept().length;
      await ask();
      await answer(editor.page, 'Cutout: Centre', `${longitude} ${latitude}`);
      await answer(editor.page, 'Cutout: Size around', '40" x 30"');
      const mode = editor.page.locator('.quick-input-title').getByText('Where It Reaches over');
      await mode.waitFor({ timeout: patience });
      await editor.page.keyboard.press('Enter');
      await expect.poll(() => tabs().count()).toBe(1);
      const opened = await Viewer.shown(editor.page);
      await opened.ready();
      expect(await opened.field('size').innerText()).toBe(`${cutout.width} × ${cutout.height}`);
      await opened.run('Zoom', '1:1');
      await opened.ready({ zoom: 1, kind: 'exact' });
      const limits = [await opened.figure('low'), await opened.figure('high')] as const;
      await expectPicture(opened, box, { limits });
      expect(kept()).toHaveLength(before + 1);
      expect(await tabs().allInnerTexts()).toEqual([expect.stringContaining('cutout')]);
    });
  });
});
