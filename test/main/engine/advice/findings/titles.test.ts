import { describe, expect, it } from 'vitest';
import type {
  Culprit,
  Rule,
  SchedulingEvidence,
} from '../../../../../src/main/engine/advice/findings/evidence.ts';
import { gilBound } from '../../../../../src/main/engine/advice/findings/gil-bound.ts';
import { imbalance } from '../../../../../src/main/engine/advice/findings/imbalance.ts';
import { migrating } from '../../../../../src/main/engine/advice/findings/migrating.ts';
import { oversubscribed } from '../../../../../src/main/engine/advice/findings/oversubscribed.ts';
import { preemptedByOthers } from '../../../../../src/main/engine/advice/findings/preempted-by-others.ts';
import { recordingIncomplete } from '../../../../../src/main/engine/advice/findings/recording-incomplete.ts';
import { starvedCore } from '../../../../../src/main/engine/advice/findings/starved-core.ts';
import { TimeBuckets } from '../../../../../src/main/engine/advice/findings/time-buckets.ts';
import { tinyTasks } from '../../../../../src/main/engine/advice/findings/tiny-tasks.ts';
import { asyncInNameOnly } from '../../../../../src/main/engine/advice/findings/traced/async-in-name-only.ts';
import { callInCaller } from '../../../../../src/main/engine/advice/findings/traced/call-in-caller.ts';
import { loopBlocked } from '../../../../../src/main/engine/advice/findings/traced/loop-blocked.ts';
import { lostWorkers } from '../../../../../src/main/engine/advice/findings/traced/lost-workers.ts';
import { nestedPools } from '../../../../../src/main/engine/advice/findings/traced/nested-pools.ts';
import { pickleBound } from '../../../../../src/main/engine/advice/findings/traced/pickle-bound.ts';
import { poolIdle } from '../../../../../src/main/engine/advice/findings/traced/pool-idle.ts';
import { poolTooLarge } from '../../../../../src/main/engine/advice/findings/traced/pool-too-large.ts';
import { serialSubmits } from '../../../../../src/main/engine/advice/findings/traced/serial-submits.ts';
import type {
  FlaggedTasks,
  FlightEvidence,
  HeavyCoroutines,
  NestingEvidence,
  PoolEvidence,
  SubmitEvidence,
  ThreadWork,
  TracedEvidence,
} from '../../../../../src/main/engine/advice/findings/traced/traced-evidence.ts';
import { unpicklable } from '../../../../../src/main/engine/advice/findings/traced/unpicklable.ts';
import type { DetailRows } from '../../../../../src/shared/session.ts';
import { asNanoseconds } from '../../../../../src/shared/units.ts';

/** An hour on 128 cores in which everything is as bad as it can be, and has the longest name. */
const hourNs = 3600e9;
const buckets = (mean: number): TimeBuckets => {
  const filled = new TimeBuckets({ from: 0, widthNs: hourNs / 4, count: 4 });
  filled.add(0, hourNs, mean);
  return filled;
};

const culprits: readonly Culprit[] = Array.from({ length: 200 }, (_, index) => ({
  name: `a-program-with-a-name-without-end-${index} (${index} processes)`,
  times: 1_000_000,
  takenNs: hourNs * (1 + 1 / (index + 1)),
}));

const worst: SchedulingEvidence = {
  scope: {
    from: asNanoseconds(0),
    to: asNanoseconds(hourNs),
    lossesUntil: Infinity,
    cores: Array.from({ length: 128 }, (_, core) => core),
    trial: null,
    lanesShareThread: false,
    mode: 'system',
    threadsMissed: 123_456,
    threadsNotFollowed: 123_456,
    ownPids: [],
  },
  running: buckets(128),
  waiting: buckets(10_000),
  cores: [
    { core: 126, queued: buckets(10_000), idle: buckets(0) },
    { core: 127, queued: buckets(0), idle: buckets(1) },
  ],
  onCpuNs: hourNs,
  runDelayNs: hourNs,
  moves: {
    total: 900_000_000,
    stays: 1_000_000_000,
    costly: 800_000_000,
    most: { name: 'fifteen-letters', moves: 1_000_000 },
    firstNs: 0,
    lastNs: hourNs,
  },
  pushes: { times: 1e9, takenNs: hourNs * 100, victims: 1e6, firstNs: 0, lastNs: hourNs, culprits },
  threads: [hourNs, hourNs / 2].map((lastNs, thread) => ({
    row: { thread, pid: 4_194_303, tid: 4_194_302 + thread, name: 'fifteen-letters', workload: true },
    workNs: hourNs,
    lastNs,
    working: buckets(1),
  })),
  tasks: null,
  traced: null,
  gil: [
    {
      pid: 4_194_303,
      program: 'a-program-with-a-name-without-end',
      contendedNs: hourNs,
      from: 0,
      to: hourNs,
      threads: 10_000,
      waits: { runningNs: hourNs, gilNs: 9_999 * hourNs, lockNs: 0, ioNs: 0 },
      onCpuNs: hourNs * 1.06,
      pool: null,
    },
  ],
  losses: { records: 123_456_789, cores: [1, 3, 5, 7, 127], firstNs: 0, lastNs: hourNs },
};

const tasks = { count: 1e9, runNs: 1e10, gapNs: 1e15, gaps: 1e9, lanes: [] };

const longName = 'a_module.AClassWithAName.<locals>.a_function_with_a_name_without_end';
const longPlace = { name: longName, file: `/home/${longName}/${longName}.py`, line: 123_456 };
const site: DetailRows['sites'] = {
  number: 1,
  api: 'concurrent.futures.InterpreterPoolExecutor',
  callable: longPlace,
  submitted_at: longPlace,
  pool: 1,
};
const work: ThreadWork = {
  from: 0,
  to: hourNs,
  onCpuNs: hourNs * 128,
  runDelayNs: hourNs * 9_000,
  runnable: buckets(10_000),
};
const all: FlaggedTasks = {
  tasks: 123_456_789,
  from: 0,
  to: hourNs,
  error: `PicklingError: ${longName} SIGVTALRM`,
  pids: new Set([4_194_301, 4_194_302, 4_194_303, 4_194_304]),
};
const serial: FlightEvidence = {
  tasks: 123_456_789,
  overlapping: 0,
  inFlightNs: hourNs,
  from: 0,
  to: hourNs,
};
const pool: PoolEvidence = {
  row: { number: 1, api: site.api, name: longName, pid: 4_194_303, workers: 10_000 },
  started: 10_000,
  tasks: 123_456_789,
  busiest: 4_999,
  runNs: 0,
  from: 0,
  to: hourNs,
  moved: {
    tasks: 1e9,
    runNs: hourNs * 99,
    argumentNs: hourNs * 100,
    resultNs: 0,
    argumentBytes: 999e9,
    resultBytes: 0,
  },
  flight: { ...serial, inFlightNs: 0 },
  awaitedAtOnce: 0,
  work,
  handedOver: null,
  mainSite: site,
};
const submits: SubmitEvidence = {
  site,
  pool: pool.row,
  tasks: 10_000,
  notCallable: { ...all, tasks: 0 },
  unpicklable: all,
  lost: all,
  awaitedAtOnce: 0,
  flight: serial,
  firstSubmit: 0,
  lastSubmit: hourNs,
  runNs: 123_456,
  between: work,
};
const nesting: NestingEvidence = {
  outer: site,
  outerPool: pool,
  inner: Array.from({ length: 10_000 }, () => pool),
  work,
};
const heavy: HeavyCoroutines = {
  site,
  tasks: 123_456_789,
  steps: 123_456_789,
  stepNs: hourNs,
  aliveNs: hourNs * 2,
  from: 0,
  to: hourNs,
  work,
};
const hold = { from: 0, to: hourNs, wait: { runDelayNs: 0, stolenNs: 0 }, site, name: null, others: 123_456 };
const loop = {
  pid: 1,
  tid: 1,
  language: 'python' as const,
  holds: Array.from({ length: 1_000 }, () => hold),
};
const traced: TracedEvidence = {
  submits: [submits],
  pools: [pool],
  nestings: [],
  loops: [{ ...loop, heavy }],
  soloThreads: new Set(),
  hasTasks: true,
};
const tracedWorst: SchedulingEvidence = { ...worst, traced };
const given: TracedEvidence = { ...traced, submits: [{ ...submits, notCallable: all }] };
const awaited: TracedEvidence = { ...traced, pools: [{ ...pool, flight: serial }] };

const rules: readonly (readonly [string, Rule, SchedulingEvidence])[] = [
  ['recording-incomplete', recordingIncomplete, worst],
  ['preempted-by-others', preemptedByOthers, worst],
  ['oversubscribed', oversubscribed, worst],
  ['starved-core', starvedCore, worst],
  ['imbalance', imbalance, worst],
  ['tiny-tasks', tinyTasks, { ...worst, tasks }],
  ['migrating', migrating, worst],
  ['lost-workers', lostWorkers, tracedWorst],
  ['unpicklable', unpicklable, tracedWorst],
  ['call-in-caller', callInCaller, tracedWorst],
  ['call-in-caller', callInCaller, { ...worst, traced: given }],
  ['async-in-name-only', asyncInNameOnly, tracedWorst],
  ['loop-blocked', loopBlocked, { ...worst, traced: { ...traced, loops: [{ ...loop, heavy: null }] } }],
  ['serial-submits', serialSubmits, { ...worst, traced: awaited }],
  ['pickle-bound', pickleBound, tracedWorst],
  ['nested-pools', nestedPools, { ...worst, traced: { ...traced, nestings: [nesting] } }],
  ['pool-too-large', poolTooLarge, tracedWorst],
  ['pool-idle', poolIdle, tracedWorst],
  ['gil-bound', gilBound, worst],
];

describe('the title of a finding', () => {
  it.each(rules)('is one sentence that a line holds: %s', (id, rule, evidence) => {
    const finding = rule(evidence)?.finding;
    expect(finding?.id).toBe(id);
    expect(finding?.title).toMatch(/^[A-Z0-9][^\n]*[^.]\.$/);
    expect(finding?.title.length).toBeLessThanOrEqual(120);
  });
});

describe('preempted-by-others', () => {
  it('names three, and counts the rest', () => {
    const by = preemptedByOthers(worst)?.finding.evidence['by'];
    expect(String(by).split('; ')).toHaveLength(4);
    expect(by).toMatch(/^a-program-with-a-name-w… \(0 processes\): 1,000,000 times, .*; and 197 more$/);
  });
});
