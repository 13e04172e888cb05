import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Executor } from '../src/shared/executors.ts';
import { choosePlatform } from '../src/main/engine/collector/choose-platform.ts';
import { conductLab } from '../src/main/engine/lab/lab.ts';
import { builtEntries } from '../src/main/engine/worker-entries.ts';
import { median } from '../src/shared/statistics.ts';
import { roundsPerMicrosecond } from './spin-rate.ts';

/**
 * What does being measured cost? Throughput of the same tasks under Corelane (recording, collecting,
 * storing) over the bare pool library, paired and alternating. Both unpinned on the same Node, as pinning is a choice. Each
 * side of a pair is the median of three runs, every run in fresh processes: a lab's default.
 *
 *   npm run build && node bench/pools.ts [pairs]
 */
const pairs = Number(process.argv[2] ?? 9);
const repeats = 3;
const workers = 2;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const execute = promisify(execFile);

interface Case {
  readonly executor: Executor;
  readonly library: 'piscina' | 'tinypool';
  readonly taskUs: number;
  readonly tasks: number;
}

const cases: readonly Case[] = [
  { executor: 'thread-pool', library: 'piscina', taskUs: 1000, tasks: 2000 },
  { executor: 'thread-pool', library: 'piscina', taskUs: 50, tasks: 20_000 },
  { executor: 'process-pool', library: 'tinypool', taskUs: 1000, tasks: 2000 },
  { executor: 'process-pool', library: 'tinypool', taskUs: 50, tasks: 20_000 },
];

const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
try {
  const rate = await roundsPerMicrosecond();
  for (const one of cases) {
    process.env['CORELANE_BENCH_ROUNDS'] = String(Math.round(one.taskUs * rate));
    process.env['CORELANE_BENCH_TASKS'] = String(one.tasks);
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const corelaneFirst = pair % 2 === 0;
      const first = corelaneFirst ? await underCorelane(one, pair) : await bare(one);
      const second = corelaneFirst ? await bare(one) : await underCorelane(one, pair);
      ratios.push(corelaneFirst ? first / second : second / first);
    }
    ratios.sort((a, b) => a - b);
    const [low, high] = [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN];
    console.log(
      `${one.executor} under Corelane / ${one.library}, ${one.taskUs} µs tasks: ` +
        `median ${(median(ratios) ?? Number.NaN).toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)}, ${pairs} pairs)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bare({ library, tasks }: Case): Promise<number> {
  const throughputs: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) throughputs.push(await runBare(library, tasks));
  return median(throughputs) ?? Number.NaN;
}

async function runBare(library: Case['library'], tasks: number): Promise<number> {
  const { stdout } = await execute(process.execPath, [
    here('./bare/pool.mjs'),
    library,
    String(workers),
    String(tasks),
  ]);
  return Number(stdout);
}

async function underCorelane({ executor }: Case, pair: number): Promise<number> {
  const { report } = await conductLab(
    {
      task: here('./bare/spin.mjs'),
      executors: [executor],
      workers: [workers],
      cores: null,
      pin: 'none',
      tasks: null,
      repeat: repeats,
      taskTimeout: null,
      budget: null,
      objective: 'throughput',
      inputs: null,
      node: process.execPath,
      python: null,
      asyncVariant: null,
      prefer: null,
      out: join(folder, `${executor}-${pair}-${process.hrtime.bigint()}.corelane`),
    },
    {
      entries: builtEntries(new URL('../out/main/cli.js', import.meta.url).href),
      platform: choosePlatform(),
      version: 'bench',
    },
    { progressed: () => undefined },
    new AbortController().signal,
  );
  return median(report.trials.map((trial) => trial.throughput_per_s ?? Number.NaN)) ?? Number.NaN;
}
