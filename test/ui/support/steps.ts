import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './workbench';

/** The field of a question, also one that hides what is typed. */
export function field(page: Page): Locator {
  return page.locator('.quick-input-widget:visible .quick-input-box input').first();
}

/** Waits for a question of several, by what it asks. */
export async function question(page: Page, prompt: string): Promise<void> {
  await page
    .locator('.quick-input-widget:visible .quick-input-message')
    .getByText(prompt)
    .first()
    .waitFor({ timeout: patience });
}

/** Answers a question with a text, and waits until it is another one, or none. */
export async function answerStep(page: Page, prompt: string, text: string): Promise<void> {
  await typeStep(page, prompt, text);
  await field(page).press('Enter');
  await expect
    .poll(() => page.locator('.quick-input-widget:visible').getByText(prompt).count(), {
      timeout: patience,
    })
    .toBe(0);
}

/**
 * Types what is wrong, and waits until that is said, in place of the question; an empty field brings the question
 * back.
 */
export async function mistypeStep(
  page: Page,
  prompt: string,
  text: string,
  problem: string,
): Promise<void> {
  await typeStep(page, prompt, text);
  await question(page, problem);
}

/** After a text that was wrong. */
export async function emptyStep(page: Page, prompt: string): Promise<void> {
  await field(page).fill('');
  await question(page, prompt);
}

async function typeStep(page: Page, prompt: string, text: string): Promise<void> {
  await question(page, prompt);
  await field(page).fill(text);
  await expect.poll(() => field(page).inputValue(), { timeout: patience }).toBe(text);
}

/** Picks an entry of a question that offers some, by the placeholder of its field. */
export async function pickStep(page: Page, placeholder: string, label: string): Promise<void> {
  await choices(page, placeholder);
  await page
    .locator('.quick-input-widget:visible [role="option"]')
    .filter({ hasText: label })
    .first()
    .click({ timeout: patience });
  await gone(page, placeholder);
}

/** Leaves a question that offers several as it stands. */
export async function acceptStep(page: Page, placeholder: string): Promise<void> {
  await choices(page, placeholder);
  await field(page).press('Enter');
  await gone(page, placeholder);
}

/** Goes back to the question before. */
export async function stepBack(page: Page): Promise<void> {
  await page.locator('.quick-input-widget:visible .codicon-quick-input-back').click();
}

async function choices(page: Page, placeholder: string): Promise<void> {
  await page
    .locator(`.quick-input-widget:visible input[placeholder="${placeholder}"]`)
    .waitFor({ timeout: patience });
}

async function gone(page: Page, placeholder: string): Promise<void> {
  await expect
    .poll(
      () => page.locator(`.quick-input-widget:visible input[placeholder="${placeholder}"]`).count(),
      { timeout: patience },
    )
    .toBe(0);
}
