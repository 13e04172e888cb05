import { expect, test } from './app.ts';

test('opens on the start, named and ready', async ({ app }) => {
  const page = await app.openWindow();
  await expect(page).toHaveTitle(/Corelane/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
