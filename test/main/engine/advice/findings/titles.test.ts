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

const rules: readonly (readonly [string, Rule, SchedulingEvidence])[] = [
  ['recording-incomplete', recordingIncomplete, worst],
  ['preempted-by-others', preemptedByOthers, worst],
  ['oversubscribed', oversubscribed, worst],
  ['starved-core', starvedCore, worst],
  ['imbalance', imbalance, worst],
  ['tiny-tasks', tinyTasks, { ...worst, tasks }],
  ['migrating', migrating, worst],
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
