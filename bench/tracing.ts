import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { TraceReading } from '../src/main/engine/tracing/trace-reading.ts';
import { createSession, type RecordingWriter } from '../src/main/engine/store/writer.ts';
import type { StreamBatch } from '../src/shared/session.ts';
import { built, syntheticHeader } from './synthetic-session.ts';
import { writeTrace, type Load } from './synthetic-trace.ts';

/**
 * What reading a trace costs that programs with very many tasks wrote: a thread pool, a process pool, coroutines with three steps each under
 * one that started them all. Prints, for each, the time to read all of it and to hand the rows to the session's writer, the CPU time of the
 * reading thread, and by how much the process grew at most, writer included. Then what a look costs while as many tasks wait in a queue, which
 * happens four times a second. Last what the session's writer takes to finish when each of a quarter as many tasks had a thread of its own,
 * with four slices. Goals: a million tasks in a few seconds and 400 MB; a look in less than 5 ms.
 *
 *   npm run build && node bench/tracing.ts [tasks]
 */

const [, , mode = '', load = '', folder = ''] = process.argv;

if (mode === '--read') await read(load === 'queue');
else if (mode === '--threads') await finishThreads(Number(load));
else {
  const tasks = Number(process.argv[2] ?? 1_000_000);
  for (const each of ['thread pool', 'process pool', 'coroutines', 'queue'] as const) run(each, tasks);
  const threads = Math.ceil(tasks / 4);
  within((made) => report(`short threads, ${threads}`, ['--threads', String(threads), made]));
}

function run(each: Load, tasks: number): void {
  within((made) => {
    writeTrace(join(made, 'traces'), each, tasks);
    report(`${each}, ${tasks} tasks`, ['--read', each, made]);
  });
}

function within(work: (made: string) => void): void {
  const made = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
  try {
    work(made);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** In a process of its own, as it is about the memory of one. */
function report(title: string, args: readonly string[]): void {
  const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    encoding: 'utf8',
  });
  process.stdout.write(`${title}: ${stdout.trim()}${stderr}\n`);
}

function newSession(): Promise<RecordingWriter> {
  return createSession(join(folder, 'bench.corelane'), syntheticHeader(), { entry: built('store-writer') });
}

function grownMb(before: number): string {
  return ((process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20).toFixed(0);
}

async function finishThreads(threads: number): Promise<void> {
  const writer = await newSession();
  const before = process.memoryUsage().rss;
  const perBatch = 1000;
  for (let first = 0; first < threads; first += perBatch) {
    writer.append('slices', slicesOf(first, Math.min(perBatch, threads - first)));
    if (first % 20_000 === 0) await writer.flushed();
  }
  await writer.flushed();
  const recordedMb = grownMb(before);
  const began = performance.now();
  await writer.finish({ complete: true });
  const took = performance.now() - began;
  process.stdout.write(
    `finished in ${took.toFixed(0)} ms, ${grownMb(before)} MB more memory, ${recordedMb} MB of it while recording`,
  );
}

/** One after the other, each with four slices on two cores. */
function slicesOf(first: number, threads: number): StreamBatch<'slices'> {
  const each = 4;
  const rows = threads * each;
  const at = (row: number): number => (first + Math.floor(row / each)) * 260_000 + (row % each) * 60_000;
  const times = (offset: number) => Float64Array.from({ length: rows }, (_, row) => at(row) + offset);
  return {
    ready: times(0),
    start: times(10_000),
    end: times(50_000),
    core: Uint16Array.from({ length: rows }, (_, row) => row % 2),
    thread: Uint32Array.from({ length: rows }, (_, row) => first + Math.floor(row / each)),
    ended: new Uint8Array(rows),
    by: new Uint32Array(rows),
    waker: new Uint32Array(rows),
  };
}

async function read(isQueue: boolean): Promise<void> {
  const writer = await newSession();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  const cpu = process.threadCpuUsage();
  const reading = new TraceReading(join(folder, 'traces'), 0n, writer);
  if (isQueue) {
    reading.look();
    const first = performance.now() - began;
    const looks = 40;
    for (let look = 0; look < looks; look += 1) reading.look();
    const rest = (performance.now() - began - first) / looks;
    process.stdout.write(`the first look ${first.toFixed(0)} ms, each other one ${rest.toFixed(2)} ms`);
  } else {
    // As the tracing thread does.
    let inFlight = 0;
    for (const _ of reading.finish()) {
      inFlight += reading.takeHandedOn();
      if (inFlight < 200_000) continue;
      inFlight = 0;
      await writer.flushed();
    }
    const { user, system } = process.threadCpuUsage(cpu);
    const took = performance.now() - began;
    await writer.finish({ complete: true });
    const all = performance.now() - began;
    process.stdout.write(
      `read in ${took.toFixed(0)} ms (${((user + system) / 1e3).toFixed(0)} ms CPU), written after ${all.toFixed(0)} ms, ${grownMb(before)} MB more memory`,
    );
  }
  process.exit();
}
