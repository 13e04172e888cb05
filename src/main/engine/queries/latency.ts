import type { Executor } from '../../../shared/executors.ts';
import type { TrialReport } from '../../../shared/lab-report.ts';
import type { LatencyOfConfiguration, LatencyReport } from '../../../shared/session-queries.ts';
import { quantileOfSorted } from '../../../shared/statistics.ts';
import type { SessionTasks } from './session-tasks.ts';

const binsPerDecade = 20;

/** How long tasks ran or queued, per configuration over its complete trials. Configurations of which nothing is known are left out. */
export function latencyOf(
  tasks: SessionTasks,
  trials: readonly TrialReport[],
  metric: LatencyReport['metric'],
): LatencyReport {
  const groups = groupTrials(trials).map(({ executor, workers, trials: own }) => ({
    executor,
    workers,
    sorted: durationsOf(tasks, own, metric).sort(),
  }));
  const known = groups.filter(({ sorted }) => sorted.length > 0);
  const edgesNs = logEdges(
    Math.min(...known.map(({ sorted }) => sorted[0] ?? Infinity)),
    Math.max(...known.map(({ sorted }) => sorted.at(-1) ?? -Infinity)),
  );
  return {
    metric,
    edgesNs,
    configurations: known.map(({ executor, workers, sorted }): LatencyOfConfiguration => {
      const at = (share: number): number => quantileOfSorted(sorted, share) ?? Number.NaN;
      return {
        executor,
        workers,
        tasks: sorted.length,
        counts: countInBins(sorted, edgesNs),
        p50Ns: at(0.5),
        p95Ns: at(0.95),
        p99Ns: at(0.99),
        maxNs: at(1),
      };
    }),
  };
}

interface Configuration {
  readonly executor: Executor;
  readonly workers: number;
  readonly trials: number[];
}

/** Configurations in the order in which they were first run, with their complete trials. */
function groupTrials(trials: readonly TrialReport[]): readonly Configuration[] {
  const groups = new Map<string, Configuration>();
  for (const [trial, { executor, workers, complete }] of trials.entries()) {
    if (!complete) continue;
    const key = `${executor} ${workers}`;
    const group = groups.get(key) ?? { executor, workers, trials: [] };
    group.trials.push(trial);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The known durations of these trials' tasks that ran. */
function durationsOf(
  { rows, spans }: SessionTasks,
  trials: readonly number[],
  metric: LatencyReport['metric'],
): Float64Array<ArrayBuffer> {
  const [from, to] = metric === 'run' ? [rows.start, rows.end] : [rows.submit, rows.start];
  const durations = new Float64Array(rows.trial.length);
  let count = 0;
  for (const trial of trials) {
    const { firstRow, endRow } = spans[trial] ?? { firstRow: 0, endRow: 0 };
    for (let row = firstRow; row < endRow; row += 1) {
      const duration = (to[row] ?? Number.NaN) - (from[row] ?? Number.NaN);
      if (Number.isNaN(duration) || rows.trial[row] !== trial) continue;
      durations[count++] = duration;
    }
  }
  return durations.slice(0, count);
}

/** Edges of bins that hold everything from `least` to `most`; what is shorter than 1 ns belongs to the first one. */
export function logEdges(least: number, most: number): Float64Array<ArrayBuffer> {
  if (!(least <= most)) return new Float64Array();
  const first = Math.floor(Math.log10(Math.max(1, least)) * binsPerDecade);
  // Beyond `most`, so that the last bin holds it: bins contain their lower edge and not the upper one.
  const last = Math.floor(Math.log10(Math.max(1, most)) * binsPerDecade) + 1;
  return Float64Array.from({ length: last - first + 1 }, (_, bin) => 10 ** ((first + bin) / binsPerDecade));
}

export function countInBins(sorted: Float64Array, edges: Float64Array): Uint32Array<ArrayBuffer> {
  const bins = Math.max(0, edges.length - 1);
  const counts = new Uint32Array(bins);
  let bin = 0;
  for (const value of sorted) {
    while (bin < bins - 1 && value >= (edges[bin + 1] ?? Infinity)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
