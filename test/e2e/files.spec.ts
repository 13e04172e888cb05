import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './app.ts';
import { recorded } from './recorded.ts';

test.beforeEach(({ electron }) => {
  test.skip(electron !== null, 'Electron has native dialogs and tells the path of a dropped file');
});

/** Drops a file as a browser hands it over: its name, size and contents, but not its path. */
async function drop(page: Page, path: string): Promise<void> {
  const file = await page.evaluateHandle(
    ({ name, text }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name));
      return transfer;
    },
    { name: basename(path), text: readFileSync(path, 'utf8') },
  );
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await page.locator('body').dispatchEvent(type, { dataTransfer: file });
  }
}

test('opens a dropped task although a browser hides its path', async ({ app }) => {
  const task = app.write('dropped.mjs', 'export default (input) => input;\n');
  const page = await app.openWindow();
  await drop(page, task);
  await page.getByRole('dialog').getByRole('button', { name: /^Lab/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('dropped.mjs');
  await expect(page.getByText(dirname(task)).first()).toBeVisible();
});

test('asks where a dropped file is when it cannot be found', async ({ app }) => {
  const page = await app.openWindow();
  const elsewhere = app.write('elsewhere.mjs', 'export default () => 1;\n');
  const file = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['another size than any here'], 'elsewhere.mjs'));
    return transfer;
  });
  await page.locator('body').dispatchEvent('drop', { dataTransfer: file });
  const picker = page.getByRole('dialog');
  await expect(picker).toContainText('elsewhere.mjs');
  await picker.getByRole('combobox').fill(elsewhere);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: /^Lab/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('elsewhere.mjs');
});

test('completes a typed path and is accessible', async ({ app }) => {
  app.write('task-of-mine.mjs', 'export default () => 1;\n');
  const page = await app.openWindow();
  await page.getByRole('button', { name: /^Choose a task file/ }).click();
  const picker = page.getByRole('dialog');
  const field = picker.getByRole('combobox');
  await field.fill(join(app.folder, 'task-o'));
  await expect(picker.getByRole('option', { name: /task-of-mine\.mjs/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(field).toHaveValue(join(app.folder, 'task-of-mine.mjs'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('task-of-mine.mjs');
});

test('exports through a dialog that is accessible and asks before it replaces a file', async ({ app }) => {
  const session = recorded(app, 'primes');
  const target = app.write('out.json', 'mine');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'ranking' } });
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^JSON|json$/i }).click();
  await dialog.getByRole('textbox', { name: 'Save as' }).fill(target);
  await expect(dialog.getByRole('button', { name: 'Replace the file' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(readFileSync(target, 'utf8')).toBe('mine');
  await dialog.getByRole('button', { name: 'Replace the file' }).click();
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('out.json');
  expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ corelane: 1 });
});
