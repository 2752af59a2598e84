import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './workbench';

/** Drops files from outside the browser onto a row of a tree, as a person does who drags them from a folder. */
export async function dropFiles(
  row: Locator,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  const page = row.page();
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    for (const { name, text } of ${JSON.stringify(files)}) {
      transfer.items.add(new File([text], name));
    }
    return transfer;
  })()`);
  await row.dispatchEvent('dragenter', { dataTransfer: data });
  // The row is lit as soon as the tree takes what hovers over it.
  await expect
    .poll(
      async () => {
        await row.dispatchEvent('dragover', { dataTransfer: data });
        return row.evaluate((element) => element.classList.contains('drop-target'));
      },
      { timeout: patience },
    )
    .toBe(true);
  await row.dispatchEvent('drop', { dataTransfer: data });
  await data.dispose();
}
