import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../src/main/engine/store/writer.ts';
import type { SessionHeader } from '../src/shared/session.ts';

/**
 * What writing a session costs while recording: 64 threads and 16 cores sampled every 20 ms for some seconds,
 * first without tasks, then with 10,000 settling per second. Prints the CPU time of the writer's thread as
 * a share of one core. Goal for the samples, together with the collector: ≤ 2 %.
 *
 *   npm run build && node bench/store.ts [seconds]
 */

const seconds = Number(process.argv[2] ?? 10);
const threads = 64;
const cores = 16;
const samplePeriodMs = 20;
const tasksPerSample = 200;
/** Lets the code warm up; not counted. */
const warmUpSeconds = 2;
const lanes = 16;
const entry = new URL('../out/workers/store-writer.js', import.meta.url);
const header: SessionHeader = {
  version: 1,
  id: 'bench',
  command: 'lab',
  workload: { label: 'synthetic', path: '/synthetic' },
  started_at: new Date().toISOString(),
  origin_ns: '0',
  corelane: 'bench',
};

const column = (rows: number, value: (row: number) => number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: rows }, (_, row) => value(row));

function recordSample(writer: RecordingWriter, sample: number, withTasks: boolean): void {
  const time = sample * samplePeriodMs * 1e6;
  const onCpu = (row: number): number => sample * 1e7 + row * 1000 + Math.floor(Math.random() * 1e6);
  writer.append('threads', {
    time: column(threads, (row) => time + row * 3000),
    thread: Uint32Array.from({ length: threads }, (_, row) => row),
    on_cpu_ns: column(threads, onCpu),
    run_delay_ns: column(threads, onCpu),
    voluntary_switches: column(threads, (row) => sample * 3 + row),
    involuntary_switches: column(threads, (row) => sample + row),
    migrations: column(threads, () => 0),
    core: Uint16Array.from({ length: threads }, (_, row) => (row + sample) % cores),
  });
  writer.append('cores', {
    time: column(cores, () => time),
    core: Uint16Array.from({ length: cores }, (_, row) => row),
    user_ns: column(cores, () => 1e7),
    system_ns: column(cores, () => 5e6),
    iowait_ns: column(cores, () => 0),
    steal_ns: column(cores, () => 0),
    idle_ns: column(cores, () => 5e6),
  });
  if (!withTasks) return;
  const step = (samplePeriodMs * 1e6) / (tasksPerSample / lanes);
  const started = (row: number): number => time + Math.floor(row / lanes) * step;
  writer.append('tasks', {
    trial: new Uint16Array(tasksPerSample),
    index: Uint32Array.from({ length: tasksPerSample }, (_, row) => sample * tasksPerSample + row),
    input: Uint32Array.from({ length: tasksPerSample }, (_, row) => row),
    submit: column(tasksPerSample, (row) => started(row) - 1e6),
    start: column(tasksPerSample, started),
    end: column(tasksPerSample, (row) => started(row) + step * (0.5 + Math.random() / 2)),
    worker: Uint32Array.from({ length: tasksPerSample }, (_, row) => row % lanes),
    lane: Uint16Array.from({ length: tasksPerSample }, (_, row) => row % lanes),
    tid: Uint32Array.from({ length: tasksPerSample }, (_, row) => 4000 + (row % lanes)),
    outcome: new Uint8Array(tasksPerSample),
    argument_bytes: column(tasksPerSample, () => Number.NaN),
    result_bytes: column(tasksPerSample, () => Number.NaN),
  });
}

async function measureWriter(withTasks: boolean): Promise<string> {
  const path = join(tmpdir(), `corelane-bench-store-${process.pid}.corelane`);
  const writer = await createSession(path, header, { entry, replace: true });
  let sample = 0;
  const record = async (duration: number): Promise<void> => {
    for (const end = performance.now() + duration * 1000; performance.now() < end; sample += 1) {
      recordSample(writer, sample, withTasks);
      await sleep(samplePeriodMs);
    }
  };
  await record(warmUpSeconds);
  const before = { onCpuNs: writer.cost().onCpuNs, at: performance.now() };
  await record(seconds);
  const share = (writer.cost().onCpuNs - before.onCpuNs) / 1e6 / (performance.now() - before.at);
  await writer.finish({ complete: true });
  const size = statSync(path).size / 1e3 / (seconds + warmUpSeconds);
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
  return `writer CPU ${(share * 100).toFixed(2)} % of one core, file ${size.toFixed(0)} kB per second`;
}

console.log(`samples only       ${await measureWriter(false)}`);
console.log(`with 10k tasks/s   ${await measureWriter(true)}`);
