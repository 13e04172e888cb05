import { describe, expect, it } from 'vitest';
import { compareSessions } from '../../../../src/main/engine/comparison/compare-sessions.ts';
import type { ComparedMetric, ComparisonReport } from '../../../../src/shared/comparison.ts';
import type { TrialReport } from '../../../../src/shared/lab-report.ts';
import { labReport } from '../export/recorded-session.ts';
import { recordLab, recordProfile, repeats } from './sessions.ts';

const quiet = [100, 101, 99, 100.5, 99.5];
const times = (values: readonly number[], factor: number): number[] => values.map((value) => value * factor);
const pool = (wallMs: readonly number[], figures: Partial<TrialReport> = {}) =>
  repeats('thread-pool', 2, wallMs, figures);
const loop = (wallMs: readonly number[]) => repeats('event-loop', 16, wallMs);

const idle = (delay: number | null) => pool(quiet, { run_delay_ms: delay, peak_rss_mb: null });

function metricOf(
  { metrics }: ComparisonReport,
  name: ComparedMetric['name'],
  subject?: string,
): ComparedMetric {
  const found = metrics.find(
    (metric) => metric.name === name && (subject ?? metric.subject) === metric.subject,
  );
  if (found === undefined)
    throw new Error(`no ${name} among ${metrics.map((metric) => metric.name).join(', ')}`);
  return found;
}

describe('two labs', () => {
  it('differ where their repeats do, by the ratio of their medians', async () => {
    const a = await recordLab('a', pool(quiet));
    const b = await recordLab('b', pool(times(quiet, 0.8)));
    const { report } = compareSessions(a, b);
    const throughput = metricOf(report, 'throughput_per_s');
    expect(throughput.ratio).toBeCloseTo(1.25, 6);
    expect(throughput).toMatchObject({ significant: true, better: 'b', interval: 'bootstrap' });
    expect(throughput.verdict).toMatch(/^B is 1\.25 times as fast \(1\.2\d–1\.2\d\)$/);
    const wall = metricOf(report, 'wall_ms');
    expect(wall.ratio).toBeCloseTo(0.8, 6);
    expect(wall).toMatchObject({ a: 100, better: 'b', verdict: throughput.verdict });
    expect(wall.rank_test?.p).toBeCloseTo(2 / 252, 10);
    expect(wall.effect).toEqual({ cliffs_delta: -1, size: 'large' });
    expect(metricOf(report, 'task_p50_ms').verdict).toMatch(/^A’s median task takes 1\.25 times as long/);
    expect(report.warnings).toEqual([]);
  });

  it('say the same the other way round', async () => {
    const a = await recordLab('a', pool(quiet));
    const b = await recordLab('b', pool(times(quiet, 0.8)));
    const wall = metricOf(compareSessions(b, a).report, 'wall_ms');
    expect(wall.ratio).toBeCloseTo(1.25, 6);
    expect(wall.better).toBe('a');
    expect(wall.verdict).toMatch(/^A is 1\.25 times as fast/);
  });

  it('leave out what confirmed a verdict with its workers free, which ran under other conditions', async () => {
    const confirmed = [...pool(quiet), ...pool(times(quiet, 3), { pin: 'set' })];
    const { report } = compareSessions(await recordLab('a', confirmed), await recordLab('b', pool(quiet)));
    expect(metricOf(report, 'wall_ms')).toMatchObject({ a: 100, b: 100, samples: { a: 5, b: 5 } });
  });

  it('show no difference within the noise, and how many more repeats would find 5 %', async () => {
    const noisy = [100, 112, 94];
    const a = await recordLab('a', pool(noisy));
    const b = await recordLab('b', pool(times(noisy, 1.01)));
    const wall = metricOf(compareSessions(a, b).report, 'wall_ms');
    expect(wall).toMatchObject({
      significant: false,
      better: null,
      interval: 'wider-of-bootstrap-and-welch',
      samples: { a: 3, b: 3 },
    });
    expect(wall.repeats_to_find_5_percent).toBeGreaterThan(50);
    expect(wall.verdict).toMatch(/^no difference found; about \d+ more repeats would find 5 %$/);
  });

  it('rule out a difference of 5 % where repeats hardly vary', async () => {
    const a = await recordLab('a', pool(quiet));
    const b = await recordLab('b', pool(quiet));
    expect(metricOf(compareSessions(a, b).report, 'wall_ms').verdict).toBe(
      'no difference found; one of 5 % can be ruled out',
    );
  });

  it('have no interval from one repeat, and say so', async () => {
    const a = await recordLab('a', pool([100, 101]));
    const b = await recordLab('b', pool([130]));
    expect(metricOf(compareSessions(a, b).report, 'wall_ms')).toMatchObject({
      low: null,
      high: null,
      significant: null,
      rank_test: null,
      verdict: 'A is 1.29 times as fast, but one repeat of B does not tell chance from change',
    });
  });

  it('set the best of each side by side where these are two, before what both ran', async () => {
    const a = await recordLab('a', [...pool(quiet), ...loop(times(quiet, 3))]);
    const best = { ...labReport([]).verdict, executor: 'event-loop', workers: 16 } as const;
    const b = await recordLab('b', [...pool(quiet), ...loop(times(quiet, 0.5))], { verdict: best });
    const { report, distributions } = compareSessions(a, b);
    expect(report.subjects.map(({ kind, a: ofA, b: ofB }) => [kind, ofA, ofB])).toEqual([
      ['best', 'thread-pool × 2', 'event-loop × 16'],
      ['configuration', 'thread-pool × 2', 'thread-pool × 2'],
      ['configuration', 'event-loop × 16', 'event-loop × 16'],
    ]);
    expect(metricOf(report, 'wall_ms', 'event-loop × 16').ratio).toBeCloseTo(1 / 6, 6);
    expect(distributions.map(({ subject }) => subject)).toEqual(report.subjects.map(({ name }) => name));
  });

  it('compare their best alone where no configuration is the same, and name what only one ran', async () => {
    const a = await recordLab('a', pool(quiet));
    const b = await recordLab('b', loop(quiet));
    const { report } = compareSessions(a, b);
    expect(report.subjects.map(({ kind }) => kind)).toEqual(['best']);
    expect(report.only_in).toEqual({ a: ['thread-pool × 2'], b: ['event-loop × 16'] });
  });

  it('leave out trials that did not end', async () => {
    const cut = pool([1, 1], { complete: false });
    const a = await recordLab('a', [...pool(quiet), ...cut]);
    const b = await recordLab('b', pool(quiet));
    const { report, distributions } = compareSessions(a, b);
    expect(metricOf(report, 'wall_ms').samples).toEqual({ a: 5, b: 5 });
    expect(distributions[0]?.a.tasks).toBe(45);
  });

  it('give no ratio of what was 0, and leave out what is not known of either', async () => {
    const { report } = compareSessions(await recordLab('a', idle(0)), await recordLab('b', idle(4)));
    expect(metricOf(report, 'run_delay_ms')).toMatchObject({ a: 0, b: 4, ratio: null, significant: null });
    expect(report.metrics.some(({ name }) => name === 'peak_rss_mb')).toBe(false);
    const unknown = compareSessions(await recordLab('a', idle(null)), await recordLab('b', idle(4))).report;
    expect(metricOf(unknown, 'run_delay_ms').verdict).toBe('it is not known of A');
  });

  it('are compared with a warning where threads waited for cores in one of them', async () => {
    const a = await recordLab('a', pool(quiet, { on_cpu_ms: 90, run_delay_ms: 10 }));
    const alike = await recordLab('b', pool(quiet, { on_cpu_ms: 90, run_delay_ms: 15 }));
    const busy = await recordLab('b', pool(quiet, { on_cpu_ms: 90, run_delay_ms: 90 }));
    expect(compareSessions(a, alike).report.warnings).toEqual([]);
    expect(compareSessions(a, busy).report.warnings.join()).toMatch(
      /^Threads of thread-pool × 2 waited for a core 10 % of the time they could have run in A and 50 % in B/,
    );
  });

  it('are compared with a warning where machine, runtime, task, work or cores differ, or tasks failed', async () => {
    const a = await recordLab('a', pool(quiet));
    const trials = pool(quiet, { tasks: 4, failed: 1, cores: [0], pin: 'set' });
    const b = await recordLab(
      'b',
      trials,
      {
        machine: { cpus: 8, model: 'Other CPU', os: 'Linux 6.1' },
        runtime: { name: 'node', version: '22.0.0' },
      },
      false,
    );
    const warnings = compareSessions(a, b).report.warnings.join('\n');
    expect(warnings).toContain('The machines differ: A Test CPU, 2 cores, Linux 6.1; B Other CPU, 8 cores');
    expect(warnings).toContain('The runtimes differ: A Node 24.21.0; B Node 22.0.0.');
    expect(warnings).toContain('The cores that were used differ: A 0, 1 (pinned: each); B 0 (pinned: set).');
    expect(warnings).toContain('A trial of A had 9 tasks, one of B 4');
    expect(warnings).toContain('5 tasks of 20 of B did not end well');
    expect(warnings).toContain('B did not end by itself');
    expect(compareSessions(a, a).report.warnings).toEqual([
      'A and B are the same recording, so there is nothing to find.',
    ]);
  });
});

const thread = {
  tid: 1,
  name: 'python3',
  on_cpu_ms: 90,
  run_delay_ms: null,
  voluntary_switches: 0,
  involuntary_switches: 0,
  migrations: 0,
};

const waiting = (delay: number | null) => ({
  processes: [{ pid: 1, ppid: null, command: 'python3', threads: [{ ...thread, run_delay_ms: delay }] }],
});

describe('two profiles', () => {
  const tasks = Array.from({ length: 400 }, (_, index) => 2 + (index % 40) / 40);

  it('have one run each, which tells no chance from change, and tasks, which do', async () => {
    const a = await recordProfile('a', tasks, { wall_ms: 1000 });
    const b = await recordProfile('b', times(tasks, 1.5), { wall_ms: 1400 });
    const { report } = compareSessions(a, b);
    expect(metricOf(report, 'wall_ms')).toMatchObject({
      subject: 'the run',
      ratio: 1.4,
      low: null,
      significant: null,
      verdict: 'A is 1.40 times as fast, but one run of each does not tell chance from change',
    });
    const middle = metricOf(report, 'task_p50_ms');
    expect(middle.subject).toBe('concurrent.futures.ThreadPoolExecutor');
    expect(middle.ratio).toBeCloseTo(1.5, 2);
    expect(middle).toMatchObject({ significant: true, better: 'a', samples: { a: 400, b: 400 } });
    expect(report.notes.join()).toContain('Each program ran once');
  });

  it('have a distribution of their tasks in bins that both share', async () => {
    const a = await recordProfile('a', tasks);
    const b = await recordProfile('b', [...tasks, 500]);
    const [distribution, ...others] = compareSessions(a, b).distributions;
    expect(others).toEqual([]);
    const { edgesNs, a: ofA, b: ofB } = distribution ?? { edgesNs: new Float64Array(), a: null, b: null };
    expect(edgesNs[0]).toBeLessThanOrEqual(2e6);
    expect(edgesNs.at(-1)).toBeGreaterThan(5e8);
    expect(ofA?.counts).toHaveLength(edgesNs.length - 1);
    expect(ofA?.counts.reduce((sum, count) => sum + count, 0)).toBe(400);
    expect(ofB?.counts.at(-1)).toBe(1);
  });

  it('without tasks compare as runs alone', async () => {
    const { report, distributions } = compareSessions(
      await recordProfile('a', []),
      await recordProfile('b', []),
    );
    expect(report.subjects.map(({ kind }) => kind)).toEqual(['run']);
    expect(report.notes).toEqual([]);
    expect(distributions).toEqual([]);
  });

  it('are compared with a warning where threads waited for cores in one of them', async () => {
    const a = await recordProfile('a', [], waiting(10));
    const busy = await recordProfile('b', [], waiting(90));
    const unknown = await recordProfile('b', [], waiting(null));
    expect(compareSessions(a, busy).report.warnings.join()).toMatch(
      /^Threads of the program waited for a core 10 % of the time they could have run in A and 50 % in B/,
    );
    expect(compareSessions(a, unknown).report.warnings).toEqual([]);
  });

  it('are compared with a warning where commands or ends differ', async () => {
    const a = await recordProfile('a', []);
    const b = await recordProfile('b', [], {
      argv: ['python3', 'other.py'],
      exit: { code: 3, signal: null },
    });
    const warnings = compareSessions(a, b).report.warnings.join('\n');
    expect(warnings).toContain('The commands differ: A python3 script.py; B python3 other.py.');
    expect(warnings).toContain('The programs ended differently: A with exit 0; B with exit 3.');
  });
});

describe('what cannot be compared', () => {
  it('is refused with a reason and a remedy: a lab with a profile', async () => {
    const lab = await recordLab('a', pool(quiet));
    const profile = await recordProfile('b', []);
    expect(() => compareSessions(lab, profile)).toThrow(
      expect.objectContaining({ code: 'usage', remedy: 'Compare two labs, or two profiles.' }),
    );
  });

  it('is refused: a lab without a trial that ended', async () => {
    const cut = pool(quiet, { complete: false });
    const a = await recordLab('a', cut);
    const b = await recordLab('b', pool(quiet));
    expect(() => compareSessions(a, b)).toThrow(/No trial of .*a\.corelane ran to its end/);
    expect(() => compareSessions(b, a)).toThrow(/No trial of .*a\.corelane ran to its end/);
  });
});
