import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSession } from '../../../../src/main/engine/store/writer.ts';
import type { ProfileReport } from '../../../../src/shared/profile-report.ts';
import type { Executor } from '../../../../src/shared/executors.ts';
import type { LabReport, TrialReport } from '../../../../src/shared/lab-report.ts';
import { outcomeCode, sessionVersion, sliceEndCode, waitStateCode } from '../../../../src/shared/session.ts';
import type {
  DetailKind,
  DetailRows,
  FailureRow,
  LogRow,
  Outcome,
  ProcessRow,
  SessionHeader,
  SessionReport,
  SessionWriter,
  SliceEnd,
  StreamBatch,
  ThreadRow,
  WaitState,
  WorkerRow,
} from '../../../../src/shared/session.ts';
import { spanKinds } from '../../../../src/shared/trace-format.ts';
import type { SpanKind } from '../../../../src/shared/trace-format.ts';

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
  readonly details?: { readonly [K in DetailKind]?: readonly DetailRows[K][] };
  readonly traced?: readonly TracedRow[];
  readonly steps?: readonly StepRow[];
  readonly spans?: readonly SpanRow[];
  readonly loops?: readonly LoopRow[];
  readonly waits?: readonly WaitRow[];
  readonly samples?: readonly SampleRow[];
}

/** A CPU sample as tests write it; times in nanoseconds. */
export interface SampleRow {
  readonly time: number;
  readonly pid: number;
  readonly tid: number;
  readonly stack: number;
  readonly weight_ns: number;
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
  addDetails(writer, content.details ?? {});
  if (content.traced !== undefined) writer.append('traced', tracedBatch(content.traced));
  if (content.steps !== undefined) writer.append('steps', stepBatch(content.steps));
  if (content.spans !== undefined) writer.append('spans', spanBatch(content.spans));
  if (content.loops !== undefined) writer.append('loops', loopBatch(content.loops));
  if (content.waits !== undefined) writer.append('waits', waitBatch(content.waits));
  if (content.samples !== undefined) writer.append('samples', sampleBatch(content.samples));
  await writer.finish({ complete: content.complete ?? true });
  return path;
}

function addDetails(writer: SessionWriter, details: NonNullable<Content['details']>): void {
  const add = <K extends DetailKind>(kind: K, rows: readonly DetailRows[K][] = []): void =>
    writer.addDetails(kind, rows);
  add('sites', details.sites);
  add('pools', details.pools);
  add('lanes', details.lanes);
  add('programs', details.programs);
  add('names', details.names);
  add('frames', details.frames);
  add('stacks', details.stacks);
}

const sampleBatch = (rows: readonly SampleRow[]): StreamBatch<'samples'> => ({
  time: Float64Array.from(rows, ({ time }) => time),
  pid: Uint32Array.from(rows, ({ pid }) => pid),
  tid: Uint32Array.from(rows, ({ tid }) => tid),
  stack: Uint32Array.from(rows, ({ stack }) => stack),
  weight_ns: Float64Array.from(rows, (row) => row.weight_ns),
});

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

/** What was traced of a task, as tests write it; what is not given is not known, or none. */
export type TracedRow = { readonly task: number; readonly site: number } & {
  readonly [C in keyof StreamBatch<'traced'>]?: number;
};

export function tracedBatch(rows: readonly TracedRow[]): StreamBatch<'traced'> {
  const numbers = (name: keyof TracedRow) => Uint32Array.from(rows, (row) => row[name] ?? 0);
  const known = (name: keyof TracedRow) => Float64Array.from(rows, (row) => row[name] ?? Number.NaN);
  return {
    task: numbers('task'),
    site: numbers('site'),
    name: numbers('name'),
    error: numbers('error'),
    parent: numbers('parent'),
    chunk: numbers('chunk'),
    flags: Uint8Array.from(rows, ({ flags }) => flags ?? 0),
    submit_pid: numbers('submit_pid'),
    submit_tid: numbers('submit_tid'),
    worker_pid: numbers('worker_pid'),
    result: known('result'),
    cpu_ns: known('cpu_ns'),
    argument_ns: known('argument_ns'),
    result_ns: known('result_ns'),
    steps: numbers('steps'),
    longest_step_ns: known('longest_step_ns'),
  };
}

export interface StepRow {
  readonly task: number;
  readonly pid: number;
  readonly tid: number;
  readonly start: number;
  readonly end: number;
}

export const stepBatch = (rows: readonly StepRow[]): StreamBatch<'steps'> => ({
  task: Uint32Array.from(rows, ({ task }) => task),
  pid: Uint32Array.from(rows, ({ pid }) => pid),
  tid: Uint32Array.from(rows, ({ tid }) => tid),
  start: Float64Array.from(rows, ({ start }) => start),
  end: Float64Array.from(rows, ({ end }) => end),
});

export interface SpanRow {
  readonly kind: SpanKind;
  readonly name?: number;
  readonly pid: number;
  readonly tid: number;
  readonly start: number;
  readonly end: number;
}

export const spanBatch = (rows: readonly SpanRow[]): StreamBatch<'spans'> => ({
  kind: Uint8Array.from(rows, ({ kind }) => spanKinds.indexOf(kind)),
  name: Uint32Array.from(rows, ({ name }) => name ?? 0),
  pid: Uint32Array.from(rows, ({ pid }) => pid),
  tid: Uint32Array.from(rows, ({ tid }) => tid),
  start: Float64Array.from(rows, ({ start }) => start),
  end: Float64Array.from(rows, ({ end }) => end),
});

export interface LoopRow {
  readonly pid: number;
  readonly tid: number;
  readonly start: number;
  readonly end: number;
  readonly active_ns: number;
  readonly longest_delay_ns: number;
}

export const loopBatch = (rows: readonly LoopRow[]): StreamBatch<'loops'> => ({
  pid: Uint32Array.from(rows, ({ pid }) => pid),
  tid: Uint32Array.from(rows, ({ tid }) => tid),
  start: Float64Array.from(rows, ({ start }) => start),
  end: Float64Array.from(rows, ({ end }) => end),
  active_ns: Float64Array.from(rows, (row) => row.active_ns),
  longest_delay_ns: Float64Array.from(rows, (row) => row.longest_delay_ns),
});

export interface WaitRow {
  readonly time: number;
  readonly thread: number;
  readonly state: WaitState;
}

export const waitBatch = (rows: readonly WaitRow[]): StreamBatch<'waits'> => ({
  time: Float64Array.from(rows, ({ time }) => time),
  thread: Uint32Array.from(rows, ({ thread }) => thread),
  state: Uint8Array.from(rows, ({ state }) => waitStateCode(state)),
});

export const trialReport = (
  executor: Executor,
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
    recipe: null,
  },
  scaling: [],
  collector: null,
  ...parts,
});
