import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Viewer } from './viewer';
import { patience } from './workbench';

/** The tree of an ASDF file that is in sight, on the stage or in the inspector, as a person works it. */
export class MetadataTree {
  readonly #viewer: Viewer;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  get element(): Locator {
    return this.#viewer.frame.locator('.tree-pane:visible');
  }

  get list(): Locator {
    return this.element.getByRole('tree');
  }

  get search(): Locator {
    return this.#viewer.input('Search keys and values');
  }

  /** What a search came to, in words. */
  get count(): Locator {
    return this.element.locator('.tree-count');
  }

  /** What a search found, from the first on. */
  get found(): Locator {
    return this.element.locator('.tree-found');
  }

  /** What is said of the file as a whole. */
  get about(): Locator {
    return this.element.locator('.tree-about-list');
  }

  /** The chosen node, below. */
  get detail(): Locator {
    return this.element.getByRole('group', { name: 'Chosen node' });
  }

  /** A row in sight by its key; the first where several have it. */
  row(key: string): Locator {
    return this.list
      .getByRole('treeitem')
      .filter({ has: this.#key(key) })
      .first();
  }

  async ready(): Promise<void> {
    await this.list.waitFor({ timeout: patience });
    await expect
      .poll(() => this.element.locator('.tree-row').count(), { timeout: patience })
      .toBeGreaterThan(1);
    await this.element.locator('.tree-row.loading').waitFor({ state: 'detached' });
  }

  /** Opens nodes one inside the other, by their keys. */
  async expand(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const row = this.row(key);
      await row.waitFor({ timeout: patience });
      if ((await row.getAttribute('aria-expanded')) === 'false') {
        await row.locator('.tree-twisty').click();
      }
      await expect.poll(() => row.getAttribute('aria-expanded')).toBe('true');
    }
  }

  /** Fails unless this node is, or soon is, the chosen one. */
  async expectChosen(path: string): Promise<void> {
    await expect
      .poll(() => this.detail.locator('.tree-detail-path').innerText({ timeout: patience }), {
        timeout: patience,
      })
      .toBe(path);
  }

  async find(text: string): Promise<void> {
    await this.search.fill(text);
    await expect
      .poll(() => this.count.innerText(), { timeout: patience })
      .toMatch(text === '' ? /^$/ : /found$|more$/);
  }

  #key(key: string): Locator {
    return this.#viewer.frame.locator('.tree-key').getByText(key, { exact: true });
  }
}
