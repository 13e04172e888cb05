import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { recorded } from './recorded.ts';
import { atItsSession } from './steps.ts';

/** Presses Tab until what is wanted has the focus. Fails when it cannot be reached. */
async function tabTo(
  page: Page,
  role: 'button' | 'link' | 'checkbox' | 'textbox' | 'tab',
  name: RegExp,
): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${role} ${String(name)} within 120 presses of Tab`);
}

test('measures a task and reads the result without a pointer', async ({ app }) => {
  const page = await app.openWindow({ route: { screen: 'start', task: app.write('quick.mjs', quickTask) } });
  for (const executor of [/^process-pool/, /^thread-per-task/, /^process-per-task/]) {
    await tabTo(page, 'checkbox', executor);
    await page.keyboard.press('Space');
  }
  await tabTo(page, 'textbox', /^Repeats/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('1');
  await page.keyboard.press('ControlOrMeta+Enter');
  await atItsSession(page);

  await tabTo(page, 'tab', /^Ranking/);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/tab=scaling/);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/tab=code/);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/tab=timeline/);
  const timeline = page.getByRole('application', { name: /^Timeline of \d+ tasks/ });
  await expect(timeline).toBeVisible();
  await timeline.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/task \d+ of /i).first()).toBeAttached();
  await page.keyboard.press('w');
  await page.keyboard.press('d');
  await page.keyboard.press('f');
});

test('walks through the task table with the arrow keys and opens a task', async ({ app }) => {
  const session = recorded(app, 'primes');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'tasks' } });
  const grid = page.getByRole('grid', { name: 'Tasks' });
  await expect(grid.getByRole('row').nth(1)).toBeVisible();
  await grid.focus();
  await page.keyboard.press('End');
  await expect(grid.getByRole('row').last()).toHaveAttribute('aria-rowindex', '97');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/task 15/i).first()).toBeVisible();
});

const quickTask = `
export const inputs = Array.from({ length: 40 }, (_, index) => index);
export default (input) => {
  let sum = 0;
  for (let step = 0; step < 200_000; step += 1) sum = (sum + step * input) % 65_521;
  return sum;
};
`;
