import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession } from '../src/main/engine/store/writer.ts';

/**
 * What writing a session costs while recording: 64 threads and all cores sampled every 20 ms and 10,000 tasks
 * settling per second, for some seconds. Prints the CPU time of the writer's thread as a share of one core.
 * Goal, together with the collector: ≤ 2 %.
 *
 *   npm run build && node bench/store.ts [seconds]
 */

const seconds = Number(process.argv[2] ?? 10);
const threads = 64;
const cores = 16;
const samplePeriodMs = 20;
const tasksPerSample = 200;
const lanes = 16;

const path = join(tmpdir(), `corelane-bench-store-${process.pid}.corelane`);
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
  { entry: new URL('../out/workers/store-writer.js', import.meta.url), replace: true },
);

const column = (rows: number, value: (row: number) => number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: rows }, (_, row) => value(row));

let sample = 0;
function recordSample(): void {
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
  sample += 1;
}

/** The first second warms the code up and is not counted. */
const warmUpSamples = 1000 / samplePeriodMs;
let counted = { onCpuNs: 0, at: 0 };
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    recordSample();
    if (sample === warmUpSamples) counted = { ...writer.cost(), at: performance.now() };
    if (sample < (seconds * 1000) / samplePeriodMs + warmUpSamples) return;
    clearInterval(timer);
    resolve();
  }, samplePeriodMs);
});
const onCpuMs = (writer.cost().onCpuNs - counted.onCpuNs) / 1e6;
const wallMs = performance.now() - counted.at;
await writer.finish({ complete: true });
console.log(
  `writer CPU   ${((onCpuMs / wallMs) * 100).toFixed(2)} % of one core over ${(wallMs / 1000).toFixed(1)} s`,
);
console.log(`file         ${(statSync(path).size / 1e3 / (seconds + 1)).toFixed(0)} kB per second recorded`);
for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
