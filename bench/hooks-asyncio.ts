import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeRunFolder, removeRunFolder } from '../src/main/engine/tracing/run-folder.ts';
import { median } from '../src/shared/statistics.ts';

/**
 * What the Python hook adds to a coroutine's task, to a step of one, and to an item of a pool's map: the same program bare and hooked, in
 * turns. `tasks` are coroutines without a step's work, gathered; `steps` are of a hundred coroutines at a time, and `rounds` of one, where
 * each step is a round of the loop. Goals: 0.7 µs a step; 56,000 trivial coroutines in 1.2 times the time.
 *
 *   node bench/hooks-asyncio.ts [python] [pairs]
 */
const python = process.argv[2] ?? 'python3';
const pairs = Number(process.argv[3] ?? 9);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const loads = [
  ['tasks', 56_000],
  ['steps', 200_000],
  ['rounds', 100_000],
  ['map', 200_000],
  ['threads', 20_000],
] as const;

const home = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
try {
  cpSync(here('../src/workers/python/corelane_hook'), join(home, 'corelane_hook'), { recursive: true });
  for (const [load, count] of loads) {
    const added: number[] = [];
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const first = nanoseconds(load, count, pair % 2 === 1);
      const second = nanoseconds(load, count, pair % 2 === 0);
      const [bare, hooked] = pair % 2 === 0 ? [first, second] : [second, first];
      added.push(hooked - bare);
      ratios.push(hooked / bare);
    }
    console.log(
      `${load}: ${told(added, 0)} ns added to each, ${told(ratios, 2)} times the time (median, least and most of ${pairs} pairs)`,
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}

function nanoseconds(load: string, count: number, hooked: boolean): number {
  const folder = hooked ? makeRunFolder(here('../src/workers/python/sitecustomize.py'), home) : null;
  try {
    const { stdout, stderr, status } = spawnSync(
      python,
      [here('bare/asyncio_and_pools.py'), load, String(count)],
      {
        encoding: 'utf8',
        env: folder === null ? process.env : { ...process.env, PYTHONPATH: folder.python },
      },
    );
    if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
    return Number(stdout);
  } finally {
    if (folder !== null) removeRunFolder(folder.path);
  }
}

function told(values: readonly number[], digits: number): string {
  const format = (value: number) => value.toFixed(digits);
  return `${format(median(values) ?? Number.NaN)} (${format(Math.min(...values))} to ${format(Math.max(...values))})`;
}
