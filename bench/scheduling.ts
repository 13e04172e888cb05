import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProfileReport } from '../src/shared/profile-report.ts';
import { median } from '../src/shared/statistics.ts';

/**
 * What recording every switch costs, Corelane beside perf: two processes on one core hand a byte to each other, as fast as they can
 * and about 5000 times a second. Each round runs all recorders in turn, forwards and backwards; a slowdown is the ratio to the
 * unrecorded run of the same round. A recorder's CPU time is counted from the first handover to the last, without its start and end.
 *
 *   npm run build && node bench/scheduling.ts [rounds=5] [seconds=3]
 */
const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 3);
const core = 0;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'corelane-bench-'));
const files = {
  result: join(folder, 'result'),
  recorded: join(folder, 'recorded'),
};

/** One way of recording; `command` is put before the workload's. */
interface Recorder {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What must have come of it, or why nothing did. */
  readonly check: () => string | null;
}

interface Work {
  readonly name: string;
  /** What each process counts to between two handovers. */
  readonly count: number;
}

interface Run {
  readonly elapsedS: number;
  readonly recorderCpuS: number;
}

const corelane = (mode: 'process' | 'system'): Recorder => ({
  name: `Corelane, ${mode}`,
  command: [here('../bin/corelane'), 'profile', '--out', files.recorded, '--json', '--'],
  env: { CORELANE_SCHEDULING: mode },
  check: () => {
    const shown = spawnSync(here('../bin/corelane'), ['show', files.recorded, '--json'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (shown.status !== 0) return shown.stderr.trim();
    const { scheduling }: ProfileReport = JSON.parse(shown.stdout);
    if (scheduling.mode !== mode) return `only ${scheduling.mode}: ${scheduling.reason}`;
    return scheduling.lost > 0 ? `${scheduling.lost} records lost` : null;
  },
});

const perf = (name: string, args: readonly string[]): Recorder => ({
  name,
  command: ['perf', ...args, '-o', files.recorded],
  env: {},
  check: () => (existsSync(files.recorded) ? null : 'not here, or refused'),
});

const recorders: readonly Recorder[] = [
  { name: 'nothing', command: [], env: {}, check: () => null },
  corelane('process'),
  corelane('system'),
  perf('perf record --switch-events', ['record', '-q', '-e', 'dummy:u', '--switch-events']),
  perf('perf sched record', ['sched', 'record']),
];
const works: readonly Work[] = [
  { name: 'ping-pong', count: 0 },
  { name: '5k switches/s', count: 0 },
];

function run({ command, env }: Recorder, { count }: Work, handovers: number): Run {
  rmSync(files.recorded, { force: true });
  const workload = ['python3', here('bare/hand-over.py'), handovers, count, core, files.result].map(String);
  const [program = '', ...args] = [...command, ...workload];
  spawnSync(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const [elapsedS = Number.NaN, recorderCpuS = Number.NaN] = numbersOf(files.result);
  rmSync(files.result, { force: true });
  return { elapsedS, recorderCpuS };
}

const numbersOf = (path: string): readonly number[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').map(Number) : [];

/** The count at which a handover takes so many microseconds. */
function countFor(microseconds: number, bare: Recorder): number {
  const least = run(bare, { name: '', count: 0 }, 20_000).elapsedS / 20_000;
  const more = run(bare, { name: '', count: 2000 }, 5000).elapsedS / 5000;
  return Math.max(0, Math.round((2000 * (microseconds / 1e6 - least)) / (more - least)));
}

/** The recorders' figures for one workload: slowdowns by round, and CPU seconds per second of recording. */
function compare(work: Work, bare: Recorder): void {
  const perHandoverS = run(bare, work, 5000).elapsedS / 5000;
  const handovers = 2 * Math.round(seconds / perHandoverS / 2);
  const slowdowns = recorders.map((): number[] => []);
  const shares = recorders.map((): number[] => []);
  const refusals = recorders.map((): string | null => null);
  for (let round = 0; round < rounds; round += 1) {
    const order = recorders.map((_, index) => (round % 2 === 0 ? index : recorders.length - 1 - index));
    const runs = new Map<number, Run>();
    for (const index of order) {
      const recorder = recorders[index] ?? bare;
      runs.set(index, run(recorder, work, handovers));
      refusals[index] ??= recorder.check();
    }
    const unrecordedS = runs.get(0)?.elapsedS ?? Number.NaN;
    for (const [index, { elapsedS, recorderCpuS }] of runs) {
      slowdowns[index]?.push(elapsedS / unrecordedS);
      shares[index]?.push(recorderCpuS / elapsedS);
    }
  }
  console.log(`\n${work.name}: ${Math.round(1 / perHandoverS)} switches/s on core ${core}, ${rounds} rounds`);
  for (const [index, { name }] of recorders.entries()) {
    const of = slowdowns[index] ?? [];
    const spread = `(${Math.min(...of).toFixed(3)}–${Math.max(...of).toFixed(3)})`;
    const share = `${(100 * (median(shares[index] ?? []) ?? Number.NaN)).toFixed(1)} %`;
    const slowdown = (median(of) ?? Number.NaN).toFixed(3);
    const note = refusals[index] === null ? '' : `  ! ${refusals[index] ?? ''}`;
    console.log(
      `  ${name.padEnd(30)} ${slowdown.padStart(7)} × ${spread.padEnd(16)} ${share.padStart(8)} of a core${note}`,
    );
  }
}

try {
  const [bare] = recorders;
  if (bare === undefined) throw new Error('there is no unrecorded run');
  const count = countFor(200, bare);
  for (const work of works) compare(work.name === 'ping-pong' ? work : { ...work, count }, bare);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
