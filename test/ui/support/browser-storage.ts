import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './workbench';

/**
 * Waits until the workbench has put away its editors with something in their state. A browser does that every few
 * seconds, and cannot wait for it when the page is loaded anew.
 */
export async function expectEditorsKept(page: Page, state: RegExp): Promise<void> {
  await expect
    .poll(
      async () =>
        (await storedInBrowser(page)).some(
          ({ place, text }) =>
            place.endsWith('/memento/workbench.parts.editor') && state.test(text),
        ),
      { timeout: patience },
    )
    .toBe(true);
}

/** Something that the workbench keeps in its browser. */
export interface Kept {
  readonly place: string;
  readonly text: string;
}

/**
 * All that the page has put away: databases, local and session storage.
 *
 * @param except what is left out of the storages
 */
export function storedInBrowser(page: Page, except = ''): Promise<readonly Kept[]> {
  return page.evaluate<readonly Kept[]>(`(${COLLECT})(${JSON.stringify(except)})`);
}

const COLLECT = `async (except) => {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const text = (value) =>
    ArrayBuffer.isView(value) || value instanceof ArrayBuffer
      ? new TextDecoder().decode(value)
      : typeof value === 'string'
        ? value
        : String(JSON.stringify(value));
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store, 'readonly').objectStore(store);
      const [keys, values] = await Promise.all([objects.getAllKeys(), objects.getAll()].map(settled));
      values.forEach((value, index) =>
        found.push({ place: name + '/' + store + '/' + keys[index], text: text(value) }),
      );
    }
    database.close();
  }
  for (const [kind, storage] of Object.entries({ local: localStorage, session: sessionStorage })) {
    for (const [name, value] of Object.entries(storage)) {
      if (name !== except) found.push({ place: kind + ' storage/' + name, text: value });
    }
  }
  return found;
}`;
