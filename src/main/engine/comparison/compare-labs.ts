import type { ComparedSubject, FigureName } from '../../../shared/comparison.ts';
import type { LabReport, TrialReport } from '../../../shared/lab-report.ts';
import { rankConfigurations, rankedTrials } from '../../../shared/ranking.ts';
import type { Compared, Side } from './compared.ts';
import { compareRepeats } from './compare-figure.ts';
import { distributionOf, taskTimes } from './task-times.ts';

/**
 * Configurations that both labs ran, repeats being the samples, the best of A first; and what A recommends against what B does, where these are
 * two. Trials that did not end are left out.
 */
export function compareLabs(a: Side<LabReport>, b: Side<LabReport>): Compared {
  const ofA = configurationsOf(a.report);
  const ofB = configurationsOf(b.report);
  const subjects = [...bestOf(a.report, b.report, ofA, ofB), ...sharedBy(ofA, ofB)];
  const timesA = timesOf(a);
  const timesB = timesOf(b);
  return {
    subjects,
    metrics: subjects.flatMap((subject) =>
      figures.flatMap(([name, figure]) => {
        const samples = {
          subject: subject.name,
          name,
          a: known(ofA.get(subject.a), figure),
          b: known(ofB.get(subject.b), figure),
        };
        return samples.a.length + samples.b.length === 0 ? [] : [compareRepeats(samples)];
      }),
    ),
    distributions: subjects.flatMap(
      (subject) => distributionOf(subject.name, timesA.get(subject.a), timesB.get(subject.b)) ?? [],
    ),
    only_in: { a: without(ofA, ofB), b: without(ofB, ofA) },
  };
}

const figures: readonly (readonly [FigureName, (trial: TrialReport) => number | null])[] = [
  ['wall_ms', (trial) => trial.wall_ms],
  ['throughput_per_s', (trial) => trial.throughput_per_s],
  ['on_cpu_ms', (trial) => trial.on_cpu_ms],
  ['run_delay_ms', (trial) => trial.run_delay_ms],
  ['task_p50_ms', (trial) => trial.task_ms.p50],
  ['task_p95_ms', (trial) => trial.task_ms.p95],
  ['task_p99_ms', (trial) => trial.task_ms.p99],
  ['peak_rss_mb', (trial) => trial.peak_rss_mb],
];

const known = (
  trials: readonly TrialReport[] = [],
  figure: (trial: TrialReport) => number | null,
): readonly number[] => trials.map(figure).filter((value) => value !== null);

const nameOf = ({ executor, workers }: Pick<TrialReport, 'executor' | 'workers'>): string =>
  `${executor} × ${workers}`;

type Configurations = ReadonlyMap<string, readonly TrialReport[]>;

const configurationsOf = ({ trials }: LabReport): Configurations =>
  Map.groupBy(
    rankedTrials(trials).filter((trial) => trial.complete),
    nameOf,
  );

const without = (these: Configurations, those: Configurations): readonly string[] =>
  [...these.keys()].filter((name) => !those.has(name));

const sharedBy = (ofA: Configurations, ofB: Configurations): readonly ComparedSubject[] =>
  [...ofA.keys()]
    .filter((name) => ofB.has(name))
    .map((name) => ({ kind: 'configuration', name, a: name, b: name }));

function bestOf(
  a: LabReport,
  b: LabReport,
  ofA: Configurations,
  ofB: Configurations,
): readonly ComparedSubject[] {
  const best = { a: recommendedBy(a), b: recommendedBy(b) };
  if (best.a === null || best.b === null || best.a === best.b) return [];
  if (!ofA.has(best.a) || !ofB.has(best.b)) return [];
  return [{ kind: 'best', name: `best of each: ${best.a}, ${best.b}`, a: best.a, b: best.b }];
}

/** What the verdict says to use; where it cannot tell, the configuration with the highest throughput. */
function recommendedBy(report: LabReport): string | null {
  const ranked = rankConfigurations(report).filter(({ repeats }) => repeats > 0);
  const chosen = ranked.find(({ recommended }) => recommended) ?? ranked[0];
  return chosen === undefined ? null : nameOf(chosen);
}

function timesOf({ session, report }: Side<LabReport>) {
  const ranked = new Set(rankedTrials(report.trials));
  const names = report.trials.map((trial) =>
    trial.complete && ranked.has(trial) ? nameOf(trial) : undefined,
  );
  return taskTimes(session, 'trial', (trial) => names[trial]);
}
