import type { Finding, TrialReport } from '../../../../shared/lab-report.ts';
import type { Found } from './evidence.ts';

interface TrialFindings {
  readonly report: TrialReport;
  readonly found: readonly Found[];
}

/** One finding for each problem of each configuration: that of the repeat which had it worst, and in how many it was there. */
export function acrossRepeats(trials: readonly TrialFindings[]): readonly Finding[] {
  const configurations = Map.groupBy(trials, ({ report }) => `${report.executor} × ${report.workers}`);
  return [...configurations].flatMap(([configuration, repeats]) => {
    const problems = Map.groupBy(
      repeats.flatMap(({ report, found }) => found.map((one) => ({ ...one, report }))),
      ({ finding }) => finding.id,
    );
    return [...problems.values()].flatMap((same) => {
      const [worst] = same.sort((a, b) => b.severity - a.severity);
      if (worst === undefined) return [];
      const { finding, report } = worst;
      const evidence = {
        executor: report.executor,
        workers: report.workers,
        ...finding.evidence,
        repeats_with_it: same.length,
        repeats: repeats.length,
      };
      return [{ ...finding, title: `${configuration}: ${finding.title}`, evidence }];
    });
  });
}
