import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { choosePlatform } from '../src/main/engine/collector/choose-platform.ts';
import type { Collector } from '../src/main/engine/collector/collector.ts';
import { SpanWaits, addedWaits, waitShares } from '../src/main/engine/scheduling/wait-shares.ts';
import { openSession } from '../src/main/engine/store/reader.ts';
import { createSession, type RecordingWriter } from '../src/main/engine/store/writer.ts';
import { parseSchedstat } from '../src/shared/proc-format.ts';
import { sessionVersion } from '../src/shared/session.ts';

/**
 * What threads of Python programs are seen to wait for, in programs of which it is known: shares of the threads' time, and the cores'
 * worth of CPU time that they reached. And what looking costs: the CPU time of the collector's thread with and without it, by turns,
 * with the same program. Run it after a build.
 *
 * [CORELANE_SCHEDULING=system|process|sampled] node bench/waits.ts [PYTHON=python3] [SECONDS=2] [ROUNDS=3]
 */
const [python = 'python3', secondsText = '2', roundsText = '3'] = process.argv.slice(2);
const [seconds, rounds] = [Number(secondsText), Number(roundsText)];

const built = (entry: string): URL => new URL(`../out/workers/${entry}.js`, import.meta.url);
const program = new URL('../test/fixtures/waits/threads.py', import.meta.url).pathname;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const range = (values: readonly number[]): string =>
  `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

interface Watch {
  readonly writer: RecordingWriter;
  readonly collector: Collector;
  readonly originNs: bigint;
}

const folder = await mkdtemp(join(tmpdir(), 'corelane-bench-'));

async function watch(watchWaits: boolean): Promise<Watch> {
  const originNs = process.hrtime.bigint();
  const writer = await createSession(
    join(folder, `${watchWaits ? 'with' : 'without'}.corelane`),
    {
      version: sessionVersion,
      id: 'bench',
      command: 'profile',
      workload: { label: 'bench', path: program },
      started_at: new Date().toISOString(),
      origin_ns: String(originNs),
      corelane: '0',
    },
    { entry: built('store-writer') },
  );
  const collector = await choosePlatform().openCollector({
    writer,
    originNs,
    periodMs: 20,
    measuredCores: [],
    watchWaits,
    onCores: null,
    onTree: null,
    entry: built('collector'),
  });
  return { writer, collector, originNs };
}

/** CPU time of the collectors' threads of this process so far; only one of them has a trial at a time. */
const collectorCpuNs = (): number =>
  readdirSync('/proc/self/task')
    .map((tid) => `/proc/self/task/${tid}`)
    .filter((thread) => readFileSync(`${thread}/comm`, 'utf8').trim() === 'collector')
    .reduce(
      (sum, thread) => sum + (parseSchedstat(readFileSync(`${thread}/schedstat`, 'utf8'))?.onCpuNs ?? 0),
      0,
    );

interface Run {
  readonly pid: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** The cores' worth of CPU time that the whole program had. */
  readonly cores: number;
  /** Of a core. */
  readonly collecting: number;
}

async function run({ collector, originNs }: Watch, kind: string, workers: number): Promise<Run> {
  const child = spawn(python, [program, kind, String(workers), String(seconds + 0.5)], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  const pid = child.pid ?? 0;
  // Until its threads are there.
  await sleep(300);
  const beganNs = Number(process.hrtime.bigint() - originNs);
  await collector.beginTrial({ trial: 0, rootPid: pid, workers: [] });
  // Taking the baseline costs the same with and without.
  await sleep(100);
  const fromNs = Number(process.hrtime.bigint() - originNs);
  const before = collectorCpuNs();
  await sleep(seconds * 1000 - 300);
  const cpuNs = collectorCpuNs() - before;
  const toNs = Number(process.hrtime.bigint() - originNs);
  const { onCpuNs } = await collector.endTrial();
  const endedNs = Number(process.hrtime.bigint() - originNs);
  await ended;
  const cores = (onCpuNs ?? Number.NaN) / (endedNs - beganNs);
  return { pid, fromNs, toNs, cores, collecting: cpuNs / (toNs - fromNs) };
}

const [withWaits, without] = [await watch(true), await watch(false)];
const kinds = ['count', 'compress', 'digest', 'sleep', 'converse', 'hold', 'count-in-processes'] as const;
const runs: { readonly kind: string; readonly run: Run }[] = [];
for (let round = 0; round < rounds; round++) {
  for (const kind of kinds) runs.push({ kind, run: await run(withWaits, kind, 4) });
}

const costs: string[] = [];
for (const [kind, workers] of [
  ['sleep', 4],
  ['count', 4],
  ['count', 32],
  ['sleep', 100],
  ['sleep', 1000],
] as const) {
  const shares: { readonly on: number; readonly off: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const on = await run(withWaits, kind, workers);
    const off = await run(without, kind, workers);
    shares.push({ on: on.collecting, off: off.collecting });
  }
  const [on, off] = [median(shares.map((one) => one.on)), median(shares.map((one) => one.off))];
  costs.push(
    `${kind} × ${workers}: collector ${percent(on)} of a core with looks, ${percent(off)} without: ${percent(median(shares.map((one) => one.on - one.off)))} for looking`,
  );
}

for (const { collector, writer } of [withWaits, without]) {
  await collector.stop();
  await writer.finish({ complete: true });
}

const session = openSession(withWaits.writer.path);
const threads = session.threads();
const slotOf = Int32Array.from({ length: threads.length }, (_, slot) => slot);
const figures = runs.map(({ kind, run: { pid, fromNs, toNs, cores } }) => {
  const spans = threads.map((row) => ({ slot: row.thread, start: fromNs, end: toNs }));
  const waits = new SpanWaits(spans);
  for (const batch of session.batches('waits')) waits.add(batch, slotOf);
  const own = waits.finish().filter((times, at) => {
    const row = threads[at];
    // Threads of the pool, or processes of it; not the main thread, which waits for them.
    const isWorker = kind.endsWith('processes') ? row?.pid !== pid : row?.pid === pid && row.tid !== pid;
    return times !== null && isWorker;
  });
  const shares = waitShares(addedWaits(own.filter((times) => times !== null)));
  return { kind, shares, cores };
});
session.close();
console.log(`${python}, four workers, ${withWaits.collector.scheduling.mode} mode`);
console.log('kind                  running   gil       lock      io        cores reached');
for (const kind of kinds) {
  const own = figures.filter((one) => one.kind === kind);
  const columns = (['running', 'gil', 'lock', 'io'] as const).map((state) =>
    range(own.map(({ shares }) => shares?.[state] ?? Number.NaN)),
  );
  console.log(`${kind.padEnd(22)}${columns.join(' ')} ${range(own.map(({ cores }) => cores))}`);
}
for (const line of costs) console.log(line);
await rm(folder, { recursive: true });
