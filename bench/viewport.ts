import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession } from '../src/main/engine/store/reader.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../src/main/engine/store/writer.ts';
import type { StreamBatch } from '../src/shared/session.ts';
import { asNanoseconds } from '../src/shared/units.ts';

/**
 * What a large session costs: writes 10M context switches and 1M tasks through the real writer, then asks
 * for views of 16 rows × 1600 pixels at random zooms. Goal: p95 ≤ 5 ms.
 *
 *   npm run build && node bench/viewport.ts [switches]
 */

const switches = Number(process.argv[2] ?? 10_000_000);
const tasks = switches / 10;
const cores = 16;
const lanes = 16;
const threads = 64;
const seconds = 100;
const rows = 16;
const pixels = 1600;
const queries = 300;
const batchRows = 20_000;
/** Rows that may be on their way to the writer; a real recording is far slower than this generator. */
const inFlight = 500_000;

const path = join(tmpdir(), `corelane-bench-${process.pid}.corelane`);
const random = generator(7);

/** Mulberry32: the same session every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function switchBatches(): () => StreamBatch<'switches'> {
  const clock = new Float64Array(cores);
  const step = (seconds * 1e9 * cores) / switches;
  return () => {
    const batch = {
      time: new Float64Array(batchRows),
      core: new Uint16Array(batchRows),
      thread: new Uint32Array(batchRows),
      end: new Uint8Array(batchRows),
    };
    for (let row = 0; row < batchRows; row += 1) {
      const core = row % cores;
      clock[core] = (clock[core] ?? 0) + 1 + Math.floor(random() * 2 * step);
      batch.time[row] = clock[core] ?? 0;
      batch.core[row] = core;
      batch.thread[row] = random() < 0.3 ? 0 : 1 + Math.floor(random() * threads);
      batch.end[row] = random() < 0.5 ? 0 : 1;
    }
    return batch;
  };
}

function taskBatches(): () => StreamBatch<'tasks'> {
  const clock = new Float64Array(lanes);
  const step = (seconds * 1e9 * lanes) / tasks;
  let next = 0;
  return () => {
    const count = batchRows / 10;
    const batch = {
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
      argument_bytes: new Float64Array(count).fill(Number.NaN),
      result_bytes: new Float64Array(count).fill(Number.NaN),
    };
    for (let row = 0; row < count; row += 1) {
      const lane = row % lanes;
      const start = clock[lane] ?? 0;
      const end = start + 1 + Math.floor(random() * 2 * step);
      clock[lane] = end;
      batch.trial[row] = Math.floor(next / 100_000);
      batch.index[row] = next;
      batch.submit[row] = Math.max(0, start - 1e6);
      batch.start[row] = start;
      batch.end[row] = end - Math.floor(random() * 10_000);
      batch.worker[row] = lane;
      batch.lane[row] = lane;
      batch.tid[row] = 4000 + lane;
      next += 1;
    }
    return batch;
  };
}

async function record(): Promise<RecordingWriter> {
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
  const nextSwitches = switchBatches();
  const nextTasks = taskBatches();
  for (let sent = 0; sent < switches; sent += batchRows) {
    writer.append('switches', nextSwitches());
    writer.append('tasks', nextTasks());
    while (sent - writer.committed().switches > inFlight) await new Promise((wake) => setTimeout(wake, 5));
  }
  await writer.finish({ complete: true });
  return writer;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Wall and CPU time of one call, ms: on a busy machine only the latter is the call's own. */
function timed(work: () => void): { readonly wall: number; readonly onCpu: number } {
  const before = process.threadCpuUsage();
  const begin = performance.now();
  work();
  const wall = performance.now() - begin;
  const { user, system } = process.threadCpuUsage(before);
  return { wall, onCpu: (user + system) / 1000 };
}

function summary(times: readonly { readonly wall: number; readonly onCpu: number }[]): string {
  return (['wall', 'onCpu'] as const)
    .map((clock) => {
      const sorted = times.map((time) => time[clock]).toSorted((a, b) => a - b);
      const [p50, p95] = [quantile(sorted, 0.5), quantile(sorted, 0.95)].map((value) => value.toFixed(2));
      return `${clock === 'wall' ? 'wall' : 'CPU'} p50 ${p50} ms, p95 ${p95} ms`;
    })
    .join('; ');
}

try {
  const began = performance.now();
  const writer = await record();
  const elapsed = (performance.now() - began) / 1000;
  const megabytes = statSync(path).size / 1e6;
  console.log(`recorded     ${switches} switches, ${tasks} tasks in ${elapsed.toFixed(2)} s`);
  console.log(
    `ingest       ${((switches + tasks) / elapsed / 1e6).toFixed(2)} M events/s (generator included)`,
  );
  console.log(`writer CPU   ${(writer.cost().onCpuNs / 1e9).toFixed(2)} s`);
  console.log(`file         ${megabytes.toFixed(1)} MB`);

  const opening = Array.from({ length: 20 }, () => timed(() => openSession(path).close()));
  console.log(`opening      ${summary(opening)}`);

  const reader = openSession(path);
  const tracks = Array.from({ length: rows }, (_, track) => track);
  for (const group of ['cores', 'tasks'] as const) {
    const times: ReturnType<typeof timed>[] = [];
    for (let query = 0; query < queries; query += 1) {
      // From 100 µs to the whole session, each order of magnitude as often as the next.
      const window = 10 ** (5 + random() * (Math.log10(seconds * 1e9) - 5));
      const from = random() * (seconds * 1e9 - window);
      times.push(
        timed(() => {
          reader.viewport({
            group,
            tracks,
            from: asNanoseconds(from),
            to: asNanoseconds(from + window),
            width: pixels,
          });
        }),
      );
    }
    console.log(`viewport     ${group}: ${summary(times)} (${queries} random zooms)`);
  }
  reader.close();
} finally {
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
}
