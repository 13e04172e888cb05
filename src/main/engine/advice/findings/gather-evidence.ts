import type { SessionReader, StreamBatch } from '../../../../shared/session.ts';
import { asNanoseconds } from '../../../../shared/units.ts';
import { CulpritNames } from './culprit-names.ts';
import type { EvidenceScope, LossEvidence, Pushes, SchedulingEvidence } from './evidence.ts';
import { gatherGil } from './gil/gather-gil.ts';
import type { People } from './people.ts';
import { SampleTally } from './sample-tally.ts';
import { ScopeBuckets } from './scope-buckets.ts';
import { SliceTally } from './slice-tally.ts';
import { TaskTally } from './task-tally.ts';
import { gatherTraced } from './traced/gather-traced.ts';

/**
 * Reads what a session holds of a scope: slices where switches were recorded, else samples; tasks, load of the cores, losses.
 * No stream is held in memory. Throws session-unreadable as the reader does.
 */
export function gatherEvidence(
  session: SessionReader,
  scope: EvidenceScope,
  people: People,
): SchedulingEvidence {
  const query = { from: scope.from, to: scope.to };
  const rows = people.threads;
  const buckets = new ScopeBuckets(scope);
  const exact = scope.mode !== 'sampled' && session.count('slices') > 0;

  const slices = new SliceTally(scope, rows, buckets);
  if (exact) for (const batch of session.batches('slices', query)) slices.add(batch);
  if (exact) slices.end();
  const samples = new SampleTally(scope, rows, buckets);
  // A sample belongs to the time before it.
  if (!exact) for (const batch of session.batches('threads', query)) samples.add(batch);
  const tasks = new TaskTally(scope);
  const traced = gatherTraced(session, scope, people);
  if (traced === null) for (const batch of session.batches('tasks', query)) tasks.add(batch);
  // Only system mode sees everybody's slices.
  if (!(exact && scope.mode === 'system')) {
    for (const batch of session.batches('cores', query)) addLoad(buckets, batch);
  }

  const tally = exact ? slices : samples;
  return {
    scope,
    running: buckets.running,
    waiting: buckets.waiting,
    cores: buckets.cores,
    onCpuNs: tally.onCpuNs,
    runDelayNs: tally.runDelayNs,
    moves: tally.moves(),
    pushes: exact ? slices.pushes(new CulpritNames(people, scope.ownPids).of) : nobody,
    threads: tally.threads(),
    tasks: tasks.evidence(),
    traced,
    gil: gatherGil(session, scope, people),
    losses: lossesOf(session, scope),
  };
}

function addLoad(buckets: ScopeBuckets, batch: StreamBatch<'cores'>): void {
  for (let row = 0; row < batch.time.length; row += 1) {
    const time = batch.time[row] ?? 0;
    const busy = (batch.user_ns[row] ?? 0) + (batch.system_ns[row] ?? 0) + (batch.steal_ns[row] ?? 0);
    const span = busy + (batch.idle_ns[row] ?? 0) + (batch.iowait_ns[row] ?? 0);
    if (span > 0) buckets.idled(batch.core[row] ?? 0, time - span, time, 1 - busy / span);
  }
}

function lossesOf(session: SessionReader, { from, lossesUntil }: EvidenceScope): LossEvidence {
  const cores = new Set<number>();
  const losses = { records: 0, firstNs: Number.NaN, lastNs: Number.NaN };
  for (const batch of session.batches('losses', { from, to: asNanoseconds(lossesUntil) })) {
    for (let row = 0; row < batch.time.length; row += 1) {
      const time = batch.time[row] ?? 0;
      cores.add(batch.core[row] ?? 0);
      losses.records += batch.records[row] ?? 0;
      losses.firstNs = Number.isNaN(losses.firstNs) ? time : Math.min(losses.firstNs, time);
      losses.lastNs = Number.isNaN(losses.lastNs) ? time : Math.max(losses.lastNs, time);
    }
  }
  return { ...losses, cores: [...cores].sort((a, b) => a - b) };
}

const nobody: Pushes = {
  times: 0,
  takenNs: 0,
  victims: 0,
  firstNs: Number.NaN,
  lastNs: Number.NaN,
  culprits: [],
};
