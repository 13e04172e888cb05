import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession } from '../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../src/main/engine/store/writer.ts';
import { built, sliceBatches, syntheticHeader } from './synthetic-session.ts';
import type { SliceLoad } from './synthetic-session.ts';

/**
 * What writing a session costs while recording: 64 threads and 16 cores sampled every 20 ms for some seconds,
 * first without tasks, then with 10,000 settling per second. Prints the CPU time of the writer's thread as
 * a share of one core. Goal for the samples, together with the collector: ≤ 2 %.
 *
 * Then exact scheduling: slices of 50 threads at the rates of a usual and of a busy recording, 20 ms of them at a time. Goals: at 5000 a second, together
 * with the collector, ≤ 1 % of a core; at 100,000 a second ≤ 0.4 µs each.
 *
 * And slices as fast as the writer takes them, of two loads on 2 and 16 cores. Prints how many a second, the CPU time of
 * each, mips and the end of the recording included, where the file's bytes go, and the memory of the whole process at most (Linux only). Goals: ≥ 1M slices
 * a second, ≤ 8 bytes each.
 *
 *   npm run build && node bench/store.ts [seconds [slices]]
 */

const seconds = Number(process.argv[2] ?? 10);
const threads = 64;
const cores = 16;
const samplePeriodMs = 20;
const tasksPerSample = 200;
/** Lets the code warm up; not counted. */
const warmUpSeconds = 2;
const lanes = 16;
const entry = built('store-writer');
const slices = Number(process.argv[3] ?? 3_000_000);
/** Slices that may be on their way to the writer: a real recording is far slower than the generator. */
const inFlight = 400_000;

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
  const writer = await createSession(path, syntheticHeader(), { entry, replace: true });
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

async function measureRate(perSecond: number): Promise<string> {
  const path = join(tmpdir(), `corelane-bench-store-${process.pid}.corelane`);
  const writer = await createSession(path, syntheticHeader(), { entry, replace: true });
  const perBatch = (perSecond * samplePeriodMs) / 1000;
  const count = perSecond * (seconds + warmUpSeconds);
  const batches = sliceBatches({ load: 'mixed', slices: count, cores: 2, threads: 50, perBatch });
  const begun = performance.now();
  let sent = 0;
  let warm = { onCpuNs: 0, slices: 0, at: begun };
  for (const batch of batches) {
    writer.append('slices', batch);
    sent += perBatch;
    if (warm.slices === 0 && sent >= perSecond * warmUpSeconds) {
      await writer.flushed();
      warm = { onCpuNs: writer.cost().onCpuNs, slices: sent, at: performance.now() };
    }
    await sleep(Math.max(0, begun + (sent / perSecond) * 1000 - performance.now()));
  }
  await writer.flushed();
  const onCpuNs = writer.cost().onCpuNs - warm.onCpuNs;
  const share = onCpuNs / 1e6 / (performance.now() - warm.at);
  const beforeEnd = cpuOfOthersMs();
  await writer.finish({ complete: true });
  const finishing = cpuOfOthersMs() - beforeEnd;
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
  return [
    `writer CPU ${(share * 100).toFixed(2)} % of one core, ${(onCpuNs / 1000 / (sent - warm.slices)).toFixed(2)} µs each`,
    `its end ${((finishing / count) * 1000).toFixed(2)} s CPU per million`,
  ].join('; ');
}

/** CPU time of all threads but this one, ms. */
function cpuOfOthersMs(): number {
  const all = process.cpuUsage();
  const own = process.threadCpuUsage();
  return (all.user + all.system - own.user - own.system) / 1000;
}

async function measureSlices(load: SliceLoad, coreCount: number, threadCount: number): Promise<string> {
  const path = join(tmpdir(), `corelane-bench-store-${process.pid}.corelane`);
  const writer = await createSession(path, syntheticHeader(), { entry, replace: true });
  // From here on the kernel's peak counts anew.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = { onCpuMs: cpuOfOthersMs(), at: performance.now() };
  let sent = 0;
  for (const batch of sliceBatches({ load, slices, cores: coreCount, threads: threadCount })) {
    sent += batch.core.length;
    writer.append('slices', batch);
    while (sent - writer.committed().slices > inFlight) await sleep(2);
  }
  await writer.flushed();
  const recorded = performance.now() - before.at;
  await writer.finish({ complete: true });
  const finishing = performance.now() - before.at - recorded;
  const onCpuUs = ((cpuOfOthersMs() - before.onCpuMs) * 1000) / slices;
  const sizes = describeSizes(path);
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
  return [
    `${(slices / recorded / 1000).toFixed(2)} M slices/s, ${onCpuUs.toFixed(2)} µs CPU each, finish ${finishing.toFixed(0)} ms`,
    sizes,
    `at most ${peakRssMb()} MB`,
  ].join('; ');
}

function peakRssMb(): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Math.round(Number(line?.[1] ?? Number.NaN) / 1024);
}

/** Bytes per slice: of the file, and of what its BLOBs hold. */
function describeSizes(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  const each = (sql: string): string =>
    (Number(database.prepare(sql).get()?.['bytes'] ?? 0) / slices).toFixed(2);
  const groups = database.prepare('SELECT grp, name FROM mip_group ORDER BY grp').all();
  const parts = groups.map(
    ({ grp, name }) =>
      `${String(name)} ${each(`SELECT sum(length(data)) AS bytes FROM mip WHERE grp = ${Number(grp)}`)}`,
  );
  const rows = each('SELECT sum(length(rows)) AS bytes FROM chunk_data');
  database.close();
  return `${(statSync(path).size / slices).toFixed(2)} B each (rows ${rows}, mips ${parts.join(', ')})`;
}

console.log(`samples only       ${await measureWriter(false)}`);
console.log(`with 10k tasks/s   ${await measureWriter(true)}`);
for (const rate of [5000, 100_000]) {
  console.log(`${String(rate).padEnd(6)} slices/s    ${await measureRate(rate)}`);
}
for (const load of ['mixed', 'ping-pong'] as const) {
  console.log(`${load.padEnd(10)} 2 cores  ${await measureSlices(load, 2, 24)}`);
  console.log(`${load.padEnd(10)} 16 cores ${await measureSlices(load, 16, 64)}`);
}
