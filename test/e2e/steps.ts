import type { Locator, Page } from '@playwright/test';
import { expect } from './app.ts';

/** What a user does again and again, by what they see. */

/** Leaves only these executors checked. */
export async function chooseExecutors(page: Page, wanted: readonly string[]): Promise<void> {
  const boxes = page.getByRole('region', { name: 'Executors' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(5);
  for (const box of await boxes.all()) {
    const name = (await box.getAttribute('aria-label')) ?? (await accessibleName(box));
    await box.setChecked(wanted.some((executor) => name.startsWith(executor)));
  }
}

async function accessibleName(box: Locator): Promise<string> {
  const snapshot = await box.ariaSnapshot();
  return /"([^"]+)"/.exec(snapshot)?.[1] ?? '';
}

export async function fill(page: Page, label: string, value: number): Promise<void> {
  await page.getByRole('textbox', { name: label, exact: true }).fill(String(value));
}

export const measure = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Measure', exact: true }).click();

/** Waits for the screen that follows a lab that ended well. */
export async function atItsSession(page: Page): Promise<void> {
  await expect(page).toHaveURL(/#\/session\?/, { timeout: 80_000 });
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
}

export const openTab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
