import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Assets, OpenOptions } from './browser';
import { bundle, harness, launch, openViewer } from './browser';
import type { CatalogEngineWindow } from './catalog-engine-page';

const root = join(import.meta.dirname, '../../..');
const screens = join(root, '.vscode-test/screens');

let browser: Browser;
let assets: Assets;
let page: Page;

beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  [assets, browser] = await Promise.all([
    bundle(root, 'test/ui/page/catalog-engine-page.ts'),
    launch(),
  ]);
});
afterAll(() => browser.close());
afterEach(async () => {
  const violations = await harness(page, (window) => window.violations);
  await page.close();
  expect(violations, 'the content security policy').toEqual([]);
});

const inPage = <T>(read: (window: CatalogEngineWindow) => T): Promise<T> =>
  page.evaluate<T>(`(${read.toString()})(window)`);
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const sql = (): Locator => page.getByRole('textbox', { name: 'SQL' });
const problem = (): Promise<string> => page.locator('.engine-problem').innerText();
const asked = (method: string): Promise<unknown[]> =>
  page.evaluate(
    (name) =>
      (window as unknown as CatalogEngineWindow).stand.asked
        .filter((each) => each.method === name)
        .map(({ params }) => params),
    method,
  );

async function open(options: OpenOptions = {}): Promise<void> {
  page = await openViewer(browser, assets, { width: 480, height: 420, ...options });
  await page.waitForFunction(() => 'pane' in window);
}

const first = 'SELECT "ra"\nFROM a\nWHERE w1 < 15';

async function openWithSql(options: OpenOptions = {}): Promise<void> {
  await open(options);
  await inPage((window) => window.show('w1 < 15'));
  await expect.poll(() => sql().inputValue()).toBe(first);
}

describe('the SQL engines of a catalogue’s panel', () => {
  test('show the SQL of the query, and that of the query as it is changed', async () => {
    await openWithSql();
    expect(await page.locator('.engine-place').innerText()).toBe('https://trino.example.org');
    await inPage((window) => window.show('w1 < 16'));
    await expect.poll(() => sql().inputValue()).toContain('w1 < 16');
    await page.screenshot({ path: join(screens, 'catalog-engine.png') });
    await page.getByRole('combobox', { name: 'Engine' }).selectOption({ label: 'Athena <b>' });
    await expect.poll(() => sql().inputValue()).toContain('FROM b');
  });

  test('ask nothing before there is a query, and while nobody looks', async () => {
    await open();
    await inPage((window) => {
      window.pane.element.parentElement!.style.display = 'none';
      window.show('w1 < 15');
    });
    await page.waitForTimeout(500);
    expect(await inPage((window) => window.stand.asked.length)).toBe(0);
    await inPage((window) => {
      window.pane.element.parentElement!.style.display = '';
      window.show('w1 < 15');
    });
    await expect.poll(() => sql().inputValue()).toBe(first);
  });

  test('run the SQL as it was edited, keep it, and write it anew when asked', async () => {
    await openWithSql();
    await sql().fill('SELECT 1');
    await inPage((window) => window.show('w1 < 17'));
    await page.waitForTimeout(500);
    expect(await sql().inputValue()).toBe('SELECT 1');
    await sql().press('Control+Enter');
    await expect.poll(() => asked('runSql')).toMatchObject([{ engine: 'a', sql: 'SELECT 1' }]);
    await expect.poll(() => button('Run SQL').isEnabled()).toBe(false);
    await inPage((window) => window.stand.finish());
    await expect.poll(() => button('Run SQL').isEnabled()).toBe(true);
    await button('From the query').click();
    await expect.poll(() => sql().inputValue()).toContain('w1 < 17');
  });

  test('say what the engine refuses, and what is to be looked at before', async () => {
    await open();
    await inPage((window) => {
      window.stand.problem = 'The table is a guess.';
      window.stand.refusal = 'Cluster refuses the SQL: line 1';
      window.show('w1 < 15');
    });
    await expect.poll(problem).toBe('The table is a guess.');
    await button('Run SQL').click();
    await expect.poll(() => asked('runSql')).toHaveLength(1);
    await inPage((window) => window.stand.finish());
    await expect.poll(problem).toBe('Cluster refuses the SQL: line 1 Change the SQL.');
    await page.screenshot({ path: join(screens, 'catalog-engine-refused.png') });
  });

  test('cannot run what has no SQL, nor while a query runs', async () => {
    await openWithSql();
    await inPage((window) => window.pane.setRunning(true));
    await expect.poll(() => button('Run SQL').isEnabled()).toBe(false);
    await inPage((window) => {
      window.pane.setRunning(false);
      window.stand.problem = 'No SQL has that.';
      window.show('w1 % 2 = 1');
    });
    await expect.poll(() => sql().inputValue()).toBe('');
    expect(await problem()).toBe('No SQL has that.');
    await expect.poll(() => button('Run SQL').isEnabled()).toBe(false);
  });

  test('say that there are none, and take up the one that is added', async () => {
    await open();
    await inPage((window) => {
      window.stand.engines = [];
      window.show('w1 < 15');
    });
    await expect.poll(problem).toContain('No engine is set up.');
    expect(await sql().isVisible()).toBe(false);
    await button('Add engine…').click();
    await expect.poll(() => sql().inputValue()).toContain('FROM c');
  });

  test('ask for a password where one is lacking', async () => {
    await openWithSql({ theme: 'light', width: 320 });
    expect(await button('Sign in…').isVisible()).toBe(false);
    await page.getByRole('combobox', { name: 'Engine' }).selectOption({ label: 'Athena <b>' });
    await expect.poll(() => button('Sign in…').isVisible()).toBe(true);
    await page.screenshot({ path: join(screens, 'catalog-engine-light.png') });
    await button('Sign in…').click();
    await expect.poll(() => button('Sign in…').isVisible()).toBe(false);
    expect(await asked('setEngineSecret')).toEqual([{ engine: 'b' }]);
  });
});
