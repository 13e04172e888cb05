import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import type { ProfileReport } from '../../../../src/shared/profile-report.ts';
import type { LabReport, NodeExecutor, TrialReport } from '../../../../src/shared/lab-report.ts';
import { outcomeCode, sessionVersion, sliceEndCode } from '../../../../src/shared/session.ts';
import type {
  FailureRow,
  LogRow,
  Outcome,
  ProcessRow,
  SessionHeader,
  SessionReport,
  SliceEnd,
  StreamBatch,
  ThreadRow,
  WorkerRow,
} from '../../../../src/shared/session.ts';

/** A folder of its own for one test, gone when the test is. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Content {
  readonly header?: Partial<SessionHeader>;
  readonly complete?: boolean;
  readonly report?: SessionReport;
  readonly workers?: readonly WorkerRow[];
  readonly threads?: readonly ThreadRow[];
  readonly processes?: readonly ProcessRow[];
  readonly failures?: readonly FailureRow[];
  readonly logs?: readonly LogRow[];
  readonly tasks?: readonly TaskRow[];
  readonly cores?: StreamBatch<'cores'>;
  readonly threadSamples?: StreamBatch<'threads'>;
  readonly memory?: StreamBatch<'memory'>;
  readonly slices?: readonly SliceRow[];
  readonly losses?: StreamBatch<'losses'>;
}

/** Records a session through the real store and gives its path back. */
export async function recordSession(path: string, content: Content): Promise<string> {
  const writer = await createSession(
    path,
    {
      version: sessionVersion,
      id: '5e55-1d',
      command: 'lab',
      workload: { label: 'task.mjs', path: '/somewhere/task.mjs' },
      started_at: '2026-05-04T03:02:01.000Z',
      origin_ns: '123456789012345678',
      corelane: '0.1.0',
      ...content.header,
    },
    { entry: new URL('../../../../src/main/engine/store/writer-worker.ts', import.meta.url) },
  );
  if (content.report !== undefined) writer.setReport(content.report);
  writer.addWorkers(content.workers ?? []);
  writer.addThreads(content.threads ?? []);
  writer.addProcesses(content.processes ?? []);
  writer.addFailures(content.failures ?? []);
  writer.addLogs(content.logs ?? []);
  if (content.tasks !== undefined) writer.append('tasks', taskBatch(content.tasks));
  if (content.cores !== undefined) writer.append('cores', content.cores);
  if (content.threadSamples !== undefined) writer.append('threads', content.threadSamples);
  if (content.memory !== undefined) writer.append('memory', content.memory);
  if (content.slices !== undefined) writer.append('slices', sliceBatch(content.slices));
  if (content.losses !== undefined) writer.append('losses', content.losses);
  await writer.finish({ complete: content.complete ?? true });
  return path;
}

/** A task as tests write it; times in nanoseconds, null for what is not known. */
export interface TaskRow {
  readonly trial?: number;
  readonly index?: number;
  readonly input?: number;
  readonly submit: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly worker?: number;
  readonly lane?: number;
  readonly tid?: number;
  readonly outcome?: Outcome;
  readonly argument_bytes?: number;
  readonly result_bytes?: number;
}

export function taskBatch(rows: readonly TaskRow[]): StreamBatch<'tasks'> {
  return {
    trial: Uint16Array.from(rows, (row) => row.trial ?? 0),
    index: Uint32Array.from(rows, (row, position) => row.index ?? position),
    input: Uint32Array.from(rows, (row, position) => row.input ?? position),
    submit: Float64Array.from(rows, (row) => row.submit ?? Number.NaN),
    start: Float64Array.from(rows, (row) => row.start ?? Number.NaN),
    end: Float64Array.from(rows, (row) => row.end ?? Number.NaN),
    worker: Uint32Array.from(rows, (row) => row.worker ?? 0),
    lane: Uint16Array.from(rows, (row) => row.lane ?? 0),
    tid: Uint32Array.from(rows, (row) => row.tid ?? 0),
    outcome: Uint8Array.from(rows, (row) => outcomeCode(row.outcome ?? 'ok')),
    argument_bytes: Float64Array.from(rows, (row) => row.argument_bytes ?? Number.NaN),
    result_bytes: Float64Array.from(rows, (row) => row.result_bytes ?? Number.NaN),
  };
}

/** A slice as tests write it; times in nanoseconds, `by` and `waker` as rows of threads, null for what is not known. */
export interface SliceRow {
  readonly ready?: number | null;
  readonly start: number;
  readonly end: number;
  readonly core?: number;
  readonly thread: number;
  readonly ended?: SliceEnd;
  readonly by?: number | null;
  readonly waker?: number | null;
}

const other = (thread: number | null | undefined): number =>
  thread === null || thread === undefined ? 0 : thread + 1;

export function sliceBatch(rows: readonly SliceRow[]): StreamBatch<'slices'> {
  return {
    ready: Float64Array.from(rows, (row) => row.ready ?? Number.NaN),
    start: Float64Array.from(rows, (row) => row.start),
    end: Float64Array.from(rows, (row) => row.end),
    core: Uint16Array.from(rows, (row) => row.core ?? 0),
    thread: Uint32Array.from(rows, (row) => row.thread),
    ended: Uint8Array.from(rows, (row) => sliceEndCode(row.ended ?? 'blocked')),
    by: Uint32Array.from(rows, (row) => other(row.by)),
    waker: Uint32Array.from(rows, (row) => other(row.waker)),
  };
}

export const trialReport = (
  executor: NodeExecutor,
  workers: number,
  figures: Partial<TrialReport> = {},
): TrialReport => ({
  executor,
  workers,
  cores: [0, 1],
  pin: 'each',
  repeat: 1,
  complete: true,
  tasks: 2,
  failed: 0,
  wall_ms: 10,
  throughput_per_s: 200,
  on_cpu_ms: 9,
  off_cpu_ms: 1,
  run_delay_ms: 0.5,
  voluntary_switches: 3,
  involuntary_switches: 1,
  migrations: 0,
  outside_affinity_ms: 0,
  startup_ms: 40,
  per_core: [],
  task_ms: { p50: 4.5, p95: 5, p99: 5.1 },
  queue_ms: { p50: 0.2, p95: 0.3, p99: 0.4 },
  peak_rss_mb: 80,
  ...figures,
});

export const profileReport = (parts: Partial<ProfileReport> = {}): ProfileReport => ({
  corelane: 1,
  command: 'profile',
  session: 'run.corelane',
  complete: true,
  argv: ['python3', 'script.py'],
  cwd: '/somewhere',
  cores_used: [0, 1],
  exit: { code: 0, signal: null },
  wall_ms: 10,
  machine: { cpus: 2, model: 'Test CPU', os: 'Linux 6.1' },
  scheduling: { mode: 'system', reason: 'every switch of the machine', lost: 0, wakes: true },
  processes: [],
  cores: [],
  tasks: { total: 0, by_api: {} },
  findings: [],
  warnings: [],
  collector: null,
  ...parts,
});

export const labReport = (trials: readonly TrialReport[], parts: Partial<LabReport> = {}): LabReport => ({
  corelane: 1,
  command: 'lab',
  session: 'run.corelane',
  complete: true,
  machine: { cpus: 2, model: 'Test CPU', os: 'Linux 6.1' },
  runtime: { name: 'node', version: '24.21.0' },
  scheduling: { mode: 'sampled', reason: 'sampled every 20 ms', lost: 0, wakes: false },
  trials,
  skipped: [],
  findings: [],
  warnings: [],
  verdict: {
    boundness: 'cpu',
    executor: 'thread-pool',
    workers: 2,
    margin: 1.5,
    confidence: 'clear',
    steps: [],
  },
  collector: null,
  ...parts,
});
