import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Editor } from './editor';

/** Where a browser keeps the secret storage of the editor, unless that is in memory alone. */
const SECRET_STORAGE = 'secrets.provider';
const MOST_BYTES = 100_000_000;

/**
 * Where any of some texts is to be found that nobody may keep: files of the profile (settings, logs, state) and of the
 * workspace, what the workbench keeps in its browser (state of the extension, of windows and of editors), what is on
 * screen. The secret storage itself is left out.
 *
 * @returns one line for each place; empty where there is none
 */
export async function placesOf(
  { page, workspace }: Pick<Editor, 'page' | 'workspace'>,
  secrets: readonly string[],
): Promise<string[]> {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]);
  const files = filesBelow(dirname(workspace)).filter((file) => {
    const bytes = beginningOf(file);
    return forms.some(
      (form) => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')),
    );
  });
  const held = (await page.evaluate<readonly Kept[]>(BROWSER_STORAGE)).filter(({ text }) =>
    forms.some((form) => text.includes(form)),
  );
  const onScreen = await page.content();
  const shown = forms.some((form) => onScreen.includes(form));
  return [...files, ...held.map(({ place }) => place), ...(shown ? ['the page'] : [])];
}

interface Kept {
  readonly place: string;
  readonly text: string;
}

/** All that the page has put away: databases, and local and session storage but for secrets. */
const BROWSER_STORAGE = `(async (except) => {
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
})(${JSON.stringify(SECRET_STORAGE)})`;

/** Of a file longer than anything the editor writes down: downloads are of no interest. */
function beginningOf(file: string): Buffer {
  const bytes = Buffer.alloc(Math.min(statSync(file).size, MOST_BYTES));
  const descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
