import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type App } from './app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Threads that compute in Python alone, and so wait for its GIL. */
const computing = `from concurrent.futures import ThreadPoolExecutor


def count(limit):
    total = 0
    for number in range(limit):
        total += number % 7
    return total


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=4) as executor:
        print(sum(executor.map(count, [2_000_000] * 8)))
`;

/** One call can be swapped, one cannot, and what is printed tells where tasks ran. */
const telling = `import os
from concurrent.futures import ThreadPoolExecutor


def is_here(pid):
    return os.getpid() == pid


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=2) as executor:
        print(executor.submit(is_here, os.getpid()).result())
        print(executor.submit(lambda: 1).result())
`;

/** Records a session by the command line into the app's folder. Gives its path. */
function record(app: App, name: string, args: readonly string[]): string {
  mkdirSync(app.sessions, { recursive: true });
  const path = join(app.sessions, `${name}.corelane`);
  const beganMs = Date.now();
  const [command = '', ...rest] = args;
  execFileSync(join(root, 'bin', 'corelane'), [command, '--out', path, ...rest], { stdio: 'ignore' });
  test.setTimeout(test.info().timeout + Date.now() - beganMs);
  return path;
}

test('leads from threads that wait for the GIL to the same script with processes', async ({ app }) => {
  const script = app.write('computing.py', computing);
  const session = record(app, 'computing', ['profile', '--', 'python3', script]);
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'summary' } });
  await page.getByRole('button', { name: 'Try it with processes…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'What if?' });
  await expect(dialog).toContainText('Processes in place of threads');
  await dialog.getByRole('textbox', { name: 'Repeats of each' }).fill('2');
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of the what-if' })).toBeVisible();
  await expect(page).toHaveURL(/#\/session\?/, { timeout: 80_000 });
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    /With processes in place of threads/,
  );
  await expect(page.getByRole('region', { name: 'Swapped' })).toContainText('8 of 8 tasks');
  await expect(page.getByRole('region', { name: 'Swapped' })).toContainText('computing.py:13');
  await page.getByRole('tab', { name: /^Timeline/ }).click();
  await expect(page.getByRole('application', { name: /^Timeline of/ })).toBeVisible();
  await page.getByRole('button', { name: 'Try again…' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Try again…' })).toBeFocused();
});

test('shows loudly in what a variant differs and what was refused, in both themes and sizes', async ({
  app,
}) => {
  const script = app.write('telling.py', telling);
  const session = record(app, 'telling', ['what-if', '--repeat', '1', script]);
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'summary' } });
  await expect(page.getByRole('alert')).toContainText('line 1 is "False", and of the script "True"');
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('nothing is said of its speed');
  await expect(page.getByRole('region', { name: 'Not swapped' })).toContainText('the task is a lambda');
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((value) => (document.documentElement.dataset['theme'] = value), theme);
    for (const size of [
      { width: 900, height: 640 },
      { width: 1280, height: 800 },
    ]) {
      await page.setViewportSize(size);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
      if (process.env['WHAT_IF_IMAGES'] !== undefined)
        await page.screenshot({
          path: join(process.env['WHAT_IF_IMAGES'], `what-if-${theme}-${size.width}.png`),
        });
    }
  }
});
