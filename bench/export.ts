/**
 * Rate and peak memory of exports: records a session of 2M tasks and 2M samples (or the counts given), then exports it in a
 * process of its own per format, three times in turn. The goals are at least 500,000 events a second and at most 300 MB.
 *
 *     node bench/export.ts [TASKS [SAMPLES]]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadExporter } from '../src/main/engine/export/exporter.ts';
import { exportFormats } from '../src/shared/workplace.ts';
import { runExport } from '../src/main/engine/export/run-export.ts';
import { openFileSink } from '../src/main/engine/export/sink.ts';
import { openSession } from '../src/main/engine/store/reader.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import { sessionVersion } from '../src/shared/session.ts';

interface Measured {
  readonly events: number;
  readonly seconds: number;
  readonly peakRssMb: number;
}

const [first = '2000000', second = '2000000', third = ''] = process.argv.slice(2);
const chosen = exportFormats.find((format) => format === first);
if (chosen !== undefined) process.send?.(await exportOnce(chosen, second, third));
else await compareFormats(Number(first), Number(second));

async function compareFormats(tasks: number, samples: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
  try {
    const session = join(folder, 'bench.corelane');
    await record(session, tasks, samples);
    console.log(`${tasks} tasks, ${samples} samples, ${megabytes(session)} MB`);
    for (const format of ['chrome', 'csv-tasks', 'chrome', 'csv-tasks', 'csv-samples', 'json']) {
      const output = join(folder, 'export');
      const child = fork(import.meta.filename, [format, session, output]);
      const [measured]: unknown[] = await once(child, 'message');
      console.log(`${format.padEnd(12)} ${describe(measured)}, ${megabytes(output)} MB written`);
      rmSync(output);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function describe(measured: unknown): string {
  if (!isMeasured(measured)) return 'gave no figures';
  const { events, seconds, peakRssMb } = measured;
  return `${Math.round(events / seconds / 1000)}k events/s, peak RSS ${Math.round(peakRssMb)} MB, ${seconds.toFixed(1)} s`;
}

function isMeasured(value: unknown): value is Measured {
  return (
    typeof value === 'object' &&
    value !== null &&
    'events' in value &&
    'seconds' in value &&
    'peakRssMb' in value
  );
}

function megabytes(path: string): string {
  return (statSync(path).size / 1e6).toFixed(0);
}

async function exportOnce(
  format: (typeof exportFormats)[number],
  path: string,
  output: string,
): Promise<Measured> {
  const session = openSession(path);
  const exporter = await loadExporter(format);
  const startedAt = performance.now();
  const control = { signal: new AbortController().signal, onProgress: () => undefined };
  await runExport(session, exporter, await openFileSink(output, path), control);
  const seconds = (performance.now() - startedAt) / 1000;
  const events = exporter.streams.reduce((total, stream) => total + session.count(stream), 0);
  session.close();
  return { events, seconds, peakRssMb: ownPeakRssMb() };
}

/** Linux's VmHWM. getrusage's maxRSS would not do: a forked process inherits it from the one that recorded the session. */
function ownPeakRssMb(): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}

/** Tasks of about a millisecond on 8 lanes of 4 trials; samples of 2 cores, and of 8 threads for the most part. */
async function record(path: string, tasks: number, samples: number): Promise<void> {
  const writer = await createSession(
    path,
    {
      version: sessionVersion,
      id: 'bench',
      command: 'lab',
      workload: { label: 'bench', path: '/bench' },
      started_at: new Date(0).toISOString(),
      origin_ns: '0',
      corelane: '0.1.0',
    },
    { entry: new URL('../src/main/engine/store/writer-worker.ts', import.meta.url) },
  );
  writer.addWorkers(
    Array.from({ length: 32 }, (_, worker) => ({
      worker,
      trial: worker >> 3,
      pid: 1000,
      tid: 2000 + worker,
      name: `worker ${worker}`,
      affinity: null,
    })),
  );
  writer.addThreads(
    Array.from({ length: 8 }, (_, thread) => ({
      thread,
      pid: 1000,
      tid: 2000 + thread,
      name: `worker ${thread}`,
      workload: true,
    })),
  );
  const rows = 16_384;
  for (let from = 0; from < tasks; from += rows) {
    const length = Math.min(rows, tasks - from);
    const each = (value: (task: number) => number) => column(from, length, value);
    writer.append('tasks', {
      trial: Uint16Array.from(each((task) => Math.floor((task * 4) / tasks))),
      index: Uint32Array.from(each((task) => task)),
      input: Uint32Array.from(each((task) => task % 1000)),
      submit: each((task) => task * 125_003),
      start: each((task) => task * 125_003 + 41_017),
      end: each((task) => task * 125_003 + 1_000_000 + ((task * 7919) % 41_000)),
      worker: Uint32Array.from(each((task) => task % 8)),
      lane: Uint16Array.from(each((task) => task % 8)),
      tid: Uint32Array.from(each((task) => 2000 + (task % 8))),
      outcome: Uint8Array.from(each((task) => (task % 100 === 0 ? 1 : 0))),
      argument_bytes: each((task) => 40 + (task % 9)),
      result_bytes: each((task) => 1000 + (task % 99)),
    });
  }
  const coreSamples = samples >> 2;
  for (let from = 0; from < coreSamples; from += rows) {
    const length = Math.min(rows, coreSamples - from);
    const each = (value: (row: number) => number) => column(from, length, value);
    writer.append('cores', {
      time: each((row) => (row >> 1) * 20_000_003),
      core: Uint16Array.from(each((row) => row & 1)),
      user_ns: each((row) => (row % 20) * 1e6),
      system_ns: each((row) => (row % 3) * 1e6),
      iowait_ns: each(() => 0),
      steal_ns: each(() => 0),
      idle_ns: each((row) => 20e6 - (row % 20) * 1e6),
    });
  }
  const threadSamples = samples - coreSamples;
  for (let from = 0; from < threadSamples; from += rows) {
    const length = Math.min(rows, threadSamples - from);
    const each = (value: (row: number) => number) => column(from, length, value);
    writer.append('threads', {
      time: each((row) => (row >> 3) * 20_000_003),
      thread: Uint32Array.from(each((row) => row & 7)),
      on_cpu_ns: each((row) => (row >> 3) * 18_700_011),
      run_delay_ns: each((row) => (row >> 3) * 70_011),
      voluntary_switches: each((row) => (row >> 3) * 3),
      involuntary_switches: each((row) => row >> 4),
      migrations: each(() => 0),
      core: Uint16Array.from(each((row) => row & 1)),
    });
  }
  await writer.finish({ complete: true });
}

function column(from: number, length: number, value: (row: number) => number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length }, (_, row) => value(from + row));
}
