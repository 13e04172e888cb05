import { execFileSync } from 'node:child_process';
import { expect, test } from './app.ts';
import { recorded } from './recorded.ts';
import { chooseExecutors, measure } from './steps.ts';

test('goes on with a lab under way after a reload, and shows it in a second window', async ({ app }) => {
  const page = await app.openWindow({ route: { screen: 'start', task: app.patientTask() } });
  await chooseExecutors(page, ['event-loop', 'thread-pool']);
  await measure(page);
  const settled = page.getByText(/[1-9]\d* of 400 tasks/);
  await expect(settled).toBeVisible();
  await page.reload();
  await expect(settled).toBeVisible();
  const trials = page.getByRole('region', { name: 'Trials so far' });
  await expect(trials.getByRole('row')).not.toHaveCount(1);

  const second = await app.openWindow();
  await second.getByRole('link', { name: /patient\.mjs/ }).click();
  await expect(second.getByText(/[1-9]\d* of 400 tasks/)).toBeVisible();
  await second.getByRole('button', { name: 'Cancel' }).click();
  for (const window of [page, second]) {
    await expect(window.getByRole('button', { name: 'Cancel' })).toBeHidden();
  }
});

test('says that the engine ended, starts it again, and has lost no session', async ({ app }) => {
  test.skip(process.platform === 'win32', 'kills the engine by a signal');
  const session = recorded(app, 'primes');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'ranking' } });
  await expect(page.getByRole('table', { name: /^Configurations/ })).toBeVisible();
  process.kill(enginePid(app.host.pid ?? 0), 'SIGKILL');
  await expect(page.getByText(/SIGKILL/)).toBeVisible();
  await page.getByRole('button', { name: /restart/i }).click();
  await expect(page.getByText(/SIGKILL/)).toBeHidden();
  await page.getByRole('tab', { name: /^Tasks/ }).click();
  await expect(page.getByRole('grid', { name: 'Tasks' })).toHaveAttribute('aria-rowcount', '97');
});

test('shows a lab as ended when its engine ended, and the way to what it had measured', async ({ app }) => {
  test.skip(process.platform === 'win32', 'kills the engine by a signal');
  const page = await app.openWindow({ route: { screen: 'start', task: app.patientTask() } });
  await chooseExecutors(page, ['thread-pool']);
  await measure(page);
  await expect(page.getByText(/[1-9]\d* of 400 tasks/)).toBeVisible();
  await expect(page.getByRole('figure', { name: /thread-pool .* [1-9]\d* tasks settled/ })).toBeVisible();
  process.kill(enginePid(app.host.pid ?? 0), 'SIGKILL');
  await expect(page.getByText('The engine ended while this ran.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Trials so far' })).toContainText('cut short');
  await page.getByRole('button', { name: 'Restart engine' }).click();
  await expect(page.getByRole('button', { name: 'Restart engine' })).toBeHidden();
  await page.reload();
  await page.getByRole('button', { name: 'Open the newest session' }).click();
  await expect(page.getByText('interrupted', { exact: true }).first()).toBeVisible();
});

test('keeps the theme of two windows the same, whoever changes it', async ({ app }) => {
  const route = { screen: 'settings' } as const;
  const windows = [await app.openWindow({ route }), await app.openWindow({ route })] as const;
  const [first, second] = windows;
  await Promise.all([
    first.getByRole('radio', { name: 'Dark' }).click(),
    second.getByRole('radio', { name: 'Light' }).click(),
  ]);
  const themes = () => Promise.all(windows.map((page) => page.locator('html').getAttribute('data-theme')));
  await expect.poll(async () => new Set(await themes()).size).toBe(1);
  await second.getByRole('radio', { name: 'Dark' }).click();
  for (const page of windows) await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

/** The engine is the host's child; behind the launcher the host is a child itself. */
function enginePid(launcher: number): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .map(([, pid, ppid, args]) => ({ pid: Number(pid), ppid: Number(ppid), args: args ?? '' }));
  const isBelow = (pid: number): boolean => {
    const parent = rows.find((row) => row.pid === pid)?.ppid;
    return parent !== undefined && (parent === launcher || isBelow(parent));
  };
  const engine = rows.find(({ pid, args }) => args.includes('engine-process') && isBelow(pid));
  if (engine === undefined) throw new Error('no engine runs below the app');
  return engine.pid;
}
