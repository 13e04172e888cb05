import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeRunFolder, removeRunFolder } from '../src/main/engine/tracing/run-folder.ts';
import { median } from '../src/shared/statistics.ts';

/**
 * What the Python hook adds to a task of executors, threads and processes, and to the start of a program: the same program bare and hooked,
 * in turns. Goals: 3 µs a task of a thread pool, 10 µs of a process pool, 15 ms at the start. `hooks-asyncio.ts` is about coroutines.
 *
 *   node bench/hooks.ts [python] [pairs]
 */
const python = process.argv[2] ?? 'python3';
const pairs = Number(process.argv[3] ?? 9);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The load, tasks in a batch, batches in a process. */
const loads = [
  ['thread-pool', 1000, 40],
  ['process-pool', 1000, 8],
  ['thread', 200, 20],
  ['process', 20, 5],
] as const;

const starts = [
  ['nothing', 'pass'],
  ['pools', 'import concurrent.futures.thread, concurrent.futures.process, multiprocessing.pool'],
  ['asyncio', 'import asyncio'],
] as const;

const home = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
try {
  cpSync(here('../src/workers/python/corelane_hook'), join(home, 'corelane_hook'), { recursive: true });
  for (const [load, count, batches] of loads) {
    const args = [here('bare/executors.py'), load, String(count), String(batches)];
    compare(load, (folder) => Number(runPython(args, folder)));
  }
  for (const [name, code] of starts) {
    compare(`start with ${name}`, (folder) => {
      const begun = process.hrtime.bigint();
      runPython(['-c', code], folder);
      return Number(process.hrtime.bigint() - begun);
    });
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Prints what the hook adds; the first pair, in which modules are compiled, does not count. */
function compare(name: string, nanoseconds: (folder: string | null) => number): void {
  const added: number[] = [];
  const bare: number[] = [];
  for (let pair = -1; pair < pairs; pair += 1) {
    const first = measured(nanoseconds, pair % 2 !== 0);
    const second = measured(nanoseconds, pair % 2 === 0);
    if (pair < 0) continue;
    const [alone, hooked] = pair % 2 === 0 ? [first, second] : [second, first];
    bare.push(alone);
    added.push(hooked - alone);
  }
  console.log(`${name}: ${told(added)} ns added to ${told(bare)} (median, least and most of ${pairs} pairs)`);
}

function measured(nanoseconds: (folder: string | null) => number, hooked: boolean): number {
  if (!hooked) return nanoseconds(null);
  const folder = makeRunFolder(here('../src/workers/python/sitecustomize.py'), home);
  try {
    return nanoseconds(folder.python);
  } finally {
    removeRunFolder(folder.path);
  }
}

function runPython(args: readonly string[], folder: string | null): string {
  const env = folder === null ? process.env : { ...process.env, PYTHONPATH: folder };
  const { stdout, stderr, status } = spawnSync(python, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  return stdout;
}

function format(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function told(values: readonly number[]): string {
  return `${format(median(values) ?? Number.NaN)} (${format(Math.min(...values))} to ${format(Math.max(...values))})`;
}
