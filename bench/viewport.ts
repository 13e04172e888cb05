import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession } from '../src/main/engine/store/reader.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import type { RecordingWriter } from '../src/main/engine/store/writer.ts';
import type { SessionReader } from '../src/shared/session.ts';
import { asNanoseconds } from '../src/shared/units.ts';
import { batchRows, built, random, sliceBatches, syntheticHeader, taskBatches } from './synthetic-session.ts';

/**
 * What a large session costs: writes 10M slices (or the number given) and a tenth as many tasks through the real writer, then asks
 * for views of 16 rows × 1600 pixels at random zooms. Goal: p95 of a few milliseconds.
 *
 *   npm run build && node bench/viewport.ts [slices]
 */

const slices = Number(process.argv[2] ?? 10_000_000);
const tasks = slices / 10;
const cores = 16;
const lanes = 16;
const threads = 64;
const rows = 16;
const pixels = 1600;
const queries = 300;
/** Rows that may be on their way to the writer; a real recording is far slower than this generator. */
const inFlight = 400_000;

const path = join(tmpdir(), `corelane-bench-${process.pid}.corelane`);

async function record(): Promise<RecordingWriter> {
  const writer = await createSession(path, syntheticHeader(), {
    entry: built('store-writer'),
    replace: true,
  });
  const shape = { tasks, trials: 10, lanes, trialNs: slices * 1000 };
  const tasksToCome = taskBatches(shape);
  let sent = 0;
  for (const batch of sliceBatches({ load: 'mixed', slices, cores, threads })) {
    sent += batch.core.length;
    writer.append('slices', batch);
    if (sent % (10 * batchRows) === 0) {
      const { value } = tasksToCome.next();
      if (value !== undefined) writer.append('tasks', value);
    }
    while (sent - writer.committed().slices > inFlight) await new Promise((wake) => setTimeout(wake, 2));
  }
  for (const batch of tasksToCome) writer.append('tasks', batch);
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

/** When the last slice ends. */
function lastEnd(reader: SessionReader): number {
  let last = 0;
  for (const { end } of reader.batches('slices', { from: asNanoseconds(slices * 100) })) {
    for (const time of end) last = Math.max(last, time);
  }
  return last;
}

try {
  const began = performance.now();
  const writer = await record();
  const elapsed = (performance.now() - began) / 1000;
  const megabytes = statSync(path).size / 1e6;
  console.log(`recorded     ${slices} slices, ${tasks} tasks in ${elapsed.toFixed(2)} s`);
  console.log(
    `ingest       ${((slices + tasks) / elapsed / 1e6).toFixed(2)} M events/s (generator included)`,
  );
  console.log(`writer CPU   ${(writer.cost().onCpuNs / 1e9).toFixed(2)} s`);
  console.log(`file         ${megabytes.toFixed(1)} MB`);

  const opening = Array.from({ length: 20 }, () => timed(() => openSession(path).close()));
  console.log(`opening      ${summary(opening)}`);

  const reader = openSession(path);
  const tracks = Array.from({ length: rows }, (_, track) => track);
  const lengthNs = lastEnd(reader);
  for (const group of ['cores', 'tasks', 'threads', 'delays'] as const) {
    const times: ReturnType<typeof timed>[] = [];
    for (let query = 0; query < queries; query += 1) {
      // From 100 µs to the whole session, each order of magnitude as often as the next.
      const window = 10 ** (5 + random() * (Math.log10(lengthNs) - 5));
      const from = random() * (lengthNs - window);
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
