import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { choosePlatform } from '../src/main/engine/collector/choose-platform.ts';
import { createSession } from '../src/main/engine/store/writer.ts';
import { parseSchedstat } from '../src/shared/proc-format.ts';

/**
 * What collecting costs: the CPU time of the collector's and the session writer's threads, as a share of one
 * core, while they follow a process of many threads. Compared with reading every file of every thread each
 * period, by turns on the same crowd. Threads that are not busy wake up a hundred times a second: 50 of them and none busy are
 * the 5,000 switches a second at which exact recording is to cost 1 % of a core at most.
 *
 * [CORELANE_SCHEDULING=system|process|sampled] node bench/collector.ts [THREADS=64] [BUSY=16] [ROUNDS=3] [SECONDS=4]
 */
const [threads = 64, busy = 16, rounds = 3, seconds = 4] = process.argv.slice(2).map(Number);
const periodMs = 20;

const built = (entry: string): URL => new URL(`../out/workers/${entry}.js`, import.meta.url);
const textOf = (path: string): string => readFileSync(path, 'utf8');
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** CPU time of this process's threads of that name so far, in nanoseconds. */
function cpuOf(name: string): number {
  return readdirSync('/proc/self/task')
    .map((tid) => `/proc/self/task/${tid}`)
    .filter((folder) => textOf(`${folder}/comm`).trim() === name)
    .reduce((sum, folder) => sum + (parseSchedstat(textOf(`${folder}/schedstat`))?.onCpuNs ?? 0), 0);
}

/** Share of one core that the named threads of this process use while `work` goes on. */
async function shares(names: readonly string[], work: () => Promise<unknown>): Promise<number[]> {
  const before = names.map(cpuOf);
  const start = performance.now();
  await work();
  const elapsedNs = (performance.now() - start) * 1e6;
  return names.map((name, index) => (cpuOf(name) - (before[index] ?? 0)) / elapsedNs);
}

async function readEverything(pid: number, milliseconds: number): Promise<void> {
  const folder = `/proc/${pid}/task`;
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    for (const tid of readdirSync(folder)) {
      for (const file of ['schedstat', 'stat', 'status']) textOf(`${folder}/${tid}/${file}`);
    }
    await sleep(periodMs);
  }
}

const crowd = fork(
  new URL('../test/fixtures/collector/crowd.mjs', import.meta.url).pathname,
  [String(threads), String(busy)],
  // A profiler that this bench runs under is to see the bench alone.
  { execArgv: [] },
);
await once(crowd, 'message');
const pid = crowd.pid ?? 0;
const folder = await mkdtemp(join(tmpdir(), 'corelane-bench-'));
const originNs = process.hrtime.bigint();
const writer = await createSession(
  join(folder, 'bench.corelane'),
  {
    version: 1,
    id: 'bench',
    command: 'lab',
    workload: { label: 'bench', path: '/bench' },
    started_at: new Date().toISOString(),
    origin_ns: String(originNs),
    corelane: '0',
  },
  { entry: built('store-writer') },
);
const collector = await choosePlatform().openCollector({
  writer,
  originNs,
  periodMs,
  measuredCores: [],
  watchWaits: false,
  onCores: null,
  onTree: null,
  entry: built('collector'),
});

const [collecting, storing, naive]: [number[], number[], number[]] = [[], [], []];
const ownName = textOf('/proc/thread-self/comm').trim();
for (let round = 0; round < rounds; round++) {
  await collector.beginTrial({ trial: round, rootPid: pid, workers: [] });
  const [collectorShare = 0, writerShare = 0] = await shares(['collector', 'corelane-store'], () =>
    sleep(seconds * 1000),
  );
  const { threadsSeen, voluntarySwitches, involuntarySwitches } = await collector.endTrial();
  const perSecond = ((voluntarySwitches ?? 0) + (involuntarySwitches ?? 0)) / seconds;
  const [everything = 0] = await shares([ownName], () => readEverything(pid, seconds * 1000));
  console.log(
    `round ${round + 1}, ${threadsSeen} threads, ${perSecond.toFixed(0)} switches/s: collector ${percent(collectorShare)}, writer ${percent(writerShare)}; every file each period ${percent(everything)}`,
  );
  collecting.push(collectorShare);
  storing.push(writerShare);
  naive.push(everything);
}
const cost = await collector.stop();
await writer.finish({ complete: true });
const rows = writer.committed();
crowd.kill('SIGKILL');
await rm(folder, { recursive: true });

const { mode, lost } = collector.scheduling;
const both = median(collecting) + median(storing);
console.log(
  `${mode}, ${lost} lost; collector + writer: ${percent(both)} of one core at ${threads} threads, ${busy} of them always busy; ` +
    `${(median(naive) / median(collecting)).toFixed(1)} times less than reading every file`,
);
console.log(
  `in all: ${cost.samples} samples, ${rows.slices} slices, ${rows.threads} thread rows, ${rows.cores} core rows, collector ${((cost.onCpuNs ?? 0) / 1e6).toFixed(0)} ms CPU with its start`,
);
