import { createSession } from '../src/main/engine/store/writer.ts';
import { nodeExecutors } from '../src/shared/executors.ts';
import type { LabReport, TrialReport } from '../src/shared/lab-report.ts';
import { built, sliceBatches, syntheticHeader, taskBatches } from './synthetic-session.ts';

/** A session as large as a window may have to cope with: the same one every time. */

export const trials = 10;
export const lanes = 16;
const trialNs = 10e9;

/** Writes `tasks` tasks in ten trials of sixteen lanes through the real writer. */
export async function recordLargeSession(path: string, tasks: number): Promise<void> {
  const writer = await createSession(path, syntheticHeader(), { entry: built('store-writer') });
  writer.setReport(report(path, tasks));
  writer.addWorkers(
    Array.from({ length: trials * lanes }, (_, worker) => ({
      worker,
      trial: Math.floor(worker / lanes),
      pid: 4000,
      tid: 4000 + (worker % lanes),
      name: `thread ${worker % lanes}`,
      affinity: [worker % lanes],
    })),
  );
  for (const batch of taskBatches({ tasks, trials, lanes, trialNs })) writer.append('tasks', batch);
  await writer.finish({ complete: true });
}

export const manyCores = 64;
export const manyThreads = 256;
/** Rows that may be on their way to the writer; a real recording is far slower than this generator. */
const inFlight = 400_000;

/** Writes the slices of a profile on 64 cores: every other thread is one of the workload, all in one process. */
export async function recordManyCores(path: string, slices: number): Promise<void> {
  const header = { ...syntheticHeader(), command: 'profile' } as const;
  const writer = await createSession(path, header, { entry: built('store-writer') });
  writer.addThreads(
    Array.from({ length: manyThreads }, (_, thread) => ({
      thread,
      pid: thread % 2 === 0 ? 100 : 200,
      tid: 1000 + thread,
      name: `thread ${thread}`,
      workload: thread % 2 === 0,
    })),
  );
  let sent = 0;
  for (const batch of sliceBatches({ load: 'mixed', slices, cores: manyCores, threads: manyThreads })) {
    sent += batch.core.length;
    writer.append('slices', batch);
    while (sent - writer.committed().slices > inFlight) await new Promise((wake) => setTimeout(wake, 2));
  }
  await writer.finish({ complete: true });
}

const unknown = { p50: null, p95: null, p99: null };

const report = (path: string, tasks: number): LabReport => ({
  corelane: 1,
  command: 'lab',
  session: path,
  complete: true,
  machine: { cpus: lanes, model: 'none', os: 'none' },
  runtime: { name: 'node', version: process.versions.node },
  scheduling: { mode: 'sampled', reason: 'bench', lost: 0, wakes: false },
  trials: Array.from({ length: trials }, (_, trial) => trialReport(trial, tasks)),
  skipped: [],
  findings: [],
  warnings: [],
  verdict: {
    boundness: null,
    executor: null,
    workers: null,
    margin: null,
    confidence: 'cannot-tell',
    steps: [],
    recipe: null,
  },
  scaling: [],
  collector: null,
});

const trialReport = (trial: number, tasks: number): TrialReport => ({
  executor: nodeExecutors[trial % nodeExecutors.length] ?? 'event-loop',
  workers: lanes,
  cores: [],
  pin: 'each',
  repeat: Math.floor(trial / nodeExecutors.length),
  complete: true,
  tasks: tasks / trials,
  failed: 0,
  wall_ms: null,
  throughput_per_s: null,
  on_cpu_ms: null,
  off_cpu_ms: null,
  run_delay_ms: null,
  voluntary_switches: null,
  involuntary_switches: null,
  migrations: null,
  outside_affinity_ms: null,
  startup_ms: null,
  per_core: [],
  task_ms: unknown,
  queue_ms: unknown,
  peak_rss_mb: null,
});
