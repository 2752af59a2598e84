import type { Locator } from 'playwright-core';

/** Whether an element itself has the focus. */
export function hasFocus(where: Locator): Promise<boolean> {
  return where.evaluate((element) => element === document.activeElement);
}
