import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { recorded } from './recorded.ts';

test('says what to do while there are no sessions', async ({ app }) => {
  const page = await app.openWindow({ route: { screen: 'sessions' } });
  await page
    .getByRole('main')
    .getByRole('button', { name: /lab/i })
    .or(page.getByRole('main').getByRole('link', { name: /lab/i }))
    .first()
    .click();
  await expect(page).toHaveURL(/#\/start/);
});

test('renames a session, deletes it, and brings it back', async ({ app }) => {
  const path = recorded(app, 'primes');
  recorded(app, 'failing');
  const page = await app.openWindow({ route: { screen: 'sessions' } });
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row('primes')).toBeVisible();
  await expect(row('failing')).toBeVisible();

  await page.getByRole('link', { name: 'primes', exact: true }).focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: /name/i }).fill('first try');
  await page.keyboard.press('Enter');
  await expect(row('first try')).toBeVisible();
  expect(existsSync(path)).toBe(false);
  const renamed = join(app.sessions, 'first try.corelane');
  expect(existsSync(renamed)).toBe(true);

  await page.getByRole('link', { name: 'first try', exact: true }).focus();
  await page.keyboard.press('Delete');
  await expect(row('first try')).toBeHidden();
  expect(existsSync(renamed)).toBe(false);
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click();
  await expect(row('first try')).toBeVisible();
  expect(existsSync(renamed)).toBe(true);

  await page.getByRole('link', { name: 'first try', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible();
});

test('says why a file is no session, and shows the others', async ({ app }) => {
  recorded(app, 'failing');
  app.write('data/corelane/sessions/notes.corelane', 'this is no session');
  const page = await app.openWindow({ route: { screen: 'sessions' } });
  await expect(page.getByRole('row').filter({ hasText: 'failing' })).toBeVisible();
  await expect(page.getByText(/notes/).first()).toBeVisible();
  await expect(page.getByText(/is (not a|no) .*session/i).first()).toBeVisible();
});
