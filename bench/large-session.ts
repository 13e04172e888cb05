import { createSession } from '../src/main/engine/store/writer.ts';
import { nodeExecutors } from '../src/shared/lab-report.ts';
import type { LabReport, TrialReport } from '../src/shared/lab-report.ts';
import { seededRandom } from '../src/shared/random.ts';
import type { TaskBatch } from '../src/shared/session.ts';

/** A session as large as a window may have to cope with: the same one every time. */

export const trials = 10;
export const lanes = 16;
const trialNs = 10e9;
const batchRows = 20_000;

/** Random numbers of the session, and of whoever asks about it. */
export const random = seededRandom(7);
export const built = (name: string): URL => new URL(`../out/workers/${name}.js`, import.meta.url);

function* taskBatches(tasks: number): Generator<TaskBatch> {
  const perTrial = tasks / trials;
  const stepNs = (trialNs * lanes) / perTrial;
  const clock = new Float64Array(lanes);
  for (let next = 0; next < tasks;) {
    const count = Math.min(batchRows, tasks - next);
    const batch = emptyBatch(count);
    for (let row = 0; row < count; row += 1, next += 1) {
      const trial = Math.floor(next / perTrial);
      const lane = next % lanes;
      const start = Math.max(trial * trialNs * 1.2, clock[lane] ?? 0) + Math.floor(random() * 1000);
      const end = start + 1 + Math.floor(random() * 2 * stepNs);
      clock[lane] = end;
      batch.trial[row] = trial;
      batch.index[row] = next % perTrial;
      batch.submit[row] = Math.max(trial * trialNs * 1.2, start - Math.floor(random() * 1e8));
      batch.start[row] = start;
      batch.end[row] = end;
      batch.worker[row] = trial * lanes + lane;
      batch.lane[row] = lane;
      batch.tid[row] = 4000 + lane;
      batch.argument_bytes[row] = 25;
      if (random() < 0.01) batch.result_bytes[row] = Math.floor(random() * 1000);
    }
    yield batch;
  }
}

const emptyBatch = (count: number): TaskBatch => ({
  trial: new Uint16Array(count),
  index: new Uint32Array(count),
  input: new Uint32Array(count),
  submit: new Float64Array(count),
  start: new Float64Array(count),
  end: new Float64Array(count),
  worker: new Uint32Array(count),
  lane: new Uint16Array(count),
  tid: new Uint32Array(count),
  outcome: new Uint8Array(count),
  argument_bytes: new Float64Array(count),
  result_bytes: new Float64Array(count).fill(Number.NaN),
});

/** Writes `tasks` tasks in ten trials of sixteen lanes through the real writer. */
export async function recordLargeSession(path: string, tasks: number): Promise<void> {
  const writer = await createSession(
    path,
    {
      version: 1,
      id: 'bench',
      command: 'lab',
      workload: { label: 'synthetic', path: '/synthetic' },
      started_at: new Date().toISOString(),
      origin_ns: '0',
      corelane: 'bench',
    },
    { entry: built('store-writer') },
  );
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
  for (const batch of taskBatches(tasks)) writer.append('tasks', batch);
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
  },
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
