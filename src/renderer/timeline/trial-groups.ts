import { counted, formatMilliseconds, formatRate } from '../../shared/figures.ts';
import { familyOf, shortName, type ExecutorFamily } from '../../shared/executors.ts';
import type { TrialReport } from '../../shared/lab-report.ts';
import type { SchedulingTracks, SessionOverview, TrialExtent } from '../../shared/session-queries.ts';
import { trialsOf } from '../../shared/session-report.ts';
import type { TrackGroup } from './track-groups.ts';
import { narrowestNs, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/**
 * `aligned`: each trial begins at 0, so that trials can be compared below each other. `recorded`: all on the session's clock.
 */
export type TimeMode = 'aligned' | 'recorded';

/** Rows of tasks below a header: a row per lane. */
export interface LaneRows {
  readonly id: number;
  readonly trial: number;
  /** In whose colour its tasks are. */
  readonly executor: ExecutorFamily;
  readonly lanes: number;
  /** The lane of each row. */
  readonly laneNumbers: readonly number[];
  readonly laneNames: readonly string[];
  /** The thread (number of its row) that served each lane and no other one of the group; null: none is known. */
  readonly laneThreads: readonly (number | null)[];
  /** On the session's clock. Null when no task was stored. */
  readonly extent: TimeRange | null;
  /** `thread-pool × 2`, `ThreadPoolExecutor × 2` */
  readonly name: string;
  /** `200 tasks in 2.5 s, 78.4/s, p99 120 ms` */
  readonly summary: string;
  /** Tasks that were not ok. */
  readonly failed: number;
  /** Settled tasks; null when the report does not tell. */
  readonly tasks: number | null;
}

/** The tracks of one trial. */
export interface TrialGroup extends LaneRows {
  readonly kind: 'trial';
  readonly workers: number;
  readonly repeat: number;
  /** `repeat 1`; empty when every configuration ran once. */
  readonly repeatName: string;
  /** Null: not known. */
  readonly throughputPerS: number | null;
}

/** In the order in which the trials ran; none of a profile, of which the one trial is told apart by pools. */
export function trialGroups(
  overview: SessionOverview,
  tracks: SchedulingTracks | null,
): readonly TrialGroup[] {
  const reports = trialsOf(overview.report);
  const threads = threadsOfWorkers(tracks);
  const repeated = overview.trials.some(({ repeat }) => repeat > 1);
  return overview.trials.flatMap((trial): readonly TrialGroup[] => {
    const { executor, workers } = trial;
    if (executor === null || workers === null) return [];
    const reported = reports[trial.trial];
    return [
      {
        kind: 'trial',
        id: trial.trial,
        trial: trial.trial,
        executor: familyOf(executor),
        workers,
        repeat: trial.repeat,
        lanes: trial.lanes,
        laneNumbers: Array.from({ length: trial.lanes }, (_, lane) => lane),
        laneNames: slotNames(trial.laneNames),
        laneThreads: laneThreadsOf(trial, threads),
        extent: extentOf(trial),
        name: `${shortName(executor)} × ${workers}`,
        repeatName: repeated ? `repeat ${trial.repeat}` : '',
        summary: reported === undefined ? '' : summaryOf(reported),
        failed: reported?.failed ?? 0,
        throughputPerS: reported?.complete === true ? reported.throughput_per_s : null,
        tasks: reported?.tasks ?? null,
      },
    ];
  });
}

/** One worker that serves several lanes does not tell them apart: they are its slots. */
export const slotNames = (names: readonly string[]): readonly string[] =>
  names.map((name, lane) =>
    name !== '' && names.filter((one) => one === name).length > 1 ? `slot ${lane}` : name,
  );

const threadsOfWorkers = (tracks: SchedulingTracks | null): ReadonlyMap<number, number> =>
  new Map(
    (tracks?.threads ?? []).flatMap(({ thread, worker }) =>
      worker === null ? [] : [[worker.worker, thread]],
    ),
  );

/** A thread that served several lanes at a time tells of none of them. */
function laneThreadsOf(
  { laneWorkers }: TrialExtent,
  threads: ReadonlyMap<number, number>,
): readonly (number | null)[] {
  return ofOneLane(laneWorkers.map((worker) => (worker === null ? null : (threads.get(worker) ?? null))));
}

/** The threads of lanes, without those that have several. */
export function ofOneLane(threads: readonly (number | null)[]): readonly (number | null)[] {
  const lanes = new Map<number | null, number>();
  for (const thread of threads) lanes.set(thread, (lanes.get(thread) ?? 0) + 1);
  return threads.map((thread) => (lanes.get(thread) === 1 ? thread : null));
}

/** What is not known is left away. */
const summaryOf = ({ tasks, wall_ms, throughput_per_s, task_ms, complete }: TrialReport): string =>
  [
    counted(tasks, 'task') + (wall_ms === null ? '' : ` in ${formatMilliseconds(wall_ms)}`),
    ...(throughput_per_s === null ? [] : [`${formatRate(throughput_per_s)}/s`]),
    ...(task_ms.p99 === null ? [] : [`p99 ${formatMilliseconds(task_ms.p99)}`]),
    ...(complete ? [] : ['incomplete']),
  ].join(', ');

const extentOf = ({ fromNs, toNs }: TrialExtent): TimeRange | null =>
  fromNs === null || toNs === null ? null : { fromNs, toNs: Math.max(toNs, fromNs + 1) };

/**
 * The groups in the order shown. When trials are compared: repeats of a configuration below each other, the configuration with the
 * greatest median throughput first, those of which it is not known last and in the order in which they ran.
 */
export function orderedFor(mode: TimeMode, groups: readonly TrialGroup[]): readonly TrialGroup[] {
  if (mode === 'recorded') return groups;
  const configurations = [...Map.groupBy(groups, ({ name }) => name).values()];
  return configurations
    .map((repeats) => ({ repeats, throughput: medianThroughput(repeats) }))
    .toSorted((a, b) => b.throughput - a.throughput)
    .flatMap(({ repeats }) => repeats);
}

/** 0: not known. */
function medianThroughput(repeats: readonly TrialGroup[]): number {
  const known = repeats.flatMap(({ throughputPerS }) => throughputPerS ?? []).toSorted((a, b) => a - b);
  return known[known.length >> 1] ?? 0;
}

/** The moment of the session's clock at which the group's axis has its zero. */
export const zeroOf = (mode: TimeMode, group: TrackGroup): number =>
  mode === 'aligned' && group.kind === 'trial' ? (group.extent?.fromNs ?? 0) : 0;

/** All that there is to see, on the axis. */
export function axisBounds(mode: TimeMode, groups: readonly TrackGroup[], endNs: number): TimeRange {
  const longest =
    mode === 'recorded'
      ? endNs
      : Math.max(
          0,
          ...groups.map(({ kind, extent }) => (kind !== 'trial' || extent === null ? 0 : spanOf(extent))),
        );
  return { fromNs: 0, toNs: Math.max(longest, narrowestNs) };
}

/** From the axis to the session's clock. */
export const onClock = (range: TimeRange, zeroNs: number): TimeRange => ({
  fromNs: range.fromNs + zeroNs,
  toNs: range.toNs + zeroNs,
});
