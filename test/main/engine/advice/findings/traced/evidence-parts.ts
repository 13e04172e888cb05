import type { Rule, SchedulingEvidence } from '../../../../../../src/main/engine/advice/findings/evidence.ts';
import { TimeBuckets } from '../../../../../../src/main/engine/advice/findings/time-buckets.ts';
import type {
  FlaggedTasks,
  FlightEvidence,
  HeavyCoroutines,
  Hold,
  LoopEvidence,
  PoolEvidence,
  SubmitEvidence,
  ThreadWork,
  TracedEvidence,
} from '../../../../../../src/main/engine/advice/findings/traced/traced-evidence.ts';
import type { Finding } from '../../../../../../src/shared/lab-report.ts';
import type { DetailRows } from '../../../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../../../src/shared/units.ts';

/** Evidence of a program that ran for a second on two cores, in parts. */
export const ms = (milliseconds: number): number => milliseconds * 1e6;
export const wallMs = 1_000;

export const siteOf = (parts: Partial<DetailRows['sites']> = {}): DetailRows['sites'] => ({
  number: 1,
  api: 'concurrent.futures.ProcessPoolExecutor',
  callable: { name: 'render', file: '/home/ada/shop/render.py', line: 3 },
  submitted_at: { name: 'main', file: '/home/ada/shop/main.py', line: 12 },
  pool: 1,
  ...parts,
});

export const poolRow = (parts: Partial<DetailRows['pools']> = {}): DetailRows['pools'] => ({
  number: 1,
  api: 'concurrent.futures.ProcessPoolExecutor',
  name: 'ProcessPoolExecutor-0',
  pid: 100,
  workers: 4,
  ...parts,
});

export const noTasks: FlaggedTasks = {
  tasks: 0,
  from: Number.NaN,
  to: Number.NaN,
  error: null,
  pids: new Set(),
};

export const noFlight: FlightEvidence = {
  tasks: 0,
  overlapping: 0,
  inFlightNs: 0,
  from: Number.NaN,
  to: Number.NaN,
};

/** Threads of which `runnable` were on a core or waited for one from `fromMs` to `toMs`, `onCpu` of them on a core. */
export function workOf(runnable: number, onCpu: number, fromMs = 0, toMs = wallMs): ThreadWork {
  const buckets = new TimeBuckets({ from: 0, widthNs: ms(10), count: wallMs / 10 });
  buckets.add(ms(fromMs), ms(toMs), runnable);
  const wall = ms(toMs - fromMs);
  return {
    from: ms(fromMs),
    to: ms(toMs),
    onCpuNs: wall * onCpu,
    runDelayNs: wall * (runnable - onCpu),
    runnable: buckets,
  };
}

export const submitsOf = (parts: Partial<SubmitEvidence> = {}): SubmitEvidence => ({
  site: siteOf(),
  pool: poolRow(),
  tasks: 10,
  notCallable: noTasks,
  unpicklable: noTasks,
  lost: noTasks,
  awaitedAtOnce: 0,
  flight: noFlight,
  firstSubmit: 0,
  lastSubmit: ms(wallMs),
  runNs: ms(900),
  between: null,
  ...parts,
});

export const poolOf = (parts: Partial<PoolEvidence> = {}): PoolEvidence => ({
  row: poolRow(),
  started: 4,
  tasks: 10,
  busiest: 4,
  runNs: ms(2_000),
  from: 0,
  to: ms(wallMs),
  moved: { tasks: 10, runNs: ms(2_000), argumentNs: 0, resultNs: 0, argumentBytes: 0, resultBytes: 0 },
  flight: noFlight,
  awaitedAtOnce: 0,
  work: null,
  handedOver: null,
  mainSite: siteOf(),
  ...parts,
});

export const holdOf = (fromMs: number, toMs: number, parts: Partial<Hold> = {}): Hold => ({
  from: ms(fromMs),
  to: ms(toMs),
  wait: { runDelayNs: 0, stolenNs: 0 },
  site: siteOf({ api: 'asyncio.Task', pool: null }),
  name: null,
  others: 3,
  ...parts,
});

export const loopOf = (parts: Partial<LoopEvidence> = {}): LoopEvidence => ({
  pid: 100,
  tid: 100,
  holds: [],
  language: 'python',
  heavy: null,
  ...parts,
});

/** Four coroutines of 200 ms that were started together. */
export const heavyOf = (parts: Partial<HeavyCoroutines> = {}): HeavyCoroutines => ({
  site: siteOf({ api: 'asyncio.Task', pool: null }),
  tasks: 4,
  steps: 4,
  stepNs: ms(790),
  aliveNs: ms(2_000),
  from: 0,
  to: ms(800),
  work: workOf(0.98, 0.95, 0, 800),
  ...parts,
});

const nothing: TracedEvidence = {
  submits: [],
  pools: [],
  nestings: [],
  loops: [],
  soloThreads: new Set(),
  hasTasks: true,
};

export function evidenceOf(traced: Partial<TracedEvidence> | null): SchedulingEvidence {
  const empty = new TimeBuckets({ from: 0, widthNs: ms(10), count: wallMs / 10 });
  return {
    scope: {
      from: asNanoseconds(0),
      to: asNanoseconds(ms(wallMs)),
      lossesUntil: Infinity,
      cores: [0, 1],
      trial: null,
      lanesShareThread: false,
      mode: 'system',
      threadsMissed: 0,
      threadsNotFollowed: 0,
      ownPids: [],
    },
    running: empty,
    waiting: empty,
    cores: [],
    onCpuNs: 0,
    runDelayNs: 0,
    moves: { total: 0, stays: 0, costly: 0, most: null, firstNs: 0, lastNs: 0 },
    pushes: { times: 0, takenNs: 0, victims: 0, firstNs: 0, lastNs: 0, culprits: [] },
    threads: [],
    tasks: null,
    traced: traced === null ? null : { ...nothing, ...traced },
    gil: [],
    losses: { records: 0, cores: [], firstNs: 0, lastNs: 0 },
  };
}

/** What a rule says of a traced program; null: nothing. */
export const judged = (rule: Rule, traced: Partial<TracedEvidence>): Finding | null =>
  rule(evidenceOf(traced))?.finding ?? null;
