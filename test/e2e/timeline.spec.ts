import type { Page } from '@playwright/test';
import { expect, test, type App } from './app.ts';
import { recorded } from './recorded.ts';

/** The timeline by pointer and keyboard, as far as it shows outside of its canvas; what is drawn is tested on a draw log. */

async function openTimeline(app: App, size: { width: number; height: number }): Promise<Page> {
  const session = recorded(app, 'failing');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'timeline' }, ...size });
  await expect(page.getByRole('application', { name: /^Timeline of 32 tasks/ })).toBeVisible();
  return page;
}

const marked = (page: Page) => page.getByRole('list', { name: 'Marked range, per trial' });

test('sums up a range that is marked with Shift held or on the axis', async ({ app }) => {
  const page = await openTimeline(app, { width: 1280, height: 860 });
  await page.getByRole('radio', { name: 'Aligned' }).click();
  const timeline = page.getByRole('application');
  const box = await timeline.boundingBox();
  if (box === null) throw new Error('the timeline has no size');
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 209, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 20, box.y + 80, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(marked(page).getByRole('listitem')).toHaveText([/1[56] tasks begun/, /1[56] tasks begun/]);
  await expect(marked(page)).toBeInViewport();
  await timeline.focus();
  await page.keyboard.press('Escape');
  await expect(marked(page)).toHaveCount(0);
  await page.mouse.move(box.x + 300, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(marked(page)).toBeVisible();
});

test('goes from hit to hit, at once after typing, to the longest task and along a lane to its end', async ({
  app,
}) => {
  const page = await openTimeline(app, { width: 1280, height: 860 });
  const selected = page.getByRole('complementary', { name: /^Task \d+/ });
  await page.getByRole('application').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('error');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(selected).toContainText('error');
  const first = await selected.getAttribute('aria-label');
  await page.keyboard.press('n');
  await expect(selected).not.toHaveAttribute('aria-label', first ?? '');
  await page.keyboard.press('p');
  await expect(selected).toHaveAttribute('aria-label', first ?? '');
  await page.keyboard.press('l');
  await expect(selected).toBeVisible();
  for (let press = 0; press < 40 && !(await page.getByText(/no further task/).count()); press += 1) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('application')).toBeFocused();
  }
  await expect(page.getByText(/no further task/).first()).toBeVisible();
});

test('fits the smallest window without scrolling the page', async ({ app }) => {
  const page = await openTimeline(app, { width: 800, height: 600 });
  await expect(page.getByText(/marks a time range/)).toBeInViewport({ ratio: 1 });
  await page.getByRole('radio', { name: 'Recorded' }).click();
  await expect(page.getByRole('radio', { name: 'Recorded' })).toBeChecked();
});

const figures = (page: Page) => page.getByRole('region', { name: 'Figures of the marked range' });

test('shows the slices of a profile: by keyboard, and summed up for a marked range', async ({ app }) => {
  const session = recorded(app, 'busy');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'timeline' } });
  const timeline = page.getByRole('application', { name: /^Timeline of \d+ threads?/ });
  const none = page.getByText('Nothing on this timeline');
  await expect(timeline.or(none)).toBeVisible();
  test.skip(await none.isVisible(), 'the kernel lets nobody record slices here');
  await timeline.focus();
  await toSlices(page);
  await expect(page.getByText(/^slice of .* on core \d+: /).first()).toBeAttached();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^slice of .* on core \d+: /).first()).toBeAttached();
  const box = await timeline.boundingBox();
  if (box === null) throw new Error('the timeline has no size');
  await page.mouse.move(box.x + 220, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 30, box.y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(figures(page).getByRole('columnheader')).toHaveText([
    'Thread',
    'Process',
    'On CPU',
    'Run delay',
    'Blocked',
    'Preempted',
    'Migrations',
  ]);
  await expect(figures(page).getByRole('row').filter({ hasText: /· \d+/ }).first()).toBeVisible();
  await figures(page).getByRole('button', { name: 'Preempted' }).click();
  await expect(figures(page).getByRole('columnheader', { name: 'Preempted' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  expect(await timeline.boundingBox()).toEqual(box);
  await figures(page).getByRole('radio', { name: 'Cores' }).click({ force: true });
  await expect(
    figures(page)
      .getByRole('row')
      .filter({ hasText: /core \d/ })
      .first(),
  ).toBeVisible();
  await timeline.focus();
  await page.keyboard.press('Escape');
  await expect(figures(page)).toHaveCount(0);
});

test('is read without a pointer: from slice to slice, a range marked and summed up, and left again', async ({
  app,
}) => {
  const session = recorded(app, 'busy');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'timeline' } });
  const timeline = page.getByRole('application', { name: /^Timeline of \d+ threads?/ });
  const none = page.getByText('Nothing on this timeline');
  await expect(timeline.or(none)).toBeVisible();
  test.skip(await none.isVisible(), 'the kernel lets nobody record slices here');
  await page.getByRole('tab', { name: 'Timeline' }).focus();
  await tabUntil(page, () => timeline.evaluate((element) => element === document.activeElement));
  const told = page.locator('[aria-live=polite]').filter({ hasText: /slice of .* on core \d+: / });
  await toSlices(page);
  await expect(told).toHaveCount(1);
  const first = await told.textContent();
  await page.keyboard.press('m');
  await expect(figures(page)).toBeVisible();
  for (let press = 0; press < 3; press += 1) {
    const before = await told.textContent();
    await page.keyboard.press('ArrowRight');
    await expect(told).not.toHaveText(before ?? '');
  }
  expect(await told.textContent()).not.toBe(first);
  await page.keyboard.press('m');
  const sums = page.getByRole('region', { name: /^Sums per thread/ });
  await tabUntil(page, () => sums.evaluate((element) => element === document.activeElement));
  await expect(sums.getByRole('row').nth(1)).toContainText(/\d/);
  await page.keyboard.press('Escape');
  await expect(timeline).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(figures(page)).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await expect(timeline).not.toBeFocused();
});

/** From the first task or slice in sight down to a slice: a traced program has its tasks above its threads. */
async function toSlices(page: Page): Promise<void> {
  const told = page.locator('[aria-live=polite]').filter({ hasText: /^(?:slice of|task) / });
  await page.keyboard.press('ArrowRight');
  await expect(told).toHaveCount(1);
  for (let text = await told.textContent(); text?.startsWith('task') === true;) {
    await page.keyboard.press('ArrowDown');
    await expect(told).not.toHaveText(text);
    text = await told.textContent();
  }
}

async function tabUntil(page: Page, reached: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if (await reached()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('not reached within 20 presses of Tab');
}

test('leads from a line of output on the timeline to all output, and back to its moment', async ({ app }) => {
  const session = recorded(app, 'telling');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'timeline' } });
  const timeline = page.getByRole('application', { name: /^Timeline of/ });
  const beside = page.getByRole('complementary', { name: 'Output around the selected moment' });
  const told = page.locator('[aria-live=polite]');
  await timeline.focus();
  await expect(async () => {
    await timeline.press('ArrowUp');
    await expect(beside).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(told.filter({ hasText: /^std(out|err) at / })).toHaveCount(1);
  const first = await told.first().textContent();
  await timeline.press('ArrowRight');
  await expect(told.first()).not.toHaveText(first ?? '');
  const chosen = beside.getByRole('row').and(page.locator('[aria-current=true]'));
  const text = await chosen.getByRole('cell').last().textContent();
  await timeline.press('Enter');
  await expect(page.getByRole('tab', { name: 'Output' })).toHaveAttribute('aria-selected', 'true');
  const found = page.getByRole('tabpanel', { name: 'Output' }).locator('tr[aria-current=true]');
  await expect(found).toContainText(text ?? '');
  await expect(found.getByRole('button', { name: /show on the timeline$/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Timeline' })).toHaveAttribute('aria-selected', 'true');
  await expect(chosen).not.toContainText(text ?? '');
  const line = (await chosen.getByRole('cell').last().textContent()) ?? '';
  await expect(told.filter({ hasText: line.split('\n')[0] ?? '' })).toHaveCount(1);
});
