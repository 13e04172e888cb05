import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WhatIfReport } from '../../../../src/shared/what-if.ts';
import { openSession } from '../../../../src/main/engine/store/reader.ts';
import { expectRefusal, runCorelane, startCorelane } from '../../../support/command-line.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { ownFolder } from '../../../support/own-folder.ts';
import { ownSession } from '../../../support/profile-command.ts';
import { parseWhatIf, swappedPythons, tried, whatIfFixture } from '../../../support/what-if-command.ts';

const threads = 'concurrent.futures.ThreadPoolExecutor';
const processes = 'concurrent.futures.ProcessPoolExecutor';

/** The line of a fixture that holds the text, from 1. */
function lineOf(script: string, text: string): number {
  const at = readFileSync(whatIfFixture(script), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (at === -1) throw new Error(`${script} has no line with ${text}`);
  return at + 1;
}

const siteOf = (script: string, text: string): string => `${whatIfFixture(script)}:${lineOf(script, text)}`;

/** Where `refused_calls.py` submits what begins like this. */
const submitting = (text: string): string => siteOf('refused_calls.py', `executor.submit(${text}`);

const kinds = ({ runs }: WhatIfReport) => runs.map(({ kind }) => kind);

const printed = ({ runs }: WhatIfReport): ReadonlySet<string> =>
  new Set(runs.map(({ stdout_sha256 }) => stdout_sha256));

/** APIs of the tasks of a run, with the number of processes that ran them. */
function ranIn(path: string, report: WhatIfReport, kind: 'baseline' | 'variant') {
  const at = report.runs.findIndex((run) => run.kind === kind);
  const from = (report.runs[at]?.from_ms ?? 0) * 1e6;
  const to = (report.runs[at + 1]?.from_ms ?? Infinity) * 1e6;
  const session = openSession(path);
  try {
    const sites = new Map(session.details('sites').map(({ number, api }) => [number, api]));
    const submits = [...session.batches('tasks')].flatMap((batch) => Array.from(batch.submit));
    const rows = [...session.batches('traced')].flatMap(({ task, site, worker_pid: pid, submit_pid: own }) =>
      Array.from(task).map((index, row) => ({
        submit: submits[index] ?? 0,
        api: sites.get(site[row] ?? 0),
        elsewhere: pid[row] !== own[row],
      })),
    );
    const own = rows.filter(({ submit }) => submit >= from && submit < to);
    return { apis: new Set(own.map(({ api }) => api)), elsewhere: own.every(({ elsewhere }) => elsewhere) };
  } finally {
    session.close();
  }
}

describe.for(swappedPythons.map((python) => [python.version, python] as const))(
  'what-if in Python %s',
  ([, python]) => {
    it('runs threads of an unmodified script as processes, in turn with it, and finds the same output', async () => {
      const session = ownSession();
      const report = await tried('cpu_threads.py', python, ['--repeat', '2'], session);
      expect(kinds(report)).toEqual(['rehearsal', 'guarded', 'baseline', 'variant', 'baseline', 'variant']);
      expect(printed(report).size).toBe(1);
      expect(report).toMatchObject({
        complete: true,
        swap: 'threads=processes',
        workers: null,
        baseline: { runs: 2, tasks: 10, exit: { code: 0, signal: null } },
        variant: { runs: 2, tasks: 10, exit: { code: 0, signal: null } },
        tasks: { swapped: 10, total: 10 },
        swapped: [
          { site: siteOf('cpu_threads.py', 'executor.map('), tasks: 8 },
          { site: siteOf('cpu_threads.py', 'executor.submit('), tasks: 2 },
        ],
        refused: [],
        differences: [],
        no_comparison: null,
      });
      const { ratio = 0, low = 0, high = 0, speed_up = 0 } = report.comparison ?? {};
      expect(low).toBeLessThanOrEqual(ratio);
      expect(high).toBeGreaterThanOrEqual(ratio);
      expect(speed_up).toBeCloseTo(1 / ratio);
      expect(ranIn(session, report, 'baseline')).toEqual({ apis: new Set([threads]), elsewhere: false });
      expect(ranIn(session, report, 'variant')).toEqual({ apis: new Set([processes]), elsewhere: true });

      const shown = await runCorelane(['show', session, '--json']);
      expect(parseWhatIf(shown)).toEqual(report);
      const text = await runCorelane(['show', session]);
      expect(text.stdout).toContain('10 tasks of 10 ran swapped');
      const compared = await runCorelane(['compare', session, session]);
      expect(compared.code).not.toBe(0);
      expect(compared.stderr).toContain('is a what-if: it holds a comparison of its own');
      const exported = await runCorelane(['export', session, '--format', 'json']);
      expect(exported.code, exported.stderr).toBe(0);
    });

    it('refuses each call that processes would do wrong, with its line and the reason, and swaps the rest', async () => {
      const report = await tried('refused_calls.py', python);
      const reasons = Object.fromEntries(report.refused.map(({ site, reason }) => [site, reason]));
      expect(Object.keys(reasons)).toHaveLength(10);
      expect(reasons).toEqual({
        [submitting('lambda')]:
          `the task is a lambda (${submitting('lambda')}), which processes cannot be told of`,
        [submitting('closure')]: expect.stringContaining(
          `main.<locals>.closure (${siteOf('refused_calls.py', 'def closure')})`,
        ),
        [submitting('locked,')]: 'its argument 2 cannot go to a process: a lock (lock)',
        [submitting('reading')]: 'its argument 1 cannot go to a process: an open file (TextIOWrapper)',
        [submitting('counting')]: 'the task changes __main__.counter, which would be lost with its process',
        [submitting('noting')]: 'the task changes __main__.seen, which would be lost with its process',
        [submitting('filling')]: 'the task changes its argument 1, which would be lost with its process',
        [submitting('account')]:
          'the task changes its object (self, of class Account), which would be lost with its process',
        [submitting('locking')]: 'the task uses __main__.guard, which keeps threads apart and not processes',
        [submitting('making')]: expect.stringMatching(/^what the task returned cannot come back .*a lambda/),
      });
      expect(report.swapped).toMatchObject([{ site: submitting('double'), tasks: 1 }]);
      expect(report.tasks).toEqual({ swapped: 1, total: 11 });
      expect(report.differences).toEqual([]);
      expect(report.verdict).toContain('Only 1 task of 11 ran swapped: 10 places were refused.');
    });

    it('refuses a script that workers could not import, and then compares nothing', async () => {
      const report = await tried('unguarded.py', python);
      const site = siteOf('unguarded.py', 'executor.map(');
      expect(report.refused).toMatchObject([
        { site, reason: expect.stringContaining(`starts it at ${site} outside of \`if __name__`) },
      ]);
      expect(kinds(report)).toEqual(['rehearsal', 'guarded']);
      expect(report).toMatchObject({
        comparison: null,
        tasks: { swapped: 0, total: 4 },
        verdict: 'Nothing was swapped: the one place that could be was refused.',
      });
    });

    it('claims no speed when the variant prints something else, and says what', async () => {
      const report = await tried('tells_processes.py', python);
      expect(report.differences).toEqual([
        'The variant prints something else: line 2 is "False", and of the script "True".',
      ]);
      expect(report.comparison).toBeNull();
      expect(report.verdict).toContain('nothing is said of its speed');
      const text = await runCorelane(['show', report.session]);
      expect(text.stdout).toContain('DIFFERENT The variant prints something else');
      expect(text.stdout).not.toContain('variant / script');
    });

    it('claims none when it ends otherwise', async () => {
      const report = await tried('exits_differently.py', python);
      expect(report.differences).toEqual([
        'The variant ends with exit code 3, and the script with exit code 0.',
      ]);
      expect(report.comparison).toBeNull();
    });

    it('swaps what a loop hands to a pool of the script, and leaves asyncio the pool that it makes for itself', async () => {
      const report = await tried('asyncio_pools.py', python);
      expect(report.swapped).toMatchObject([{ tasks: 6 }]);
      expect(report.refused).toMatchObject([
        {
          site: siteOf('asyncio_pools.py', 'run_in_executor(None'),
          reason: 'its executor is one that the standard library made for itself, as asyncio does',
        },
      ]);
      expect(report.differences).toEqual([]);
    });

    it('shows a program the executors that it made', async () => {
      const report = await tried('sees_itself.py', python);
      expect(report.differences).toEqual([]);
      expect(report.swapped).toHaveLength(3);
    });

    it('gives every executor the number of workers that was asked for', async () => {
      const report = await tried('takes_time.py', python, ['--workers', '3']);
      expect(report).toMatchObject({
        swap: null,
        workers: 3,
        baseline: { workers: 2, tasks: 6 },
        variant: { workers: 3, tasks: 6 },
        differences: [],
      });
      expect(report.warnings).toContainEqual(expect.stringContaining('prints something else in each run'));
      const both = await tried('takes_time.py', python, ['--workers', '3', '--swap', 'threads=processes']);
      expect(both).toMatchObject({ variant: { workers: 3 }, tasks: { swapped: 6, total: 6 } });
    });

    it('runs processes as threads, but for tasks that write what threads would share', async () => {
      const report = await tried('process_pools.py', python, ['--swap', 'processes=threads']);
      expect(report.refused).toMatchObject([
        {
          site: siteOf('process_pools.py', 'executor.submit(noting'),
          reason: 'the task changes __main__.seen, which the threads of one process would share',
          tasks: 1,
        },
      ]);
      expect(report).toMatchObject({ tasks: { swapped: 23, total: 24 }, differences: [] });
      expect(printed(report).size).toBe(1);
    });

    it('runs pools as thread pools, whole or not at all', async () => {
      const report = await tried('process_pools.py', python, ['--swap', 'pool=threadpool']);
      expect(report.swapped).toMatchObject([{ site: siteOf('process_pools.py', 'Pool(2) as pool:') }]);
      expect(report.refused).toMatchObject([
        { reason: 'the task changes __main__.seen, which the threads of one process would share' },
      ]);
      expect(report).toMatchObject({ tasks: { swapped: 21, total: 42 }, differences: [] });
      expect(printed(report).size).toBe(1);
    });
  },
);

const [python] = swappedPythons.slice(-1);

describe.skipIf(python === undefined)('what-if', () => {
  it('ends a variant that never would, and says so', { timeout: 120_000 }, async () => {
    if (python === undefined) return;
    const report = await tried('waits_forever.py', python, ['--workers', '1', '--repeat', '2']);
    expect(report.runs.at(-1)).toMatchObject({ kind: 'variant', timed_out: true, wall_ms: null });
    expect(report.differences).toEqual([expect.stringContaining('had not ended')]);
    expect(report.comparison).toBeNull();
  });

  it('stopped on the way keeps the runs so far and leaves nothing running', async () => {
    if (python === undefined) return;
    const mark = new Mark();
    const session = ownSession();
    const command = startCorelane(
      [
        'what-if',
        whatIfFixture('takes_time.py'),
        '--out',
        session,
        '--python',
        python.path,
        '--repeat',
        '50',
      ],
      { env: mark.env },
    );
    await command.shows('takes_time.py with processes');
    command.process.kill('SIGINT');
    expect((await command.ended).code).toBe(130);
    await mark.expectNoneLeft();
    const report = parseWhatIf(await runCorelane(['show', session, '--json']));
    expect(report).toMatchObject({ complete: false, comparison: null });
    expect(kinds(report).slice(0, 2)).toEqual(['rehearsal', 'guarded']);
  });

  it('refuses what it cannot try', async () => {
    const script = whatIfFixture('cpu_threads.py');
    expectRefusal(
      await runCorelane(['what-if', script, '--swap', 'thread=process']),
      2,
      /no swap "thread=process"/,
    );
    expectRefusal(await runCorelane(['what-if', script, '--workers', '0']), 2, /--workers cannot be 0/);
    expectRefusal(await runCorelane(['what-if', 'run.sh']), 2, /is no Python script/);
    expectRefusal(await runCorelane(['what-if', join(ownFolder(), 'none.py')]), 1, /There is no file/);
    expectRefusal(await runCorelane(['what-if']), 2, /needs/);
  });
});
