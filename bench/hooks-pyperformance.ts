import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeRunFolder, removeRunFolder } from '../src/main/engine/tracing/run-folder.ts';
import { median } from '../src/shared/statistics.ts';

/**
 * What the Python hook costs programs that are no torture of it: pyperformance's benchmarks of concurrency, bare and hooked in turns. Goal: 2 %.
 * Get them first: `git clone https://github.com/python/pyperformance` and `git clone https://github.com/psf/pyperf`.
 *
 *   node bench/hooks-pyperformance.ts PYTHON PYPERFORMANCE PYPERF [pairs]
 */
const [, , python, suite, pyperf, wanted = '7'] = process.argv;
if (python === undefined || suite === undefined || pyperf === undefined) {
  console.error('node bench/hooks-pyperformance.ts PYTHON PYPERFORMANCE PYPERF [pairs]');
  process.exit(2);
}
const pairs = Number(wanted);
const benchmarks = [
  ['bm_async_tree', 'none'],
  ['bm_async_tree', 'io'],
  ['bm_async_tree', 'memoization'],
  ['bm_async_tree', 'cpu_io_mixed'],
  ['bm_asyncio_tcp'],
  ['bm_async_generators'],
  ['bm_concurrent_imap'],
] as const;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
try {
  cpSync(here('../src/workers/python/corelane_hook'), join(home, 'corelane_hook'), { recursive: true });
  console.log('benchmark: seconds bare; hooked over bare (median, least and most)');
  for (const [name, ...args] of benchmarks) compare(name, args);
} finally {
  rmSync(home, { recursive: true, force: true });
}

function compare(name: string, args: readonly string[]): void {
  const bare = new Map<string, number[]>();
  const ratios = new Map<string, number[]>();
  for (let pair = -1; pair < pairs; pair += 1) {
    const first = measured(name, args, pair % 2 !== 0);
    const second = measured(name, args, pair % 2 === 0);
    if (pair < 0) continue;
    const [alone, hooked] = pair % 2 === 0 ? [first, second] : [second, first];
    for (const [benchmark, seconds] of alone) {
      append(bare, benchmark, seconds);
      append(ratios, benchmark, (hooked.get(benchmark) ?? Number.NaN) / seconds);
    }
  }
  for (const [benchmark, seconds] of bare) {
    const seen = ratios.get(benchmark) ?? [];
    console.log(
      `${benchmark}: ${median(seconds)?.toFixed(3)} s; ${median(seen)?.toFixed(3)} (${Math.min(...seen).toFixed(3)}–${Math.max(...seen).toFixed(3)})`,
    );
  }
}

function append(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function measured(name: string, args: readonly string[], isHooked: boolean): ReadonlyMap<string, number> {
  if (!isHooked) return run(name, args, null);
  const folder = makeRunFolder(here('../src/workers/python/sitecustomize.py'), home);
  try {
    return run(name, args, folder.python);
  } finally {
    removeRunFolder(folder.path);
  }
}

/** The second of two values of each benchmark in a program, in seconds: the first one compiles and imports. */
function run(name: string, args: readonly string[], hook: string | null): ReadonlyMap<string, number> {
  const script = join(suite ?? '', 'pyperformance', 'data-files', 'benchmarks', name, 'run_benchmark.py');
  const out = join(mkdtempSync(join(home, 'run-')), 'values.json');
  const paths = [...(hook === null ? [] : [hook]), pyperf ?? ''];
  const { status, stderr } = spawnSync(
    python ?? '',
    [script, ...args, '--worker', '--loops=1', '--values=1', '--warmups=1', '-o', out],
    { encoding: 'utf8', env: { ...process.env, PYTHONPATH: paths.join(delimiter) } },
  );
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
  const { benchmarks: ran }: Values = JSON.parse(readFileSync(out, 'utf8'));
  return new Map(
    ran.map(({ metadata, runs }) => [
      metadata?.name ?? [name, ...args].join(' '),
      runs.at(-1)?.values?.[0] ?? Number.NaN,
    ]),
  );
}

/** What is read of pyperf's file. */
interface Values {
  readonly benchmarks: readonly {
    readonly metadata?: { readonly name?: string };
    readonly runs: readonly { readonly values?: readonly number[] }[];
  }[];
}
