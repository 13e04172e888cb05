import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { nodeExecutors } from '../../../../src/shared/executors.ts';
import {
  parseReport,
  runCorelane,
  startCorelane,
  taskFixture,
  type CommandResult,
  type RunningCommand,
} from '../../../support/command-line.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { ownFolder } from '../../../support/own-folder.ts';

interface Recording {
  readonly command: RunningCommand;
  readonly session: string;
  readonly mark: Mark;
}

/** Starts a lab of one executor in a process tree that can be found again. */
function record(task: string, executor: string, repeats = 3): Recording {
  const mark = new Mark();
  const session = join(ownFolder(), 'run.corelane');
  const options = `--executors ${executor} --workers 2 --repeat ${repeats} --json --out`.split(' ');
  const command = startCorelane(['lab', taskFixture(task), ...options, session], { env: mark.env });
  return { command, session, mark };
}

/**
 * Resolves in mid-trial: tasks of fixtures/tasks/settles-then-spins.mjs have settled and are stored, the others compute for ever.
 * The session itself says so, which also shows that it can be read while it is recorded.
 */
async function midTrial({ command, session }: Recording): Promise<void> {
  await command.shows('repeat 1');
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    if (settledIn(session) > 0) return;
    await sleep(20);
  }
  throw new Error('no task was ever seen to settle');
}

/** Tasks of the trial that are stored. A command would have to share its cores with tasks that compute for ever. */
function settledIn(session: string): number {
  const reader = openSession(session);
  let settled = 0;
  for (const { trial } of reader.batches('tasks')) settled += trial.length;
  reader.close();
  return settled;
}

/** Stopping takes less than a second; a machine that is busy with other tests gets several. */
async function soon(command: RunningCommand): Promise<CommandResult> {
  const ended = await Promise.race([command.ended, sleep(5_000, null, { ref: false })]);
  if (ended === null) throw new Error('it did not stop');
  return ended;
}

async function expectKept(session: string): Promise<void> {
  const shown = await runCorelane(['show', session, '--json']);
  const report = parseReport(shown);
  expect(report.complete).toBe(false);
  expect(report.trials).toHaveLength(1);
  expect(report.trials[0]).toMatchObject({ complete: false, repeat: 1 });
  expect(report.trials[0]?.tasks).toBeGreaterThan(0);
  expect(report.trials[0]?.tasks).toBeLessThan(8);
  expect(shown.code).toBe(0);
}

describe.each(nodeExecutors)('Ctrl-C while tasks compute on %s', (executor) => {
  it('ends with 130, keeps the session and leaves no process', async () => {
    const recording = record('settles-then-spins.mjs', executor);
    await midTrial(recording);
    recording.command.process.kill('SIGINT');
    const result = await soon(recording.command);
    expect(result.code).toBe(130);
    expect(parseReport(result)).toMatchObject({ complete: false });
    expect(result.stderr).toContain('Stopping; what was measured so far is kept.');
    await recording.mark.expectNoneLeft();
    await expectKept(recording.session);
  });
});

describe('Ctrl-C', () => {
  it('given twice ends at once, and leaves no process either', async () => {
    const { command, session, mark } = record('settles-then-spins.mjs', 'process-pool');
    await midTrial({ command, session, mark });
    command.process.kill('SIGINT');
    await command.shows('Stopping');
    command.process.kill('SIGINT');
    expect((await soon(command)).code).toBe(130);
    await mark.expectNoneLeft();
    await expectKept(session);
  });

  it('while the task runs alone, before anything is measured, ends with 130 and makes no session', async () => {
    const { command, session, mark } = record('all-spin.mjs', 'thread-pool');
    await command.shows('Running all-spin.mjs alone');
    command.process.kill('SIGINT');
    const result = await soon(command);
    expect(result.code).toBe(130);
    expect(result.stdout).toBe('');
    expect(result.stderr).not.toMatch(/^ {4}at /m);
    await mark.expectNoneLeft();
    expect((await runCorelane(['show', session])).code).toBe(1);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('is what %s does too', async (signal) => {
    const { command, session, mark } = record('settles-then-spins.mjs', 'thread-pool');
    await midTrial({ command, session, mark });
    command.process.kill(signal);
    expect((await soon(command)).code).toBe(130);
    await mark.expectNoneLeft();
    await expectKept(session);
  });
});

describe('kill -9', () => {
  it.each(nodeExecutors)(
    'of the command line leaves none of the processes of %s, and a session that counts what settled',
    async (executor) => {
      const { command, session, mark } = record('settles-then-spins.mjs', executor);
      await midTrial({ command, session, mark });
      command.process.kill('SIGKILL');
      await command.ended;
      await mark.expectNoneLeft();
      await expectKept(session);
    },
  );

  it.each([
    ['keeper', 'process-pool'],
    ['keeper', 'process-per-task'],
    ['keeper', 'thread-pool'],
    ['runner', 'process-pool'],
    ['runner', 'event-loop'],
  ])('of the %s ends the trial on %s, not the lab, and leaves no process', async (name, executor) => {
    const { command, session, mark } = record('settles-then-spins.mjs', executor);
    await midTrial({ command, session, mark });
    const victim = await mark.find(new RegExp(`/${name}\\.js`));
    process.kill(victim.pid, 'SIGKILL');
    const result = await command.ended;
    const report = parseReport(result);
    expect(result.code).toBe(0);
    expect(report.trials).toMatchObject([{ executor, complete: false }]);
    expect(report.warnings.join('\n')).toMatch(/stopped after \d+ tasks: the process was killed/);
    await mark.expectNoneLeft();
  });

  it('of the command line takes along what tasks had started in sessions of their own', async () => {
    const { command, session, mark } = record('leaves-children-then-spins.mjs', 'process-pool');
    await midTrial({ command, session, mark });
    await mark.find(/^sleep 1000$/);
    command.process.kill('SIGKILL');
    await command.ended;
    await mark.expectNoneLeft();
  });

  it.each(['cli', 'keeper', 'runner'])('of the %s takes along what has lost its parent', async (name) => {
    const { command, session, mark } = record('leaves-orphans-then-spins.mjs', 'thread-pool');
    await midTrial({ command, session, mark });
    await mark.find(/^sleep 1000$/);
    const victim = await mark.find(new RegExp(`/${name}\\.js`));
    process.kill(victim.pid, 'SIGKILL');
    await command.ended;
    await mark.expectNoneLeft();
  });
});

describe('an ordinary end', () => {
  it.each(nodeExecutors)(
    'takes along what tasks on %s had started in sessions of their own',
    async (executor) => {
      const { command, mark } = record('leaves-children.mjs', executor, 1);
      expect((await command.ended).code).toBe(0);
      await mark.expectNoneLeft();
    },
  );
});
