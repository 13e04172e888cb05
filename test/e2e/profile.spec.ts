import { expect, test } from './app.ts';
import { busyProgram, patientProgram } from './programs.ts';
import { recorded } from './recorded.ts';
import { openTab } from './steps.ts';

test('profiles a script from the form to its summary, threads and output', async ({ app }) => {
  const script = app.write('busy.mjs', busyProgram);
  const page = await app.openWindow();
  await page
    .getByRole('main')
    .getByRole('link', { name: /^Profile/ })
    .click();
  await page.getByRole('textbox', { name: 'Command and its arguments' }).fill(`'${script}' --fast`);
  const runs = page.getByRole('region', { name: 'What will run' });
  await expect(runs).toContainText('Node');
  await expect(runs).toContainText('busy.mjs --fast');
  await page.getByRole('button', { name: 'Change a variable' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of variable 1' })).toBeFocused();
  await page.keyboard.type('GREETING');
  await page.getByRole('textbox', { name: 'Value of variable 1' }).fill('good day');
  await expect(page.getByText(/corelane profile .*--env 'GREETING=good day' -- /)).toBeVisible();
  await page.getByRole('button', { name: 'Profile', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1 })).toContainText('busy.mjs');
  await expect(page).toHaveURL(/#\/session\?/, { timeout: 60_000 });
  await openTab(page, 'Summary');
  await expect(page.getByText('Failed with code 3')).toBeVisible();
  await expect(page.getByRole('button', { name: /^scheduling: / })).toBeVisible();

  await openTab(page, 'Threads');
  const grid = page.getByRole('grid', { name: 'Processes and threads' });
  await expect(grid.getByRole('row').nth(1)).toContainText('busy.mjs');
  await page.getByRole('searchbox', { name: 'Search processes and threads' }).fill('no such thread');
  await expect(page.getByText('No process or thread is called so')).toBeVisible();
  await openTab(page, 'Output');
  await expect(page.getByRole('row').filter({ hasText: 'two workers and a child begin' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'warning: the last round' })).toContainText('stderr');

  await page.getByRole('button', { name: 'Profile again' }).click();
  await expect(page.getByRole('textbox', { name: 'Command and its arguments' })).toHaveValue(/busy\.mjs/);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'busy' })).toContainText('exit 3');
});

test('shows output as it comes, and passes an interrupt on', async ({ app }) => {
  const script = app.write('patient.mjs', patientProgram);
  const page = await app.openWindow({ route: { screen: 'profile', script, again: null } });
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  const output = page.getByRole('region', { name: 'Output so far' });
  await expect(output).toContainText('waiting');
  await expect(output).toContainText('word 1');
  await page.reload();
  await expect(output).toContainText('waiting');
  await page.getByRole('button', { name: 'Interrupt' }).click();
  await expect(output).toContainText('goodbye');
  await expect(page).toHaveURL(/#\/session\?/, { timeout: 30_000 });
  await expect(page.getByText('Failed with code 7')).toBeVisible();
});

test('stops a program that would run on, and keeps what was recorded', async ({ app }) => {
  const script = app.write('patient.mjs', patientProgram);
  const page = await app.openWindow({ route: { screen: 'profile', script, again: null } });
  await page.getByRole('button', { name: 'Profile', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Output so far' })).toContainText('word 1');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped before the program had ended')).toBeVisible();
  await page.getByRole('button', { name: 'Open the session' }).click();
  await expect(page.getByRole('tab', { name: 'Summary' })).toBeVisible();
});

test('says in place what is wrong with a command', async ({ app }) => {
  const page = await app.openWindow({ route: { screen: 'profile', script: null, again: null } });
  const field = page.getByRole('textbox', { name: 'Command and its arguments' });
  const start = page.getByRole('button', { name: 'Profile', exact: true });
  await expect(start).toBeDisabled();
  await field.fill('no-such-program --at-all');
  await expect(page.getByRole('alert')).toContainText('no-such-program');
  await expect(start).toBeDisabled();
  await field.fill("echo 'half");
  await expect(field).toHaveAccessibleDescription(/opened and not closed/);
  await field.fill('echo a | wc');
  await expect(page.getByText('would mean something to a shell')).toBeVisible();
  await page.getByRole('button', { name: 'Run it with sh -c' }).click();
  await expect(field).toHaveValue("sh -c 'echo a | wc'");
  await expect(start).toBeEnabled();
});

test('asks what a dropped task module is for', async ({ app, electron }) => {
  test.skip(electron !== null, 'a file that is dropped by a script has no path there');
  const text = 'export default (input) => input;\n';
  app.write('both.mjs', text);
  const page = await app.openWindow();
  const file = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'both.mjs'));
    return transfer;
  }, text);
  await page.locator('body').dispatchEvent('drop', { dataTransfer: file });
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Profile/ })
    .click();
  await expect(page.getByRole('textbox', { name: 'Command and its arguments' })).toHaveValue(/both\.mjs/);
});

test('is started, read and left without a pointer', async ({ app }) => {
  const script = app.write('quick.mjs', "console.log('hello');\n");
  const page = await app.openWindow();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  const field = page.getByRole('textbox', { name: 'Command and its arguments' });
  for (let presses = 0; presses < 20; presses += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(script);
  await expect(page.getByRole('region', { name: 'What will run' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page).toHaveURL(/#\/session\?/, { timeout: 60_000 });
  const summary = page.getByRole('tab', { name: 'Summary' });
  await summary.focus();
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/tab=output/);
  await expect(page.getByRole('tabpanel')).toContainText('hello');
});

test('tells what a program handed to its threads and processes: in a table, in full, on the timeline', async ({
  app,
}) => {
  const session = recorded(app, 'busy');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'summary' } });
  await page.getByRole('button', { name: 'child_process' }).click();
  await expect(page).toHaveURL(/tab=tasks/);
  const rows = page.getByRole('grid', { name: 'Tasks' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await rows.nth(1).click();
  const details = page.getByRole('complementary', { name: /^Task \d+/ });
  await expect(details).toContainText('busy.mjs');
  await expect(details.getByRole('list', { name: 'Where its time went' })).toContainText('%');
  await details.getByRole('button', { name: 'Show on the timeline' }).click();
  await expect(page).toHaveURL(/tab=timeline/);
  await expect(page.getByText(/^Task \d+ .* of child_process/)).toBeVisible();
});

test('leads from a finding to where it happened', async ({ app }) => {
  const session = recorded(app, 'crowded');
  const page = await app.openWindow({ route: { screen: 'session', session, tab: 'summary' } });
  // Three threads on one core crowd each other; where the machine is busy, it is others who crowd them.
  const finding = page.getByRole('article').first();
  await expect(finding).toContainText('share');
  await finding.getByRole('button', { name: 'Show on the timeline' }).click();
  await expect(page).toHaveURL(/tab=timeline/);
  const timeline = page.getByRole('application', { name: /^Timeline of/ });
  await expect(timeline).toBeVisible();
  await expect(page.getByRole('button', { name: 'Clear the mark (Esc)' })).toBeVisible();
});
