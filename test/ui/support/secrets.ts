import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { storedInBrowser } from './browser-storage';
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
  const held = (await storedInBrowser(page, SECRET_STORAGE)).filter(({ text }) =>
    forms.some((form) => text.includes(form)),
  );
  const onScreen = await page.content();
  const shown = forms.some((form) => onScreen.includes(form));
  return [...files, ...held.map(({ place }) => place), ...(shown ? ['the page'] : [])];
}

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
