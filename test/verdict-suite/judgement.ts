import type { Configuration } from '../../src/shared/experiment.ts';
import type { LabReport, Verdict } from '../../src/shared/lab-report.ts';
import { ratioOfRepeats, type RepeatsRatio } from '../../src/shared/ratio-interval.ts';

/** What the suite demands of the verdicts, as plain figures. */
export const demands = {
  /** Of the workloads, how many verdicts are the best or cannot be told from it. */
  rightShare: 0.95,
  /** How far behind the best a verdict may be. */
  worstLoss: 0.1,
} as const;

/** What the longer measurement says: the best of all that the lab ran, and the verdict beside it, in tasks a second. */
export interface Independent {
  readonly best: Configuration;
  /** Fresh repeats, taken in turns, so that neither was chosen for its luck in them. Both empty where the verdict is the best. */
  readonly bestPerSecond: readonly number[];
  readonly verdictPerSecond: readonly number[];
}

export interface Judgement {
  readonly file: string;
  readonly expected: Verdict['boundness'];
  readonly boundness: Verdict['boundness'];
  readonly onCpuShare: number | null;
  readonly verdict: Configuration | null;
  readonly confidence: Verdict['confidence'];
  readonly best: Configuration;
  /** The best over the verdict; null: they are the same, or there is no verdict. */
  readonly ratio: RepeatsRatio | null;
  readonly isBoundnessRight: boolean;
  /** The verdict is the best, or within the noise of it, which is too little to hide that it is far off. */
  readonly isRight: boolean;
  /** It is beyond the noise and further behind than is allowed. */
  readonly isFarOff: boolean;
  /** The repeats differ so much that it may be right, and may be far off as well. */
  readonly isOpen: boolean;
}

/** Holds the verdict of a lab against what was measured apart from it. */
export function judge(
  { file, kind }: { readonly file: string; readonly kind: Verdict['boundness'] },
  { verdict }: Pick<LabReport, 'verdict'>,
  { best, bestPerSecond, verdictPerSecond }: Independent,
): Judgement {
  const chosen = verdictOf(verdict);
  const isBest = chosen !== null && isSame(chosen, best);
  const ratio = chosen === null || isBest ? null : ratioOfRepeats(bestPerSecond, verdictPerSecond);
  const isBehind = ratio !== null && ratio.low > 1;
  const isOpen = ratio !== null && !isSettled(ratio);
  const share = verdict.steps[0]?.evidence['on_cpu_share'];
  return {
    file,
    expected: kind,
    boundness: verdict.boundness,
    onCpuShare: typeof share === 'number' ? share : null,
    verdict: chosen,
    confidence: verdict.confidence,
    best,
    ratio,
    isBoundnessRight: verdict.boundness === kind,
    isRight: isBest || (ratio !== null && !isBehind && !isOpen),
    isFarOff: isBehind && lossOf(ratio) > demands.worstLoss,
    isOpen,
  };
}

/** Whether the interval of best over verdict says either that the verdict is behind, or that it is not by more than is allowed. */
export const isSettled = ({ low, high }: RepeatsRatio): boolean =>
  low > 1 || 1 - 1 / high <= demands.worstLoss;

/** Of the best one's throughput, what the verdict gives away, 0–1. */
export const lossOf = ({ ratio }: RepeatsRatio): number => 1 - 1 / ratio;

/** The configuration that a verdict recommends; null where it cannot tell. */
export const verdictOf = ({ executor, workers }: Verdict): Configuration | null =>
  executor === null || workers === null ? null : { executor, workers };

export const isSame = (a: Configuration, b: Configuration): boolean =>
  a.executor === b.executor && a.workers === b.workers;

/** One sentence for each demand that is not met; none: all are. */
export function failuresOf(judgements: readonly Judgement[]): readonly string[] {
  const names = (some: readonly Judgement[]): string => some.map(({ file }) => file).join(', ');
  const misjudged = judgements.filter(({ isBoundnessRight }) => !isBoundnessRight);
  const open = judgements.filter(({ isOpen }) => isOpen);
  const settled = judgements.filter(({ isOpen }) => !isOpen);
  const right = settled.filter(({ isRight }) => isRight);
  const wrong = settled.filter(({ isRight }) => !isRight);
  const farOff = judgements.filter(({ isFarOff }) => isFarOff);
  const share = `${right.length} of ${settled.length}`;
  return [
    ...(judgements.length === 0 ? ['Nothing was judged.'] : []),
    ...(misjudged.length > 0 ? [`Boundness is wrong in ${names(misjudged)}.`] : []),
    ...(wrong.length > 0 && right.length / settled.length < demands.rightShare
      ? [
          `The verdict is the best or within its noise in ${share}, not in 95 %: it is not in ${names(wrong)}.`,
        ]
      : []),
    ...(open.length > 0
      ? [
          `The repeats differ too much to tell whether the verdict is right in ${names(open)}: run these on a quieter machine.`,
        ]
      : []),
    ...(farOff.length > 0 ? [`The verdict is more than 10 % behind the best in ${names(farOff)}.`] : []),
  ];
}
