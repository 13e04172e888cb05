import { counted, formatMilliseconds, formatRate } from '../../shared/figures.ts';
import type { NodeExecutor } from '../../shared/lab-report.ts';
import type { SessionOverview, TrialExtent } from '../../shared/session-queries.ts';
import { narrowestNs, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/**
 * `aligned`: each trial begins at 0, so that trials can be compared below each other. `recorded`: all on the session's clock.
 */
export type TimeMode = 'aligned' | 'recorded';

/** The tracks of one trial: a row per lane, below a header. */
export interface TrialGroup {
  readonly trial: number;
  readonly executor: NodeExecutor;
  readonly workers: number;
  readonly repeat: number;
  readonly lanes: number;
  readonly laneNames: readonly string[];
  /** On the session's clock. Null when no task was stored. */
  readonly extent: TimeRange | null;
  /** `thread-pool × 2` */
  readonly name: string;
  /** `repeat 1`; empty when every configuration ran once. */
  readonly repeatName: string;
  /** `200 tasks in 2.5 s, 78.4/s` */
  readonly summary: string;
  /** Settled tasks; null when the report does not tell. */
  readonly tasks: number | null;
}

/** In the order in which the trials ran. */
export function trialGroups(overview: SessionOverview): readonly TrialGroup[] {
  const repeated = overview.trials.some(({ repeat }) => repeat > 1);
  return overview.trials.map((trial) => {
    const reported = overview.report?.trials[trial.trial];
    return {
      trial: trial.trial,
      executor: trial.executor,
      workers: trial.workers,
      repeat: trial.repeat,
      lanes: trial.lanes,
      laneNames: trial.laneNames,
      extent: extentOf(trial),
      name: `${trial.executor} × ${trial.workers}`,
      repeatName: repeated ? `repeat ${trial.repeat}` : '',
      summary:
        reported === undefined
          ? ''
          : [
              `${counted(reported.tasks, 'task')} in ${formatMilliseconds(reported.wall_ms)}`,
              `${formatRate(reported.throughput_per_s)}/s`,
              ...(reported.failed > 0 ? [`${reported.failed} failed`] : []),
              ...(reported.complete ? [] : ['incomplete']),
            ].join(', '),
      tasks: reported?.tasks ?? null,
    };
  });
}

const extentOf = ({ fromNs, toNs }: TrialExtent): TimeRange | null =>
  fromNs === null || toNs === null ? null : { fromNs, toNs: Math.max(toNs, fromNs + 1) };

/** The groups in the order shown: repeats of a configuration below each other when trials are compared. */
export function orderedFor(mode: TimeMode, groups: readonly TrialGroup[]): readonly TrialGroup[] {
  if (mode === 'recorded') return groups;
  const firstOf = new Map<string, number>();
  for (const [at, { name }] of groups.entries()) if (!firstOf.has(name)) firstOf.set(name, at);
  return groups.toSorted(
    (a, b) => (firstOf.get(a.name) ?? 0) - (firstOf.get(b.name) ?? 0) || a.trial - b.trial,
  );
}

/** The moment of the session's clock at which the group's axis has its zero. */
export const zeroOf = (mode: TimeMode, group: TrialGroup): number =>
  mode === 'aligned' ? (group.extent?.fromNs ?? 0) : 0;

/** All that there is to see, on the axis. */
export function axisBounds(mode: TimeMode, groups: readonly TrialGroup[], endNs: number): TimeRange {
  const longest =
    mode === 'recorded'
      ? endNs
      : Math.max(0, ...groups.map(({ extent }) => (extent === null ? 0 : spanOf(extent))));
  return { fromNs: 0, toNs: Math.max(longest, narrowestNs) };
}

/** From the axis to the session's clock. */
export const onClock = (range: TimeRange, zeroNs: number): TimeRange => ({
  fromNs: range.fromNs + zeroNs,
  toNs: range.toNs + zeroNs,
});
