import { describe, expect, it } from 'vitest';
import type { VerdictBasis } from '../../../../../src/main/engine/advice/verdict/basis.ts';
import { boundnessOf } from '../../../../../src/main/engine/advice/verdict/boundness.ts';
import { decide } from '../../../../../src/main/engine/advice/verdict/verdict.ts';
import type { Executor } from '../../../../../src/shared/executors.ts';
import type { TrialReport } from '../../../../../src/shared/lab-report.ts';
import { trialOf as trial } from '../trials.ts';
import type { TaskProbe } from '../../../../../src/shared/worker-protocol.ts';

/** One trial per throughput. */
const repeats = (executor: Executor, throughputs: readonly number[], more: Partial<TrialReport> = {}) =>
  throughputs.map((throughput, at) => trial(executor, throughput, { repeat: at + 1, ...more }));

const cpuBound: TaskProbe = {
  runs: 10,
  failed: 0,
  wallNs: 100e6,
  runDelayNs: 0,
  onCpuNs: 98e6,
  async: false,
  threadStartNs: 30e6,
  processStartNs: null,
};
const twiceAsLong: TaskProbe = { ...cpuBound, wallNs: 200e6 };
const ioBound: TaskProbe = { ...cpuBound, onCpuNs: 1e6 };
const quiet = { stolenShare: null, throttled: null, lostRecords: 0 };
const all = (trials: readonly TrialReport[], more: Partial<VerdictBasis> = {}) =>
  decide({
    trials,
    language: 'node',
    probe: cpuBound,
    objective: 'throughput',
    prefer: null,
    processStartNs: 50e6,
    isAsync: true,
    asyncVariant: null,
    countIsOpen: false,
    sourceTexts: [],
    disturbance: quiet,
    ...more,
  });
const decided = (...basis: Parameters<typeof all>) => all(...basis).decision;
const doubts = (...basis: Parameters<typeof all>) => all(...basis).doubts;
const step = (question: RegExp, ...basis: Parameters<typeof all>) =>
  decided(...basis).steps.find((one) => question.test(one.question));

/** With workers free on the cores. */
const free = (executor: 'event-loop' | 'thread-pool', figures: readonly number[]) =>
  repeats(executor, figures, { pin: 'set' });
const half = (trials: readonly TrialReport[], more: Partial<VerdictBasis> = {}) =>
  step(/Event loop or threads/, trials, { probe: ioBound, ...more })?.answer;
const reading = (text: string) => ({ language: 'python', sourceTexts: [text] }) as const;

describe('the verdict', () => {
  it('does not take time spent waiting for a busy core for waiting of the task', () => {
    const crowded: TaskProbe = { ...cpuBound, wallNs: 400e6, runDelayNs: 300e6 };
    expect(decided(repeats('event-loop', [50, 51, 52]), { probe: crowded }).boundness).toBe('cpu');
    expect(
      decided(repeats('event-loop', [50, 51, 52]), { probe: { ...crowded, runDelayNs: 0 } }).boundness,
    ).toBe('io');
  });

  it('does not take what the host took for waiting of the task', () => {
    const cores = { busyNs: 110e6, stolenNs: 110e6 };
    expect(boundnessOf({ ...twiceAsLong, cores })).toBe('cpu');
    expect(boundnessOf({ ...twiceAsLong, cores: null })).toBe('mixed');
    expect(boundnessOf({ ...twiceAsLong, cores, onCpuNs: 30e6 })).toBe('io');
    expect(boundnessOf({ ...twiceAsLong, cores: { busyNs: 0, stolenNs: 0 }, onCpuNs: 0 })).toBe('io');
  });

  it('takes a task that computes for 30 % or 70 % of its time for mixed, though its clock varies by a few percent', () => {
    for (const share of [0.28, 0.3, 0.31, 0.69, 0.7, 0.72]) {
      const probe: TaskProbe = { ...cpuBound, wallNs: 100e6, onCpuNs: share * 100e6, runDelayNs: 0 };
      expect(decided(repeats('event-loop', [50, 51, 52]), { probe }).boundness).toBe('mixed');
    }
  });

  it('is clear when one is ahead by more than its repeats differ', () => {
    const verdict = decided([
      ...repeats('event-loop', [50, 51, 52]),
      ...repeats('thread-pool', [100, 101, 102]),
      ...repeats('process-pool', [80, 81, 82]),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', workers: 2, confidence: 'clear' });
    expect(verdict.margin).toBeCloseTo(101 / 81);
  });

  it('chooses the simplest of those within noise of the best', () => {
    const verdict = decided([
      ...repeats('process-pool', [90, 101, 112]),
      ...repeats('thread-pool', [89, 100, 111]),
      ...repeats('event-loop', [49, 50, 51]),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', confidence: 'within-noise' });
    expect(verdict.margin).toBeCloseTo(100 / 101);
  });

  it('chooses the fewest workers among equals of one executor', () => {
    const verdict = decided([
      ...repeats('thread-pool', [99, 101, 103], { workers: 8 }),
      ...repeats('thread-pool', [98, 100, 102], { workers: 2 }),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', workers: 2, confidence: 'within-noise' });
  });

  it('does not take a lead of a single repeat for a difference unless it is twofold', () => {
    expect(decided([trial('event-loop', 100), trial('thread-pool', 104)])).toMatchObject({
      executor: 'event-loop',
      confidence: 'within-noise',
    });
    expect(decided([trial('event-loop', 100), trial('thread-pool', 195)])).toMatchObject({
      executor: 'thread-pool',
      confidence: 'within-noise',
    });
    expect(decided([trial('event-loop', 100), trial('thread-pool', 200)])).toMatchObject({
      executor: 'thread-pool',
      confidence: 'clear',
    });
  });

  it('never lets one win under which more tasks failed', () => {
    const verdict = decided([
      ...repeats('thread-pool', [500, 501, 502], { failed: 1 }),
      ...repeats('process-pool', [80, 81, 82]),
    ]);
    expect(verdict).toMatchObject({ executor: 'process-pool', confidence: 'clear' });
  });

  it('cannot tell when nothing ran to its end, or all that ran failed', () => {
    const nothing = { executor: null, workers: null, margin: null, confidence: 'cannot-tell' };
    expect(decided([])).toMatchObject(nothing);
    expect(decided([trial('thread-pool', 100, { complete: false })])).toMatchObject(nothing);
    expect(decided([trial('thread-pool', 100, { failed: 100 })])).toMatchObject(nothing);
  });

  it('has no margin over nobody', () => {
    expect(decided(repeats('thread-pool', [100, 101, 102]))).toMatchObject({
      executor: 'thread-pool',
      margin: null,
    });
  });

  it('ranks by what was asked for', () => {
    const trials = [
      ...repeats('event-loop', [10, 10, 10], { peak_rss_mb: 40, task_ms: { p50: 5, p95: 9, p99: 9 } }),
      ...repeats('thread-pool', [90, 90, 90], { peak_rss_mb: 90, task_ms: { p50: 5, p95: 6, p99: 9 } }),
      ...repeats('process-pool', [50, 50, 50], { peak_rss_mb: 150, task_ms: { p50: 5, p95: 3, p99: 9 } }),
    ];
    expect(decided(trials, { objective: 'throughput' }).executor).toBe('thread-pool');
    expect(decided(trials, { objective: 'latency' }).executor).toBe('process-pool');
    expect(decided(trials, { objective: 'memory' }).executor).toBe('event-loop');
  });
});

describe('the steps of the verdict', () => {
  it.each([
    [98, 'cpu'],
    [50, 'mixed'],
    [5, 'io'],
  ] as const)('call a task %i %% on a core alone %s', (percent, boundness) => {
    const verdict = decided([trial('thread-pool', 100)], {
      probe: { ...cpuBound, onCpuNs: percent * 1e6 },
    });
    expect(verdict.boundness).toBe(boundness);
    expect(verdict.steps[0]).toMatchObject({ step: 1, evidence: { on_cpu_share: percent / 100 } });
  });

  it('say that it is not known when the task could not be run alone', () => {
    const verdict = decided([trial('thread-pool', 100)], { probe: null });
    expect(verdict.boundness).toBeNull();
    expect(verdict.steps[0]?.evidence).toMatchObject({ on_cpu_share: null, task_ms: null });
  });

  it('are numbered, and each has figures', () => {
    const { steps } = decided(repeats('thread-pool', [100, 101, 102]));
    expect(steps.map((one) => one.step)).toEqual([1, 2, 3]);
    const ofWaiting = decided(repeats('thread-pool', [100, 101, 102]), { probe: ioBound }).steps;
    expect(ofWaiting.map((one) => one.step)).toEqual([1, 1.1, 2, 3]);
    const ofPython = decided(repeats('threading.Thread', [100, 101, 102]), { language: 'python' }).steps;
    expect(ofPython.map((one) => one.step)).toEqual([1, 2, 3, 4]);
    for (const { question, answer, evidence } of steps) {
      expect(question).toMatch(/\?$/);
      expect(answer).not.toBe('');
      expect(Object.keys(evidence).length).toBeGreaterThan(0);
    }
  });
});

describe('the recommendation', () => {
  const loop = repeats('event-loop', [100, 101, 102], { peak_rss_mb: 60 });
  const threads = repeats('thread-pool', [50, 51, 52], { peak_rss_mb: 120 });

  it('is not the simpler one of two within noise when that lies far behind', () => {
    const noisy = [...repeats('event-loop', [60, 90, 130]), ...repeats('thread-pool', [80, 115, 140])];
    expect(decided(noisy)).toMatchObject({ executor: 'thread-pool', confidence: 'within-noise' });
  });

  it('has its margin over the next executor, not over another number of its own workers', () => {
    const verdict = decided([
      ...repeats('thread-pool', [100, 101, 102], { workers: 4 }),
      ...repeats('thread-pool', [80, 81, 82], { workers: 2 }),
      ...repeats('event-loop', [50, 51, 52]),
    ]);
    expect(verdict).toMatchObject({ executor: 'thread-pool', workers: 4, confidence: 'clear' });
    expect(verdict.margin).toBeCloseTo(101 / 51);
  });

  it('comes from the half that is preferred, and the cost is told', () => {
    const verdict = decided([...loop, ...threads], { prefer: 'sync' });
    expect(verdict.executor).toBe('thread-pool');
    expect(step(/preferring sync/, [...loop, ...threads], { prefer: 'sync' })).toMatchObject({
      answer: 'event-loop × 2 would be 1.98 times as good in throughput',
      evidence: { best_over_preferred: 101 / 51 },
    });
    expect(decided([...loop, ...threads], { prefer: 'async' }).executor).toBe('event-loop');
  });

  it('says when nothing of the preferred half ran', () => {
    const basis = [threads, { prefer: 'async' }] as const;
    expect(decided(...basis).executor).toBe('thread-pool');
    expect(step(/preferring async/, ...basis)?.answer).toContain('could not be met');
  });

  it('is confirmed, or not, by what ran with free workers, which does not count in the ranking', () => {
    const confirmed = [
      ...loop,
      ...threads,
      ...free('event-loop', [99, 100, 101]),
      ...free('thread-pool', [60, 61, 62]),
    ];
    expect(step(/free to move/, confirmed)?.answer).toMatch(/^yes/);
    expect(doubts(confirmed)).toEqual([]);
  });

  it('is what wins with free workers where the order clearly turns round there, as programs run it so', () => {
    const flipped = [
      ...loop,
      ...threads,
      ...free('event-loop', [60, 61, 62]),
      ...free('thread-pool', [99, 100, 101]),
    ];
    expect(decided(flipped)).toMatchObject({ executor: 'thread-pool', confidence: 'clear' });
    expect(decided(flipped).margin).toBeCloseTo(100 / 61);
    expect(step(/free to move/, flipped)?.answer).toMatch(
      /^no: there thread-pool × 2 is 1\.64 times as good, and is recommended/,
    );
    expect(doubts(flipped)[0]).toContain('turns round');
  });

  it('follows single free trials only where they differ twofold, and is not clear by them', () => {
    const pinned = [trial('event-loop', 71), trial('thread-pool', 68)];
    const far = [...pinned, ...free('event-loop', [40]), ...free('thread-pool', [130])];
    expect(decided(far)).toMatchObject({ executor: 'thread-pool', confidence: 'within-noise' });
    expect(decided(far).margin).toBeCloseTo(130 / 40);
    const near = [...pinned, ...free('event-loop', [80]), ...free('thread-pool', [130])];
    expect(decided(near)).toMatchObject({ executor: 'event-loop', confidence: 'within-noise' });
    expect(doubts(near)).toEqual([]);
  });

  it('is not clear after a flip while a third one is as good as either', () => {
    const three = [
      ...loop,
      ...threads,
      ...repeats('process-pool', [80, 100, 115]),
      ...free('event-loop', [60, 61, 62]),
    ];
    const flipped = [...three, ...repeats('process-pool', [99, 100, 101], { pin: 'set' })];
    expect(decided(flipped)).toMatchObject({ executor: 'process-pool', confidence: 'clear' });
    const fourth = repeats('thread-per-task', [82, 99, 114]);
    expect(decided([...flipped, ...fourth]).confidence).toBe('within-noise');
  });

  it('is not clear by one lucky trial that free workers do not bear out', () => {
    const lucky = [trial('event-loop', 120), trial('thread-pool', 425)];
    expect(decided(lucky)).toMatchObject({ executor: 'thread-pool', confidence: 'clear' });
    const checked = [...lucky, ...free('event-loop', [118]), ...free('thread-pool', [124])];
    expect(decided(checked)).toMatchObject({ executor: 'thread-pool', confidence: 'within-noise' });
    expect(step(/free to move/, checked)?.answer).toContain('within noise');
  });

  it('is clear by few pinned trials where repeats with free workers agree', () => {
    const agreed = [
      trial('event-loop', 100),
      trial('thread-pool', 150),
      ...free('event-loop', [99, 100, 101]),
      ...free('thread-pool', [139, 140, 141]),
    ];
    expect(decided(agreed)).toMatchObject({ executor: 'thread-pool', confidence: 'clear' });
    expect(decided(agreed).margin).toBeCloseTo(1.4);
  });

  it('stays clear by repeats when free ones cannot tell, but not when their medians point the other way', () => {
    const noisy = [...loop, ...threads, ...free('thread-pool', [40, 90, 150])];
    expect(decided([...noisy, ...free('event-loop', [50, 95, 160])]).confidence).toBe('clear');
    expect(decided([...noisy, ...free('event-loop', [50, 85, 160])])).toMatchObject({
      executor: 'event-loop',
      confidence: 'within-noise',
    });
  });
});

describe('event loop or threads', () => {
  const loop = [
    ...repeats('event-loop', [100, 101, 102], { workers: 10, peak_rss_mb: 60 }),
    ...repeats('event-loop', [900, 905, 910], { workers: 1000, peak_rss_mb: 159 }),
  ];
  const threads = repeats('thread-pool', [50, 51, 52], { workers: 16, peak_rss_mb: 120 });

  it('is told with throughput and memory of both', () => {
    const asked = step(/Event loop or threads/, [...loop, ...threads], { probe: ioBound });
    expect(asked?.answer).toContain('event loop: the loop does 17.75 times');
    expect(asked?.evidence).toMatchObject({ loop_in_flight: 1000, threads: 16, loop_mb_for_each: 0.1 });
  });

  it('says which half was not measured', () => {
    expect(half([...loop, ...threads], { isAsync: false })).toContain('--async-variant');
    expect(half(threads)).toContain('--async-variant');
    expect(half(loop)).toContain('only the asynchronous half');
    expect(half([...loop, ...threads], { isAsync: false, asyncVariant: 'a.mjs:load' })).toContain(
      'the loop with a.mjs:load',
    );
  });
});

describe('the GIL', () => {
  const pool = 'concurrent.futures.ThreadPoolExecutor';
  const scaled = (one: number, two: number, probe = cpuBound) =>
    decided([...repeats(pool, [one, one, one], { workers: 1 }), ...repeats(pool, [two, two, two])], {
      language: 'python',
      probe,
    }).steps[0];

  it.each([
    [100, 103, 'held'],
    [100, 195, 'released'],
    [100, 150, 'partly held'],
  ])('is, with %i a second by one thread and %i by two, %s', (one, two, gil) => {
    expect(scaled(one, two)?.evidence).toMatchObject({ gil, threads: 2, threads_speed_up: two / one });
  });

  it('is not judged where repeats differ so much that it could be either', () => {
    const trials = [...repeats(pool, [20, 100, 300], { workers: 1 }), ...repeats(pool, [30, 110, 280])];
    const [first] = decided(trials, { language: 'python', probe: cpuBound }).steps;
    expect(first?.evidence).toMatchObject({ gil: null });
    expect(first?.answer).toContain('whether it holds the GIL is not clear');
  });

  it('is released by what waits, and not judged where threads did not run with one and with several', () => {
    expect(scaled(100, 110, ioBound)?.answer).toContain('waiting releases the GIL');
    const { steps } = decided(repeats(pool, [100, 100, 100]), { language: 'python' });
    expect(steps[0]?.evidence).not.toHaveProperty('gil');
  });
});

const pythonThreads = 'concurrent.futures.ThreadPoolExecutor';
const threadsAndProcesses = (processes: readonly number[], more: Partial<TrialReport> = {}) => [
  ...repeats(pythonThreads, [89, 100, 111], more),
  ...repeats('concurrent.futures.ProcessPoolExecutor', processes, more),
];
const chosenInPython = (trials: readonly TrialReport[], more: Partial<VerdictBasis> = {}) =>
  decided(trials, { language: 'python', ...more }).executor;

describe('threads and processes of Python, within noise of each other', () => {
  const near = threadsAndProcesses([90, 102, 112]);

  it('are processes, when these are not slower and nothing shows that threads scale with what computes', () => {
    expect(chosenInPython(near)).toBe('concurrent.futures.ProcessPoolExecutor');
    expect(step(/best throughput/, near, { language: 'python' })?.answer).toContain(
      'nothing shows that threads scale',
    );
    const mixed: TaskProbe = { ...cpuBound, onCpuNs: 0.3 * cpuBound.wallNs };
    expect(chosenInPython(near, { probe: mixed })).toBe('concurrent.futures.ProcessPoolExecutor');
    const held = repeats(pythonThreads, [96, 98, 100], { workers: 1 });
    expect(chosenInPython([...near, ...held])).toBe('concurrent.futures.ProcessPoolExecutor');
  });

  it('are threads, as the simpler ones, when they scale, when the task waits, and when they are the faster ones', () => {
    const released = repeats(pythonThreads, [49, 50, 51], { workers: 1 });
    expect(chosenInPython([...near, ...released])).toBe(pythonThreads);
    expect(chosenInPython(near, { probe: ioBound })).toBe(pythonThreads);
    expect(chosenInPython(threadsAndProcesses([88, 99, 110]))).toBe(pythonThreads);
  });

  it('are threads, as the simpler ones, on a single core', () => {
    expect(chosenInPython(threadsAndProcesses([90, 102, 112], { cores: [0] }))).toBe(pythonThreads);
  });
});

describe('pool or executor', () => {
  const trials = [
    ...repeats('concurrent.futures.ThreadPoolExecutor', [100, 101, 102]),
    ...repeats('multiprocessing.pool.ThreadPool', [100, 101, 102]),
  ];
  it('is an executor within noise when the program uses nothing of either', () => {
    const basis = [trials, reading('def f(x):\n    return x\n')] as const;
    expect(decided(...basis).executor).toBe('concurrent.futures.ThreadPoolExecutor');
    expect(step(/Pool or executor/, ...basis)?.answer).toContain('within noise the executor is simpler');
  });

  it('is what the program uses, where both are as good', () => {
    const basis = [trials, reading('for y in pool.imap(f, xs):\n    pool.terminate()\n')] as const;
    expect(decided(...basis).executor).toBe('multiprocessing.pool.ThreadPool');
    expect(step(/Pool or executor/, ...basis)?.answer).toContain('imap (line 1), terminate (line 2)');
  });

  it('does not arise in Node', () => {
    expect(step(/Pool or executor/, repeats('thread-pool', [1, 1, 1]))).toBeUndefined();
  });
});

describe('doubts', () => {
  it('are told of repeats that differ, of trials too short, and of too few tasks', () => {
    expect(doubts(repeats('thread-pool', [60, 100, 140]))[0]).toContain('differ by ± 40 %');
    expect(doubts(repeats('thread-pool', [100, 101, 102], { wall_ms: 3 }))[0]).toContain('3.00 ms only');
    expect(doubts(repeats('thread-pool', [100, 101, 102], { tasks: 3 }))[0]).toContain('3 tasks only');
  });

  it('are told of a machine that was busy, shared or hot, and of records that were lost', () => {
    const four = { cores: [0, 1, 2, 3] };
    expect(doubts(repeats('thread-pool', [100, 101, 102], { ...four, run_delay_ms: 900 }))[0]).toContain(
      'waited for a core 47 %',
    );
    const disturbed = doubts(repeats('thread-pool', [100, 101, 102]), {
      disturbance: { stolenShare: 0.1, throttled: 3, lostRecords: 7 },
    });
    expect(disturbed.join('\n')).toMatch(/took 10 %[^]*3 times because it was too hot[^]*7 records/);
  });

  it('are none where all was well', () => {
    expect(doubts(repeats('thread-pool', [100, 101, 102]))).toEqual([]);
  });
});
