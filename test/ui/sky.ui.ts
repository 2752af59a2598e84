import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitsImage } from './support/fits-image';
import { openEditor, sampleFolder, type Editor } from './support/editor';
import { OverlayInk, type Place } from './support/overlay-ink';
import { expectDirection } from './support/readout';
import { screenshotThemes } from './support/screenshot';
import truth from './support/sky-truth.json';
import { percentile, readSample, readTruth, truePlane, type HduTruth } from './support/truth';
import { Viewer } from './support/viewer';
import {
  closeAllEditors,
  expand,
  listedNotification,
  openSidebar,
  patience,
  quickInput,
  treeItem,
} from './support/workbench';

const key = 'images/star-field_i.fits';
const romanName = 'r0000101001001001001_0001_wfi01_f158_cal.asdf';
const { field, roman } = truth;
const plane = truePlane(readSample(key), readTruth(key).hdus[0] as HduTruth);

/** A person's way through what there is of the sky over a picture; each test goes on from the last. */
describe('the sky over a picture', () => {
  let editor: Editor;
  let viewer: Viewer;
  beforeAll(async () => {
    editor = await openEditor();
    await editor.page.setViewportSize({ width: 1600, height: 1000 });
    await openSidebar(editor.page);
    await expand(editor.page, 'My buckets', 'Sample sky data', 'images');
    await expand(editor.page, 'My buckets', 'Sample sky data', 'roman');
  });
  afterAll(() => editor.close());

  const open = async (name: string): Promise<void> => {
    await treeItem(editor.page, name).first().click();
    await shown(name);
  };
  const shown = async (name: string): Promise<void> => {
    await editor.page
      .locator('.tabs-container [role="tab"][aria-selected="true"]')
      .filter({ hasText: name })
      .waitFor({ timeout: patience });
    viewer = await Viewer.shown(editor.page);
    await viewer.ready();
  };
  const zoomed = async (times: 1 | 2): Promise<void> => {
    await viewer.run('Zoom', '1:1');
    await viewer.ready({ zoom: 1, kind: 'exact' });
    if (times === 2) {
      await viewer.press('+');
      await viewer.ready({ zoom: 2 });
    }
  };
  const reopen = async (name: string): Promise<void> => {
    await viewer.told();
    await closeAllEditors(editor.page);
    await viewer.canvas.waitFor({ state: 'detached', timeout: patience });
    await open(name);
  };

  const ink = (): Promise<OverlayInk> => OverlayInk.of(viewer);
  const inked = async (): Promise<number> => (await ink()).count();
  const shareOn = async (line: readonly (readonly number[])[]): Promise<number> =>
    (await ink()).shareOn(line);
  const toggle = async (menu: 'Sky' | 'Contours', name: string): Promise<void> => {
    const popover = await viewer.openMenu(menu);
    await popover.getByRole('checkbox', { name, exact: true }).click();
    await viewer.closeMenu();
  };
  const chooseSky = async (name: string): Promise<void> => {
    const popover = await viewer.openMenu('Sky');
    await popover.getByRole('radio', { name, exact: true }).click();
    await viewer.closeMenu();
  };
  const skyText = (): Promise<string> => viewer.field('sky').innerText();
  const sees = async (
    { pixel, ...directions }: (typeof field.pixels)[number],
    frame: 'icrs' | 'galactic',
  ): Promise<void> => {
    await viewer.hover(pixel[0] ?? 0, pixel[1] ?? 0);
    await expect.poll(() => viewer.field('x').innerText()).toBe(String((pixel[0] ?? 0) + 1));
    await expect.poll(() => viewer.field('y').innerText()).toBe(String((pixel[1] ?? 0) + 1));
    await expectDirection(skyText, directions[frame]);
  };
  const goTo = async (text: string): Promise<void> => {
    const typed = viewer.input('Coordinate, pixel or name');
    if (!(await typed.isVisible())) await viewer.press('o');
    await typed.fill(text);
    await expect.poll(() => typed.inputValue()).toBe(text);
    await typed.press('Enter');
  };
  const understood = (): Promise<string> => viewer.frame.locator('.sky-understood').innerText();
  const problem = (): Promise<string> => viewer.frame.locator('.sky-problem').innerText();
  const measured = (): Promise<string> => viewer.frame.locator('.sky-measured').innerText();
  const numbersIn = (text: string): number[] => (text.match(/[\d.]+/gu) ?? []).map(Number);
  const drag = async (from: Place, to: Place): Promise<void> => {
    const { mouse } = editor.page;
    await mouse.move(...(await viewer.placeOf(...from)));
    await mouse.down();
    await mouse.move(...(await viewer.placeOf(...to)), { steps: 4 });
    await mouse.up();
  };

  describe('that is turned, mirrored and distorted', () => {
    const name = 'star-field_i.fits';
    const { lines, between } = field;

    test('is said of the pixel under the pointer', async () => {
      await open(name);
      await zoomed(1);
      for (const each of field.pixels) await sees(each, 'icrs');
      expect(await viewer.field('frame').innerText()).toBe('ICRS');
    });

    test('has a grid at a key, where the sky is', async () => {
      expect(await inked()).toBe(0);
      await viewer.press('y');
      await expect.poll(() => shareOn(lines['+02d12m'])).toBeGreaterThan(0.97);
      expect(await shareOn(lines['10h00m30s'])).toBeGreaterThan(0.97);
      expect(await shareOn(between.dec)).toBeLessThan(0.3);
      await viewer.run('Tools', 'Rotate left');
      await viewer.ready({ turns: 1 });
      await expect.poll(() => shareOn(lines['+02d12m'])).toBeGreaterThan(0.97);
      expect(await shareOn(between.dec)).toBeLessThan(0.3);
      await viewer.run('Tools', 'Rotate right');
      await viewer.ready({ turns: 0 });
    });

    test('goes with the key, and comes from the menu, with compass and scale bar', async () => {
      await viewer.press('y');
      await expect.poll(inked).toBe(0);
      await toggle('Sky', 'Compass');
      await expect
        .poll(async () => {
          const all = await ink();
          const corner = all.count([all.width - 110, 0], [all.width, 110]);
          return [corner > 300, all.count() - corner];
        })
        .toEqual([true, 0]);
      await toggle('Sky', 'Compass');
      await expect.poll(inked).toBe(0);
      await toggle('Sky', 'Scale bar');
      await expect.poll(async () => longestRun(await ink())).toBeGreaterThan(50);
      // 0.62″ a pixel; a round angle that is about as long as the bar may be.
      expect([60, 100, 120]).toContain(Math.round((longestRun(await ink()) * 0.62) / 5) * 5);
      await toggle('Sky', 'Compass');
      await toggle('Sky', 'Coordinate grid');
      await expect.poll(() => shareOn(lines['+02d12m'])).toBeGreaterThan(0.97);
      const menu = await viewer.openMenu('Sky');
      await expect
        .poll(() => menu.locator('.sky-about').innerText())
        .toBe('ICRS · TAN with SIP distortion · 0.620″/px');
      await viewer.closeMenu();
    });

    test('in another frame, and in degrees', async () => {
      await screenshotThemes(viewer, 'sky-grid');
      await chooseSky('Galactic');
      await expect.poll(() => shareOn(lines['b +42d08m'])).toBeGreaterThan(0.97);
      expect(await shareOn(between.b)).toBeLessThan(0.3);
      for (const each of field.pixels) await sees(each, 'galactic');
      expect(await viewer.field('frame').innerText()).toBe('Galactic');
      await chooseSky('Degrees');
      for (const each of field.pixels) await sees(each, 'galactic');
      expect(await skyText()).toMatch(/^[\d.]+°? [+−]?[\d.]+°?$/u);
      await chooseSky('Own frame');
      for (const each of field.pixels) await sees(each, 'icrs');
      await chooseSky('Hours, minutes, seconds');
      for (const each of field.pixels) await sees(each, 'icrs');
      expect(await skyText()).toMatch(/^\d+h\d+m[\d.]+s/u);
    });

    test('leads to a coordinate that is typed', async () => {
      const [first, second, third] = field.pixels.map(({ pixel, ...rest }) => ({
        ...rest,
        at: pixel.join(),
      }));
      const [ra = 0, dec = 0] = first?.icrs ?? [];
      await goTo(`${ra.toFixed(7)} ${dec.toFixed(7)}`);
      await viewer.ready({ crosshair: first?.at ?? '' });
      await expect.poll(understood).toMatch(/ICRS/u);
      const [l = 0, b = 0] = second?.galactic ?? [];
      await goTo(`galactic ${l.toFixed(7)} ${b.toFixed(7)}`);
      await viewer.ready({ crosshair: second?.at ?? '' });
      await expect.poll(understood).toMatch(/Galactic/u);
      await goTo(sexagesimal(third?.icrs ?? []));
      await viewer.ready({ crosshair: third?.at ?? '' });
      await goTo('12 40 px');
      await viewer.ready({ crosshair: '11,39' });
      await goTo('10h30m +40d');
      await expect.poll(problem).toMatch(/not on this image|do not reach/u);
      await viewer.ready({ crosshair: '11,39' });
      await editor.page.keyboard.press('Escape');
      await viewer.frame.locator('.sky-place').waitFor({ state: 'hidden', timeout: patience });
    });

    test('has distances and position angles between two stars', async () => {
      const { from, to, arcsec, angle, galacticAngle } = field.measured;
      const wanted = [arcsec / 60, Math.hypot(to[0]! - from[0]!, to[1]! - from[1]!)] as const;
      await viewer.press('u');
      await expect.poll(measured).toMatch(/^Drag from/u);
      await drag(from as unknown as Place, to as unknown as Place);
      // A mouse knows whole pixels of the screen; while it moves, the line is shorter.
      await expect
        .poll(async () => {
          const [length = 0, , turned = 0] = numbersIn(await measured());
          return [length / wanted[0], turned / angle].map((share) => Math.round(50 * share) / 50);
        })
        .toEqual([1, 1]);
      // From pixel to pixel, as the keyboard does, it is exact.
      for (const [end, button] of [
        [from, 'From here'],
        [to, 'To here'],
      ] as const) {
        await goTo(`${end[0]! + 1} ${end[1]! + 1} px`);
        await viewer.ready({ crosshair: end.join() });
        await viewer.button(button).click();
      }
      const words = (pa: number): string =>
        `${wanted[0].toFixed(3)}′ · ${wanted[1].toFixed(1)} px · PA ${pa.toFixed(2)}°`;
      await expect.poll(measured).toBe(words(angle));
      await chooseSky('Galactic');
      await expect.poll(measured).toBe(words(galacticAngle));
      await chooseSky('Own frame');
      await expect.poll(measured).toBe(words(angle));
      await viewer.button('Copy the measurement').click();
      await expect
        .poll(() => editor.page.evaluate<string>('navigator.clipboard.readText()'))
        .toBe(words(angle).replaceAll(' · ', ', ').replace('PA', 'position angle'));
      await screenshotThemes(viewer, 'sky-measure');
      await viewer.button('Stop measuring').click();
      const bars = viewer.frame.locator('.sky-place, .sky-measure');
      await viewer.button('Close').click();
      await expect.poll(() => bars.filter({ visible: true }).count()).toBe(0);
      await viewer.press('c');
      await viewer.ready({ crosshair: 'none' });
      for (const each of ['Compass', 'Scale bar', 'Coordinate grid']) await toggle('Sky', each);
      await expect.poll(inked).toBe(0);
    });
  });

  describe('has regions', () => {
    const name = 'star-field_i.fits';
    const tool = (which: string): Locator =>
      viewer.frame.getByRole('radio', { name: which, exact: true });
    const rows = (): Locator => viewer.frame.getByRole('option');
    const texts = (): Promise<string[]> =>
      rows()
        .allInnerTexts()
        .then((all) => all.map((text) => text.replaceAll(/\s+/gu, ' ').trim()));
    const number = (label: string): Locator => viewer.input(label);
    const numbers = async (...labels: readonly string[]): Promise<number[]> =>
      Promise.all(labels.map(async (label) => Number(await number(label).inputValue())));
    const type = async (label: string, value: number): Promise<void> => {
      await number(label).fill(String(value));
      await number(label).press('Enter');
    };
    const statistic = async (row: string): Promise<number> =>
      Number.parseFloat(
        (await viewer.frame
          .getByRole('table', { name: 'Statistics of the region' })
          .locator(`[data-row="${row}"] td`)
          .getAttribute('title')) ?? 'NaN',
      );
    const parts = (): Promise<string[]> =>
      viewer.frame.locator('.region-part:visible:not(.outdated) h3').allInnerTexts();
    const reading = (): Promise<string> =>
      viewer.frame.locator('[data-field="profile-reading"]').innerText();
    const news = (): Promise<string> => viewer.frame.locator('[data-field="news"]').innerText();
    const { x, y, radius, area } = field.circle;

    test('that are drawn: a circle, with its numbers', async () => {
      await open(name);
      await viewer.press('j');
      await tool('Circle').waitFor({ timeout: patience });
      await zoomed(1);
      await tool('Circle').click();
      await drag([x, y], [x + 9, y]);
      await expect.poll(texts).toEqual([expect.stringMatching(/^Circle 1 /u)]);
      // A mouse knows whole pixels of the screen.
      await expect
        .poll(async () => {
          const [column = 0, row = 0, size = 0] = await numbers('x', 'y', 'radius');
          return Math.max(...[column - x - 1, row - y - 1, size - 9].map(Math.abs));
        })
        .toBeLessThanOrEqual(1);
    });

    test('with statistics of exactly the pixels inside', async () => {
      await type('x', x + 1);
      await type('y', y + 1);
      await type('radius', radius);
      const values = Float64Array.from(valuesIn(({ dx, dy }) => Math.hypot(dx, dy) <= radius));
      values.sort();
      const sum = values.reduce((a, b) => a + b, 0);
      const mean = sum / values.length;
      const power = (of: (value: number) => number): number =>
        Math.sqrt(values.reduce((a, b) => a + of(b) ** 2, 0) / values.length);
      await expect.poll(() => statistic('Pixels')).toBe(values.length);
      await expect.poll(() => statistic('Sum')).toBeCloseTo(sum, 6);
      expect(await statistic('Not finite')).toBe(0);
      expect(await statistic('Mean')).toBeCloseTo(mean, 9);
      expect(await statistic('Median')).toBe(percentile(values, 50));
      expect(await statistic('Standard deviation')).toBeCloseTo(
        power((value) => value - mean),
        9,
      );
      expect(await statistic('RMS')).toBeCloseTo(
        power((value) => value),
        9,
      );
      expect(await statistic('Minimum')).toBe(values[0]);
      expect(await statistic('Maximum')).toBe(values.at(-1));
      expect((await statistic('Area')) / area).toBeCloseTo(1, 5);
    });

    const valuesIn = (
      isIn: (offset: { readonly dx: number; readonly dy: number }) => boolean,
    ): number[] => {
      const found: number[] = [];
      for (let row = 0; row < plane.height; row++) {
        for (let column = 0; column < plane.width; column++) {
          if (isIn({ dx: column - x, dy: row - y })) found.push(plane.at(column, row));
        }
      }
      return found;
    };

    test('and a radial profile', async () => {
      await expect.poll(parts).toEqual(['Statistics', 'Radial profile']);
      // Of the first ring, whose outer radius is 1: the pixel itself and, maybe, those at a distance of 1.
      await expect.poll(reading).toMatch(/^0\.5 px \(0\.3\d*″\): [\d.]+ ct/u);
      const shown = Number(/: ([\d.]+) ct/u.exec(await reading())?.[1]);
      const ring = [(r: number): boolean => r < 1, (r: number): boolean => r <= 1].map((isIn) => {
        const values = valuesIn(({ dx, dy }) => isIn(Math.hypot(dx, dy)));
        return values.reduce((a, b) => a + b, 0) / values.length;
      });
      expect(ring.map((mean) => mean.toPrecision(5))).toContain(shown.toPrecision(5));
      await screenshotThemes(viewer, 'sky-regions');
    });

    test('that are moved, resized, deleted; and all that is undone', async () => {
      await tool('Select and move').click();
      await drag([x, y], [x - 60, y - 40]);
      await expect.poll(async () => (await numbers('x'))[0]).toBeCloseTo(x - 59, -0.3);
      const [left = 0, low = 0] = await numbers('x', 'y');
      expect(Math.abs(low - y + 39)).toBeLessThanOrEqual(1);
      await drag([left - 1 + radius, low - 1], [left + 29, low - 1]);
      await expect.poll(async () => (await numbers('radius'))[0]).toBeGreaterThan(28);
      expect((await numbers('radius'))[0]).toBeLessThan(32);
      expect(await numbers('x', 'y')).toEqual([left, low]);
      await viewer.press('Delete');
      await expect.poll(texts).toEqual([]);
      await viewer.press('Control+z', 'Control+z');
      await expect.poll(texts).toHaveLength(1);
      await rows().first().click();
      await expect.poll(() => numbers('x', 'y', 'radius')).toEqual([left, low, radius]);
      await viewer.press('Control+z');
      await expect.poll(() => numbers('x', 'y', 'radius')).toEqual([x + 1, y + 1, radius]);
      await viewer.press('Control+Shift+z');
      await expect.poll(() => numbers('x', 'y')).toEqual([left, low]);
      await viewer.press('Control+z');
      await expect.poll(() => numbers('x', 'y')).toEqual([x + 1, y + 1]);
    });

    test('a polygon, click by click', async () => {
      await tool('Polygon').click();
      for (const corner of [
        [60, 60],
        [160, 70],
        [140, 150],
      ] as const) {
        const [x, y] = await viewer.placeOf(corner[0], corner[1]);
        await editor.page.mouse.click(x, y);
      }
      await viewer.press('Enter');
      await expect.poll(texts).toContainEqual(expect.stringMatching(/^Polygon 2 /u));
      // Half of the cross product of two sides, to the pixels along its rim.
      await expect.poll(() => statistic('Pixels')).toBeGreaterThan(3900 - 300);
      expect(await statistic('Pixels')).toBeLessThan(3900 + 300);
      await expect.poll(parts).toEqual(['Statistics']);
    });

    test('a line, with its profile', async () => {
      await tool('Line').click();
      await drag([x - 40, y], [x + 40, y + 1]);
      await expect.poll(texts).toContainEqual(expect.stringMatching(/^Line 3 /u));
      await type('x1', x - 29);
      await type('y1', y + 1);
      await type('x2', x + 31);
      await type('y2', y + 1);
      await expect.poll(parts).toEqual(['Profile along the line']);
      const plot = viewer.frame.getByRole('img', { name: /^Profile along the line/u });
      await plot.press('Home');
      // Sixty pixels along a row: each sample is a pixel.
      for (const at of [0, 1, 2]) {
        const value = plane.at(x - 30 + at, y);
        await expect
          .poll(reading)
          .toMatch(new RegExp(`^${at} px.*: ${String(value).replace('.', '\\.')} ct`, 'u'));
        await plot.press('ArrowRight');
      }
    });

    test('read from a file of DS9', async () => {
      await viewer.button('Open region file…').click();
      const path = quickInput(editor.page);
      // The dialog puts the folder there, a moment after it has come.
      await expect.poll(() => path.inputValue(), { timeout: patience }).toMatch(/workspace\/$/u);
      await path.fill(join(sampleFolder, 'images/star-field.reg'));
      // Until it has listed the folder, the dialog takes no Enter.
      const listed = editor.page.locator('.quick-input-list [role="option"]');
      await listed.filter({ hasText: 'star-field_i.fits' }).waitFor({ timeout: patience });
      await editor.page.keyboard.press('Enter');
      await expect.poll(news, { timeout: patience }).toBe('Read 6 regions from star-field.reg.');
      await expect.poll(() => rows().count()).toBeGreaterThanOrEqual(8);
      const all = await texts();
      for (const [at, [column = 0, row = 0]] of field.stars.slice(0, 3).entries()) {
        const found = all.find((text) => text.startsWith(`star ${at + 1} `)) ?? '';
        const [, ...place] = numbersIn(found);
        expect(place[0]).toBeCloseTo(column + 1, 0);
        expect(place[1]).toBeCloseTo(row + 1, 0);
      }
      await rows().filter({ hasText: 'star 1' }).click();
      const [first = []] = field.stars;
      await expect
        .poll(async () => {
          const [column = 0, row = 0] = await numbers('x', 'y');
          return Math.hypot(column - 1 - (first[0] ?? 0), row - 1 - (first[1] ?? 0));
        })
        .toBeLessThan(0.01);
      expect((await numbers('radius'))[0]).toBeCloseTo(4 / 0.62, 0);
      await screenshotThemes(viewer, 'sky-regions-ds9');
    });

    test('and written into one', async () => {
      const save = async (system: string, file: string): Promise<string[]> => {
        await viewer.frame.getByRole('button', { name: /^Save region file/u }).click();
        await viewer.frame.getByRole('menuitem', { name: system }).click();
        const path = quickInput(editor.page);
        await expect.poll(() => path.inputValue(), { timeout: patience }).toMatch(/regions\.reg$/u);
        const to = join(editor.workspace, file);
        await path.fill(to);
        await editor.page.keyboard.press('Enter');
        await expect.poll(() => existsSync(to), { timeout: patience }).toBe(true);
        await path.waitFor({ state: 'hidden', timeout: patience });
        await listedNotification(editor.page, `Saved ${file}`);
        return readFileSync(to, 'utf8').split('\n');
      };
      const pixels = await save('In pixels…', 'pixels.reg');
      expect(pixels.slice(0, 3)).toEqual([
        '# Region file format: DS9 version 4.1',
        'image',
        `circle(${x + 1},${y + 1},${radius})`,
      ]);
      expect(pixels[4]).toMatch(`line(${x - 29},${y + 1},${x + 31},${y + 1})`);
      const sky = await save('In ICRS…', 'sky.reg');
      expect(sky[1]).toBe('icrs');
      // As the sample file has it, whose positions have seven digits behind the point.
      const star = sky.find((line) => line.includes('star 1')) ?? '';
      const [ra = 0, dec = 0, size = 0] = numbersIn(star);
      expect(ra).toBeCloseTo(150.1228749, 6);
      expect(dec).toBeCloseTo(2.214441, 6);
      expect(size).toBeCloseTo(4, 6);
      expect(sky).toHaveLength(2 + 9 + 1);
    });
  });

  describe('and contours', () => {
    test('on and off', async () => {
      await viewer.button('Delete all regions').click();
      await expect.poll(inked).toBe(0);
      await viewer.press('v');
      await expect.poll(lit, { timeout: patience }).toBeGreaterThan(500);
      await screenshotThemes(viewer, 'sky-contours');
      await toggle('Contours', 'Show over the picture');
      await expect.poll(lit).toBe(0);
    });
    /** What is drawn over the picture, on whichever canvas. */
    const lit = inked;
  });

  describe('is kept with the file', () => {
    test('grid, frame and regions are there again', async () => {
      await viewer.press('Control+z');
      await expect.poll(() => viewer.frame.getByRole('option').count()).toBeGreaterThan(7);
      await viewer.press('y');
      await chooseSky('Galactic');
      await expect.poll(() => shareOn(field.lines['b +42d08m'])).toBeGreaterThan(0.97);
      await reopen('star-field_i.fits');
      await expect.poll(() => shareOn(field.lines['b +42d08m'])).toBeGreaterThan(0.97);
      await expect.poll(() => viewer.frame.getByRole('option').count()).toBeGreaterThan(7);
      const [first] = field.pixels;
      if (first) await sees(first, 'galactic');
    });
  });

  describe('of a Roman image', () => {
    test('is where gwcs says', async () => {
      await open(romanName);
      await zoomed(2);
      for (const each of roman.pixels) await sees(each, 'icrs');
      await viewer.press('y');
      await expect.poll(() => shareOn(roman.lines['+02d12m'])).toBeGreaterThan(0.97);
      expect(await shareOn(roman.between)).toBeLessThan(0.3);
      await toggle('Sky', 'Compass');
      await toggle('Sky', 'Scale bar');
      await screenshotThemes(viewer, 'sky-roman');
    });

    test('leads to coordinates, and measures', async () => {
      const [, middle] = roman.pixels;
      await goTo(`${middle?.icrs.map((angle) => angle.toFixed(8)).join(' ') ?? ''} icrs`);
      await viewer.ready({ crosshair: middle?.pixel.join() ?? '' });
      await goTo(`galactic ${middle?.galactic.map((angle) => angle.toFixed(8)).join(' ') ?? ''}`);
      await viewer.ready({ crosshair: middle?.pixel.join() ?? '' });
      const { from, to, arcsec, angle } = roman.measured;
      await viewer.press('u');
      for (const [end, button] of [
        [from, 'From here'],
        [to, 'To here'],
      ] as const) {
        await goTo(`${end[0]! + 1} ${end[1]! + 1} px`);
        await viewer.ready({ crosshair: end.join() });
        await viewer.button(button).click();
      }
      const length = Math.hypot(to[0]! - from[0]!, to[1]! - from[1]!).toFixed(1);
      await expect
        .poll(measured)
        .toBe(`${arcsec.toFixed(2)}″ · ${length} px · PA ${angle.toFixed(2)}°`);
    });
  });

  describe('of an image that has none, or a broken one', () => {
    const cards = {
      ...{ CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', CRPIX1: 20, CRPIX2: 15 },
      ...{ CRVAL1: 150, CRVAL2: 2, CD1_1: 0, CD1_2: 0, CD2_1: 0, CD2_2: 1e-4 },
    };
    const [width, height] = [40, 30];
    const files = {
      'no-sky.fits': [{}, /^The file says nothing of coordinates for this image\./u],
      'broken-sky.fits': [cards, /^The matrix of CD is singular/u],
      'odd-sky.fits': [
        { ...cards, CTYPE1: 'RA---XYZ', CTYPE2: 'DEC--XYZ', CD1_1: 1e-4 },
        /^CTYPE1 is RA---XYZ, but XYZ is not a known projection\./u,
      ],
    } as const;

    test.each(Object.entries(files))('%s says so', async (name, [wcs, words]) => {
      const { page, workspace } = editor;
      writeFileSync(
        join(workspace, name),
        fitsImage({ width, height, cards: wcs, at: (x, y) => x + 100 * y }),
      );
      await openSidebar(page, 'Explorer');
      const file = page.locator('.explorer-folders-view [role="treeitem"]');
      // Twice, so that the tab is there to stay.
      await file.filter({ hasText: name }).dblclick({ timeout: patience });
      await shown(name);
      await viewer.run('Zoom', 'Fit');
      const menu = await viewer.openMenu('Sky');
      const about = menu.locator('.sky-about');
      await expect.poll(() => about.innerText()).toMatch(words);
      for (const each of ['Coordinate grid', 'Compass']) {
        const box = menu.getByRole('checkbox', { name: each, exact: true });
        await expect.poll(() => box.getAttribute('disabled')).not.toBeNull();
      }
      await viewer.closeMenu();
    });

    test.each(Object.keys(files))('%s stays usable', async (name) => {
      await editor.page
        .locator('.tabs-container [role="tab"]')
        .filter({ hasText: name })
        .click({ timeout: patience });
      await shown(name);
      await viewer.hover(7, 9);
      await expect.poll(() => viewer.field('value').innerText()).toBe('907');
      await viewer.press('y');
      await goTo('12 20 px');
      await viewer.ready({ crosshair: '11,19' });
      await goTo('150 2');
      await expect.poll(problem).toMatch(files[name as keyof typeof files][1]);
      expect(await inked()).toBe(0);
      await editor.page.keyboard.press('Escape');
      await viewer.press('c', 'u');
      await drag([5, 5], [25, 5]);
      await expect.poll(measured).toMatch(/^(19|20)\.\d px$/u);
      await viewer.button('Stop measuring').click();
      await viewer.showTab('Regions');
      await viewer.frame.getByRole('radio', { name: 'Box', exact: true }).click();
      await drag([10, 10], [20, 20]);
      const table = viewer.frame.getByRole('table', { name: 'Statistics of the region' });
      await expect.poll(() => table.innerText()).toMatch(/Pixels/u);
      await expect.poll(() => table.innerText()).not.toMatch(/Area/u);
    });
  });
});

/** The longest level line that is drawn, in device pixels: the scale bar, where there is no grid. */
function longestRun({ width, height, alpha }: OverlayInk): number {
  let longest = 0;
  for (let row = 0; row < height; row++) {
    let run = 0;
    for (let column = 0; column < width; column++) {
      run = alpha[row * width + column] === 255 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}

/** `10h00m27.914s +02d12m03.25s` */
function sexagesimal([ra = 0, dec = 0]: readonly number[]): string {
  const parts = (angle: number): [number, number, string] => [
    Math.floor(angle),
    Math.floor((angle * 60) % 60),
    ((angle * 3600) % 60).toFixed(4),
  ];
  const [hours, minutes, seconds] = parts(ra / 15);
  const [degrees, arcminutes, arcseconds] = parts(Math.abs(dec));
  const sign = dec < 0 ? '-' : '+';
  return `${hours}h${minutes}m${seconds}s ${sign}${degrees}d${arcminutes}m${arcseconds}s`;
}
