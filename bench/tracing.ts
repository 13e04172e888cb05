import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { TraceReading } from '../src/main/engine/tracing/trace-reading.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import { built, syntheticHeader } from './synthetic-session.ts';
import { writeTrace, type Load } from './synthetic-trace.ts';

/**
 * What reading a trace costs that programs with very many tasks wrote: a thread pool, a process pool, coroutines with three steps each under
 * one that started them all. Prints, for each, the time to read all of it and to hand the rows to the session's writer, the CPU time of the
 * reading thread, and by how much the process grew at most, writer included. Then what a look costs while as many tasks wait in a queue, which
 * happens four times a second. Goals: a million tasks in a few seconds and 400 MB; a look in less than 5 ms.
 *
 *   npm run build && node bench/tracing.ts [tasks]
 */

const [, , mode = '', load = '', folder = ''] = process.argv;
const isChild = mode === '--read';

if (isChild) await read(load === 'queue');
else {
  const tasks = Number(process.argv[2] ?? 1_000_000);
  for (const each of ['thread pool', 'process pool', 'coroutines', 'queue'] as const) run(each, tasks);
}

function run(each: Load, tasks: number): void {
  const made = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
  try {
    writeTrace(join(made, 'traces'), each, tasks);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), '--read', each, made],
      {
        encoding: 'utf8',
      },
    );
    process.stdout.write(`${each}, ${tasks} tasks: ${stdout.trim()}${stderr}\n`);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

async function read(isQueue: boolean): Promise<void> {
  const writer = await createSession(join(folder, 'bench.corelane'), syntheticHeader(), {
    entry: built('store-writer'),
  });
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
    const grown = process.resourceUsage().maxRSS * 1024 - before;
    process.stdout.write(
      `read in ${took.toFixed(0)} ms (${((user + system) / 1e3).toFixed(0)} ms CPU), written after ${all.toFixed(0)} ms, ${(grown / 2 ** 20).toFixed(0)} MB more memory`,
    );
  }
  process.exit();
}
