import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { atItsSession, fill, measure, openTab } from './steps.ts';

/** Leaves only these executors of Python checked. */
async function chooseOnly(page: Page, wanted: readonly string[]): Promise<void> {
  const boxes = page.getByRole('region', { name: 'Executors' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(8);
  for (const box of await boxes.all()) {
    if (await box.isDisabled()) continue;
    const label = /checkbox "([^"]+)"/.exec(await box.ariaSnapshot())?.[1] ?? '';
    await box.setChecked(wanted.some((executor) => label.startsWith(executor)));
  }
}

/** In the theme and size: nothing that axe finds, and nothing cut off sideways. */
async function looksRight(page: Page, colorScheme: 'light' | 'dark', size: Size): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize(size);
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const sizes = { large: { width: 1280, height: 800 }, small: { width: 900, height: 640 } };

const pools = ['concurrent.futures.ThreadPoolExecutor', 'multiprocessing.pool.ThreadPool'];

/** Two functions, of which one is meant by default; threads gain by waiting. */
const twoFunctions = `import time

inputs = range(8)


def task(value):
    time.sleep(0.004)


def slower(value):
    time.sleep(0.02)


async def slower_async(value):
    pass
`;

test('goes from a Python example to its verdict, its curves and the code to use', async ({ app }) => {
  const page = await app.openWindow({ width: 1280, height: 800 });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: /^hashing\.py/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('hashing.py');
  await expect(page.getByText(/^Left out: .* is no coroutine function/)).toBeVisible();
  await looksRight(page, 'dark', sizes.small);
  await looksRight(page, 'light', sizes.large);
  await chooseOnly(page, pools);
  await fill(page, 'Tasks per trial', 4);
  await page.getByRole('button', { name: '1', exact: true }).click();
  await page.getByRole('button', { name: '2', exact: true }).click();
  await fill(page, 'Repeats of each configuration', 1);
  await expect(page.getByText('2 executors × 2 worker counts × 1 repeat = 4 trials')).toBeVisible();
  await measure(page);
  await atItsSession(page);

  const path = page.getByRole('list', { name: 'How this was decided' });
  await expect(path.getByRole('listitem')).toHaveCount(3);
  await expect(path).toContainText('CPU-bound, IO-bound or mixed?');
  await expect(path).toContainText('Pool or executor?');
  const ranking = page.getByRole('table', { name: /^Configurations/ });
  await expect(ranking.getByRole('rowheader', { name: /ThreadPoolExecutor/ })).toHaveCount(2);
  await expect(ranking.getByTitle('multiprocessing.pool.ThreadPool')).toHaveCount(2);

  await looksRight(page, 'dark', sizes.large);
  await openTab(page, 'Scaling');
  const law = page.getByRole('table', { name: /^The Universal Scalability Law/ });
  await expect(law.getByRole('row', { name: /ThreadPoolExecutor/ })).toContainText(
    '2 worker counts were measured',
  );

  await looksRight(page, 'light', sizes.small);
  await page.getByRole('button', { name: 'Code to use' }).click();
  await expect(page).toHaveURL(/tab=code/);
  const code = page.getByRole('region', { name: 'The code' });
  await expect(code).toContainText('from hashing import');
  await page.getByRole('button', { name: 'Copy', exact: true }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Copied to the clipboard' })).toBeAttached();
  await looksRight(page, 'dark', sizes.small);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.trimEnd()).toBe((await code.locator('code').textContent())?.trimEnd());
});

test('measures the function that is chosen, with its asynchronous twin, on the interpreter that is chosen', async ({
  app,
}) => {
  const task = app.write('pair.py', twoFunctions);
  const page = await app.openWindow({ route: { screen: 'start', task }, width: 900, height: 640 });
  await fill(page, 'Repeats of each configuration', 1);
  await page.getByRole('combobox', { name: 'Function to measure' }).click();
  await page.getByRole('option', { name: 'slower', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('pair.py:slower');
  await expect(page.getByRole('textbox', { name: 'Repeats of each configuration' })).toHaveValue('1');

  const asyncio = page.getByRole('checkbox', { name: /^asyncio/ });
  await expect(asyncio).toBeDisabled();
  const twin = page.getByRole('textbox', { name: 'Asynchronous variant' });
  await twin.fill('pair.py');
  await expect(page.getByText('Write FILE:FUNCTION').first()).toBeVisible();
  await twin.fill(`${task}:slower_async`);
  await expect(asyncio).toBeEnabled();

  await page.getByText('More options').click();
  await page.getByRole('radio', { name: 'Sync code', exact: true }).press('Space');
  await page.getByRole('combobox', { name: 'Python that runs the task' }).click();
  await page.getByRole('option', { name: /^Another Python/ }).click();
  await page.getByRole('textbox', { name: 'Path of another Python' }).fill('/no/such/python');
  await expect(page.getByRole('alert')).toContainText('/no/such/python');
  await page.getByRole('combobox', { name: 'Python that runs the task' }).click();
  await page.getByRole('option', { name: /the usual one/ }).click();
  await expect(page.getByText(/--async-variant \S+:slower_async --prefer sync/)).toBeVisible();

  await chooseOnly(page, ['asyncio', 'threading.Thread']);
  await fill(page, 'Tasks per trial', 8);
  await page.getByRole('button', { name: '2', exact: true }).click();
  await measure(page);
  await atItsSession(page);
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Use threading.Thread');
  await page.getByRole('button', { name: 'How this was decided' }).click();
  await expect(page.getByRole('list', { name: 'How this was decided' })).toContainText(
    'What does preferring sync cost?',
  );
  await openTab(page, 'Scaling');
  await expect(page.getByRole('heading', { name: 'No curve' })).toBeVisible();
});

test('asks which function is meant when a module has several and nothing tells', async ({ app }) => {
  const task = app.write('several.py', 'def one(value):\n    pass\n\n\ndef two(value):\n    pass\n');
  const page = await app.openWindow({ route: { screen: 'start', task } });
  await expect(page.getByRole('alert')).toContainText('none of them is called task');
  await page.getByRole('textbox', { name: 'Function to measure' }).fill('two');
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByRole('combobox', { name: 'Function to measure' })).toContainText('two');
});
