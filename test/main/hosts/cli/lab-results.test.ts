import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { nodeExecutors } from '../../../../src/shared/executors.ts';
import type { LabReport, TrialReport } from '../../../../src/shared/lab-report.ts';
import { expectRefusal, parseReport, runCorelane, taskFixture } from '../../../support/command-line.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { only, recordLab } from './recorded-lab.ts';

const timeout = ['--task-timeout', '300ms'];
const trialOf = ({ trials }: LabReport, executor: string): Partial<TrialReport> =>
  trials.find((trial) => trial.executor === executor) ?? {};

/** Whatever else it warns of, on a machine that has other things to do. */
const infinite = ({ warnings }: LabReport): readonly string[] =>
  warnings.filter((warning) => warning.includes('taken for infinite'));

describe('inputs', () => {
  it('are cut where --tasks says, when they are infinite', async () => {
    const folder = ownFolder();
    const task = join(folder, 'task.mjs');
    writeFileSync(
      task,
      'export const inputs = (function* () { for (let i = 0; ; i++) yield i; })();\nexport default (i) => i;',
    );
    const limited = await recordLab(task, [...only('event-loop'), '--tasks', '30']);
    expect(limited.trials).toMatchObject([{ tasks: 30, failed: 0 }]);
    expect(infinite(limited)).toEqual([]);
    const unlimited = await recordLab(task, only('event-loop'));
    expect(unlimited.trials).toMatchObject([{ tasks: 1000, failed: 0 }]);
    expect(infinite(unlimited)).toMatchObject([expect.stringContaining('--tasks')]);
  });

  it('that cannot be cloned skip the executors they cannot reach, and run on the event loop', async () => {
    const task = join(ownFolder(), 'task.mjs');
    writeFileSync(task, 'export const inputs = [() => 1, () => 2];\nexport default (f) => f();');
    const report = await recordLab(task, ['--workers', '2']);
    expect(report.trials).toMatchObject([{ executor: 'event-loop', tasks: 2, failed: 0 }]);
    expect(report.skipped.map(({ executor }) => executor)).toEqual(nodeExecutors.slice(1));
    for (const { reason, remedy } of report.skipped) {
      expect(reason).toMatch(/input 0 cannot be copied/);
      expect(remedy).toMatch(/\S/);
    }
  });

  it('come from a file, line by line, with --inputs', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'words.txt'), 'one\ntwo\nthree\n');
    writeFileSync(
      join(folder, 'task.mjs'),
      "export default (word) => { if (!['one', 'two', 'three'].includes(word)) throw new Error(word); };",
    );
    const report = await recordLab(join(folder, 'task.mjs'), [
      ...only('thread-pool'),
      '--inputs',
      join(folder, 'words.txt'),
    ]);
    expect(report.trials).toMatchObject([{ tasks: 3, failed: 0 }]);
  });
});

describe('meta', () => {
  it('names the task to its readers, and says how many tasks there are', async () => {
    const task = join(ownFolder(), 'task.mjs');
    writeFileSync(task, "export const meta = { name: 'crunching', tasks: 7 };\nexport default (i) => i;");
    const report = await recordLab(task, only('event-loop'));
    expect(report.trials).toMatchObject([{ tasks: 7, failed: 0 }]);
    const shown = await runCorelane(['show', report.session]);
    // It was given with its whole path, of which the name is enough here.
    expect(shown.stdout).toContain('crunching (task.mjs)');
  });
});

describe('a task that misbehaves is recorded, and the lab goes on', () => {
  it('when it never settles', async () => {
    const report = await recordLab(taskFixture('waits.mjs'), [...only('event-loop,thread-pool'), ...timeout]);
    for (const trial of report.trials) expect(trial).toMatchObject({ complete: true, tasks: 6, failed: 1 });
  });

  it('when it spins', async () => {
    const report = await recordLab(taskFixture('spins.mjs'), [...only('event-loop,thread-pool'), ...timeout]);
    expect(trialOf(report, 'event-loop')).toMatchObject({ complete: false });
    expect(trialOf(report, 'thread-pool')).toMatchObject({ complete: true, tasks: 6, failed: 1 });
    expect(report.warnings.join('\n')).toMatch(/event-loop × 2 stopped.*held the event loop/);
  });

  it('when it calls process.exit', async () => {
    const report = await recordLab(taskFixture('exits.mjs'), only('event-loop,thread-pool,process-per-task'));
    expect(trialOf(report, 'event-loop')).toMatchObject({ complete: false });
    expect(trialOf(report, 'thread-pool')).toMatchObject({ complete: true, tasks: 12, failed: 1 });
    expect(trialOf(report, 'process-per-task')).toMatchObject({ complete: true, tasks: 12, failed: 1 });
    expect(report.warnings.join('\n')).toMatch(/event-loop × 2 stopped.*code 3/);
    expect(report.verdict.executor).not.toBe('event-loop');
  });

  it('when it runs out of memory', async () => {
    const report = await recordLab(taskFixture('out-of-memory.mjs'), only('event-loop,process-pool'), {
      // The engine does without: only the tasks' Node reads it again.
      NODE_OPTIONS: '--max-old-space-size=64',
    });
    expect(trialOf(report, 'event-loop')).toMatchObject({ complete: false });
    expect(trialOf(report, 'process-pool')).toMatchObject({ complete: true, tasks: 4, failed: 1 });
    expect(report.warnings.join('\n')).toMatch(/event-loop × 2 stopped.*out of memory/);
  });

  it('when native code crashes', async () => {
    const report = await recordLab(taskFixture('crashes.mjs'), only('thread-pool,process-pool'));
    expect(trialOf(report, 'thread-pool')).toMatchObject({ complete: false });
    expect(trialOf(report, 'process-pool')).toMatchObject({ complete: true, tasks: 6, failed: 1 });
    expect(report.warnings.join('\n')).toMatch(/thread-pool × 2 stopped.*SIGSEGV/);
  });

  // The warm-up prints as well: up to as much again.
  it('when it writes 100 MB to stdout, of which the session keeps the beginning', async () => {
    const report = await recordLab(taskFixture('shouts.mjs'), only('process-pool'));
    expect(report.trials).toMatchObject([{ complete: true, tasks: 4, failed: 0 }]);
    expect(report.warnings.join('\n')).toMatch(
      /The tasks printed [12]\d\d\.\d MB; the session keeps the first 8\.4 MB/,
    );
  });

  it('when it prints, without a byte of it on standard output', async () => {
    const task = join(ownFolder(), 'task.mjs');
    writeFileSync(task, "export const inputs = [1];\nexport default () => console.log('from the task');");
    const out = join(ownFolder(), 'run.corelane');
    const result = await runCorelane(['lab', task, '--repeat', '1', ...only('thread-pool'), '--out', out]);
    expect(result.code).toBe(0);
    expect(result.stdout + result.stderr).not.toContain('from the task');
    const exported = await runCorelane(['export', out, '--format', 'json']);
    expect(exported.stdout).toContain('from the task');
  });
});

describe('where the session goes', () => {
  it('is the folder that --out names, made when it is missing', async () => {
    const out = join(ownFolder(), 'new', 'folder', 'run.corelane');
    const result = await runCorelane([
      'lab',
      taskFixture('quick.mjs'),
      '--repeat',
      '1',
      ...only('event-loop'),
      '--out',
      out,
    ]);
    expect(result.code).toBe(0);
    expect(existsSync(out)).toBe(true);
  });

  it("is the user's data folder without --out, under the task's name", async () => {
    const folder = ownFolder();
    const env = { XDG_DATA_HOME: folder };
    const result = await runCorelane(
      ['lab', taskFixture('quick.mjs'), '--repeat', '1', ...only('event-loop'), '--json'],
      {
        env,
      },
    );
    const { session } = parseReport(result);
    expect(session).toMatch(new RegExp(`^${join(folder, 'corelane', 'sessions')}/quick-.*\\.corelane$`));
    const shown = await runCorelane(['show', 'latest', '--json'], { env });
    expect(shown.stdout).toBe(result.stdout);
  });

  it('is never a session that is already there', async () => {
    const out = join(ownFolder(), 'run.corelane');
    const args = ['lab', taskFixture('quick.mjs'), '--repeat', '1', ...only('event-loop'), '--out', out];
    expect((await runCorelane(args)).code).toBe(0);
    const before = readFileSync(out);
    expectRefusal(await runCorelane(args), 1, /run\.corelane exists already/);
    expect(readFileSync(out).equals(before)).toBe(true);
  });
});

describe('the portable platform', () => {
  it('runs everything, and says what it cannot know', async () => {
    const report = await recordLab(
      taskFixture('quick.mjs'),
      only('event-loop,thread-pool,process-per-task'),
      {
        CORELANE_PLATFORM: 'portable',
      },
    );
    expect(report.scheduling.reason).toMatch(/portable/);
    expect(report.warnings.join('\n')).toMatch(/not pinned: .*Node has no portable call/);
    for (const trial of report.trials) {
      expect(trial).toMatchObject({
        complete: true,
        tasks: 8,
        failed: 0,
        on_cpu_ms: null,
        run_delay_ms: null,
        migrations: null,
        voluntary_switches: null,
        involuntary_switches: null,
        outside_affinity_ms: null,
        peak_rss_mb: null,
        pin: 'none',
      });
      expect(trial.wall_ms).toBeGreaterThan(0);
      expect(trial.throughput_per_s).toBeGreaterThan(0);
    }
    expect(report.verdict.executor).not.toBeNull();
  });
});

describe('a lab of a task and its async variant', () => {
  it('runs the variant on the loop, and recommends from the half that is preferred', async () => {
    const task = taskFixture('two-halves.mjs');
    const options = [
      ...only('event-loop,thread-pool'),
      '--async-variant',
      `${task}:wait`,
      '--prefer',
      'sync',
    ];
    const out = join(ownFolder(), 'run.corelane');
    const args = ['lab', task, '--repeat', '1', ...options, '--out', out, '--json'];
    const report = parseReport(await runCorelane(args));
    expect(report.trials.map(({ executor, tasks, failed }) => [executor, tasks, failed])).toEqual([
      ['event-loop', 6, 0],
      ['thread-pool', 6, 0],
    ]);
    const session = openSession(out);
    const printed = Array.from(session.logs(), ({ trial, text }) => [trial, text.split('\n')[0]]);
    session.close();
    expect(printed).toContainEqual([0, 'waited']);
    expect(printed).not.toContainEqual([0, 'held']);
    expect(printed).toContainEqual([1, 'held']);
    expect(report.verdict.executor).toBe('thread-pool');
    expect(report.verdict.steps.map(({ question }) => question)).toContain('What does preferring sync cost?');
    expect(report.verdict.recipe).toMatchObject({
      language: 'node',
      code: expect.stringContaining('Piscina'),
    });
  });

  it('is refused when the variant is in another language', async () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'a.py'), 'async def f(x):\n    pass\n');
    const args = ['lab', taskFixture('two-halves.mjs'), '--async-variant', 'a.py:f'];
    expectRefusal(await runCorelane(args, { cwd: folder }), 2, /another language/);
  });
});

/** Runs `lab` on a module of that text, in a folder of its own. */
async function labOf(text: string, options: string): Promise<LabReport> {
  const folder = ownFolder();
  writeFileSync(join(folder, 'task.mjs'), text);
  const args = ['lab', 'task.mjs', ...options.split(' '), '--json', '--out', 'run.corelane'];
  return parseReport(await runCorelane(args, { cwd: folder }));
}

describe('a lab whose repeats are open', () => {
  it('chooses worker counts, tasks and repeats itself, and confirms the two best with free workers while there is time', async () => {
    const report = await labOf(
      'export default (x) => { for (let i = 0; i < 1e5; i++) x += i; return x; };',
      '--executors event-loop,thread-pool --budget 12s',
    );
    const ran = report.trials.map(({ executor, workers, pin }) => `${executor} ${workers} ${pin}`);
    expect(ran.slice(0, 1)).toEqual(['event-loop 1 each']);
    const isConfirmed = ran.at(-1)?.endsWith(' set') === true;
    const ranOut = report.warnings.some((warning) => warning.includes('budget of 12 s was spent'));
    if (report.machine.cpus > 1) expect(isConfirmed || ranOut).toBe(true);
    expect(report.trials.every(({ tasks }) => tasks !== 100)).toBe(true);
    expect(report.warnings.join('\n')).toContain('Nothing says how many tasks there are');
    expect(report.verdict.executor).not.toBeNull();
  });

  it('tries more than one in flight on the event loop where libuv computes for it', async () => {
    const report = await labOf(
      `import { pbkdf2 } from 'node:crypto';
      import { promisify } from 'node:util';
      const derive = promisify(pbkdf2);
      export default async (x) => (await derive('secret ' + x, 'salt', 20_000, 32, 'sha256')).toString('hex');`,
      '--executors event-loop --budget 1s',
    );
    expect(report.verdict.boundness).not.toBe('io');
    expect(report.trials[0]?.workers).toBeGreaterThan(1);
  });

  it('counts what the child processes of a task compute', async () => {
    const report = await labOf(
      `import { execFile } from 'node:child_process';
      import { promisify } from 'node:util';
      const work = 'for (const before = process.cpuUsage(); process.cpuUsage(before).user < 2e5; );';
      export default async () => (await promisify(execFile)(process.execPath, ['-e', work])).stdout;`,
      '--executors event-loop --workers 2 --repeat 1 --tasks 4',
    );
    // How long they wait for a core on a busy machine is not known of children; on a quiet one it is nearly all.
    expect(Number(report.verdict.steps[0]?.evidence['on_cpu_share'])).toBeGreaterThan(0.1);
  });
});
