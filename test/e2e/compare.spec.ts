import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type App } from './app.ts';
import { recorded } from './recorded.ts';

/** Another session of the same kind, under a name of its own. */
function copyOf(app: App, path: string, name: string): string {
  const copy = join(app.sessions, `${name}.corelane`);
  cpSync(path, copy);
  return copy;
}

test('two labs are chosen by keyboard, compared, and their places swapped', async ({ app }) => {
  copyOf(app, recorded(app, 'primes'), 'primes again');
  recorded(app, 'busy');
  const page = await app.openWindow({ route: { screen: 'sessions' } });

  await page.getByRole('button', { name: 'Actions on primes', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Compare with…' }).press('Enter');
  await expect(page.getByText('Choose the lab to compare primes with')).toBeVisible();
  await expect(page.getByRole('link', { name: /busy/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Compare with primes again' })).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeFocused();
  await expect(page.getByText('A and B are the same recording')).toBeVisible();
  const figures = page.getByRole('table');
  await expect(figures.getByRole('row').filter({ hasText: 'wall time' })).toContainText(
    'no difference found',
  );
  await expect(page.getByRole('figure', { name: /^How long tasks of/ })).toBeVisible();

  const subjects = page.getByRole('radiogroup', { name: 'What is compared' });
  await subjects.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(subjects.getByRole('radio').nth(1)).toBeChecked();

  const pair = page.getByRole('list', { name: 'The compared sessions' });
  const first = await pair.getByRole('link').first().textContent();
  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect(pair.getByRole('link').nth(1)).toHaveText(first ?? '');
  await expect(page.getByRole('button', { name: 'Swap A and B' })).toBeFocused();
});

test('choosing is left with Escape, and says when there is nothing to choose', async ({ app }) => {
  recorded(app, 'primes');
  recorded(app, 'busy');
  const page = await app.openWindow({ route: { screen: 'sessions' } });
  await page.getByRole('button', { name: 'Actions on busy' }).click();
  await page.getByRole('menuitem', { name: 'Compare with…' }).click();
  await expect(page.getByText('There is no other profile to compare busy with')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'busy', exact: true })).toBeVisible();
});

test('two profiles compare as runs, without an interval', async ({ app }) => {
  const b = recorded(app, 'crowded');
  const route = { screen: 'compare', a: recorded(app, 'busy'), b } as const;
  const page = await app.openWindow({ route });
  await expect(page.getByText('The cores that were used differ')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'wall time' })).toContainText(
    'one run of each does not tell chance from change',
  );
});

test('a lab and a profile are refused with a reason and a remedy', async ({ app }) => {
  const b = recorded(app, 'busy');
  const route = { screen: 'compare', a: recorded(app, 'primes'), b } as const;
  const page = await app.openWindow({ route });
  await expect(page.getByRole('heading', { name: 'These sessions cannot be compared' })).toBeVisible();
  await expect(page.getByText('Compare two labs, or two profiles.')).toBeVisible();
});
