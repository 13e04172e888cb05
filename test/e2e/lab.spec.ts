import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app.ts';
import { atItsSession, chooseExecutors, fill, measure, openTab } from './steps.ts';

test('goes from an example to its verdict, its tasks and an exported file', async ({ app }) => {
  const page = await app.openWindow();
  await page.getByRole('button', { name: /^primes/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('primes.ts');
  await chooseExecutors(page, ['event-loop', 'thread-pool']);
  await fill(page, 'Tasks per trial', 6);
  await page.getByRole('button', { name: '2', exact: true }).click();
  await fill(page, 'Repeats of each configuration', 2);
  await expect(page.getByText('2 executors × 1 worker count × 2 repeats = 4 trials')).toBeVisible();
  await measure(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/primes\.ts/);
  await expect(page.getByRole('progressbar', { name: 'Progress of the lab' })).toBeVisible();
  await atItsSession(page);

  const ranking = page.getByRole('table', { name: /^Configurations/ });
  await expect(ranking.getByRole('rowheader', { name: /thread-pool/ })).toBeVisible();
  await expect(ranking.getByRole('rowheader', { name: /event-loop/ })).toBeVisible();
  await openTab(page, 'Tasks');
  await expect(page.getByRole('grid', { name: 'Tasks' })).toHaveAttribute('aria-rowcount', '25');

  const target = join(app.folder, 'tasks.csv');
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the session' });
  await dialog.getByRole('radio', { name: /csv-tasks/ }).click();
  await dialog.getByRole('textbox', { name: 'Save as' }).fill(target);
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('tasks.csv');
  const lines = readFileSync(target, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(1 + 4 * 6);
  const outcome = (lines[0] ?? '').split(',').indexOf('outcome');
  expect(lines.slice(1).map((line) => line.split(',')[outcome])).toEqual(Array(24).fill('ok'));
});

test('shows what is wrong with a task that cannot be loaded, and how to go on', async ({ app }) => {
  const task = app.write('broken.mjs', 'export default function broken( {\n');
  const page = await app.openWindow({ route: { screen: 'start', task } });
  await expect(page.getByRole('alert')).toContainText('has a syntax error (broken.mjs:2)');
  expect(await page.getByRole('alert').innerText()).not.toMatch(/^\s*at /m);
  // Beside the button too, which stays in sight when the notice does not.
  await expect(page.getByText(/has a syntax error/)).toHaveCount(2);
  app.write('broken.mjs', 'export default (input) => input;\n');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('button', { name: 'Measure', exact: true })).toBeEnabled();
});

test('tells which tasks failed, with what, and shows the first of them', async ({ app }) => {
  const page = await app.openWindow({ route: { screen: 'start', task: app.example('failing.mjs') } });
  await chooseExecutors(page, ['thread-pool']);
  await fill(page, 'Tasks per trial', 14);
  await fill(page, 'Repeats of each configuration', 1);
  await measure(page);
  await atItsSession(page);
  await expect(page.getByText('TypeError: order 3 has no lines')).toBeVisible();
  await expect(page.getByText('Error: there is no exchange rate for XTS')).toBeVisible();
  await page.getByRole('button', { name: /^first: task 3/ }).click();
  await expect(page).toHaveURL(/tab=tasks/);
  await openTab(page, 'Tasks');
  await page.getByRole('combobox', { name: 'Outcome' }).click();
  await page.getByRole('option', { name: /error|failed/i }).click();
  await expect(page.getByRole('status').filter({ hasText: 'tasks' })).toContainText('4 tasks');
});

test('tries a lab again that failed before anything was measured', async ({ app }) => {
  const task = app.write('moody.mjs', 'export default () => undefined;\nexport const meta = { tasks: 4 };\n');
  const page = await app.openWindow({ route: { screen: 'start', task } });
  await chooseExecutors(page, ['event-loop']);
  await expect(page.getByRole('button', { name: 'Measure', exact: true })).toBeEnabled();
  app.write('moody.mjs', 'throw new Error("not today");\n');
  await measure(page);
  await expect(page.getByRole('alert')).toContainText('not today');
  await expect(page.getByRole('region', { name: 'Trials so far' })).toBeHidden();
  app.write('moody.mjs', 'export default () => undefined;\nexport const meta = { tasks: 4 };\n');
  await page.getByRole('button', { name: 'Try again' }).click();
  await atItsSession(page);
});

test('keeps what was measured when a lab is cancelled', async ({ app }) => {
  const page = await app.openWindow({ route: { screen: 'start', task: app.patientTask() } });
  await chooseExecutors(page, ['thread-pool']);
  await measure(page);
  await expect(page.getByText(/[1-9]\d* of 400 tasks/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page
    .getByRole('button', { name: /session|what was (kept|measured)/i })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/session\?/);
  await expect(page.getByText('interrupted', { exact: true }).first()).toBeVisible();
});
