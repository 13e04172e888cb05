import type { ComparedSubject, FigureName } from '../../../shared/comparison.ts';
import { LogHistogram } from '../../../shared/log-histogram.ts';
import type { ProfiledThread, ProfileReport } from '../../../shared/profile-report.ts';
import type { Compared, Side } from './compared.ts';
import { compareOnce, comparePercentile } from './compare-figure.ts';
import { distributionOf, taskTimes } from './task-times.ts';

const run: ComparedSubject = { kind: 'run', name: 'the run', a: 'the run', b: 'the run' };

/** Two runs of programs: the whole run, of which there is one value each, and how long the tasks of each API ran. */
export function compareProfiles(a: Side<ProfileReport>, b: Side<ProfileReport>): Compared {
  const timesA = timesOf(a);
  const timesB = timesOf(b);
  const shared = [...timesA.keys()].filter((api) => timesB.has(api));
  const tasks = shared.map((api): ComparedSubject => ({ kind: 'tasks', name: api, a: api, b: api }));
  return {
    subjects: [run, ...tasks],
    metrics: [
      ...figuresOfRun.map(([name, figure]) =>
        compareOnce(run.name, name, figure(a.report), figure(b.report)),
      ),
      ...shared.flatMap((api) =>
        percentiles.map((percentile) =>
          comparePercentile(
            api,
            percentile,
            timesA.get(api) ?? new LogHistogram(),
            timesB.get(api) ?? new LogHistogram(),
          ),
        ),
      ),
    ],
    distributions: shared.flatMap((api) => distributionOf(api, timesA.get(api), timesB.get(api)) ?? []),
    only_in: {
      a: [...timesA.keys()].filter((api) => !timesB.has(api)),
      b: [...timesB.keys()].filter((api) => !timesA.has(api)),
    },
  };
}

const percentiles = [
  { name: 'task_p50_ms', share: 0.5 },
  { name: 'task_p95_ms', share: 0.95 },
  { name: 'task_p99_ms', share: 0.99 },
] as const;

const figuresOfRun: readonly (readonly [FigureName, (report: ProfileReport) => number | null])[] = [
  ['wall_ms', ({ wall_ms }) => wall_ms],
  ['on_cpu_ms', (report) => sumOfThreads(report, 'on_cpu_ms')],
  ['run_delay_ms', (report) => sumOfThreads(report, 'run_delay_ms')],
];

/** Null when it is known of none. */
function sumOfThreads(
  { processes }: ProfileReport,
  figure: keyof Pick<ProfiledThread, 'on_cpu_ms' | 'run_delay_ms'>,
): number | null {
  const values = processes
    .flatMap(({ threads }) => threads.map((thread) => thread[figure]))
    .filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

function timesOf({ session }: Side<ProfileReport>) {
  const apis = new Map(session.details('lanes').map(({ number, api }) => [number, api]));
  return taskTimes(session, 'lane', (lane) => apis.get(lane));
}
