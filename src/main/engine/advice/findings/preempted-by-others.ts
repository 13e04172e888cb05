import { counted, formatMilliseconds, formatShare } from '../../../../shared/figures.ts';
import type { Culprit, Pushes, Rule } from './evidence.ts';
import { milliseconds, rangeMs } from './measures.ts';

/** Of the CPU time that the workload had and lost. Kernel threads and an idle desktop take about one percent. */
const shareTakenFrom = 0.05;
const timesFrom = 10;
const takenFromNs = 20e6;
const namesShown = 3;

/** Threads outside the workload took cores from it. */
export const preemptedByOthers: Rule = ({ scope, pushes, onCpuNs }) => {
  const { times, takenNs, victims, firstNs, lastNs, culprits } = pushes;
  const share = takenNs / Math.max(1, takenNs + onCpuNs);
  if (times < timesFrom || takenNs < takenFromNs || share < shareTakenFrom) return null;
  const taken = formatMilliseconds(milliseconds(takenNs));
  const threads = counted(victims, 'thread');
  const [worst] = culprits;
  return {
    severity: takenNs,
    finding: {
      id: 'preempted-by-others',
      title:
        `${subjectOf(culprits)} pushed ${threads} of the workload off ${times === 1 ? 'once' : `${times} times`} ` +
        `and kept the core for ${taken} in all, ${formatShare(share)} of the time it could have run.`,
      evidence: {
        preemptions: times,
        taken_ms: milliseconds(takenNs),
        share_taken: share,
        threads_pushed: victims,
        ...namesOf(pushes),
      },
      range_ms: rangeMs(scope, firstNs, lastNs),
      remedy: remedyOf(worst),
    },
  };
};

const subjectOf = (culprits: readonly Culprit[]): string => {
  const [worst, ...others] = culprits;
  if (worst === undefined || worst.name === null) return 'Threads outside the workload';
  return others.length === 0 ? worst.name : `${worst.name} and ${others.length} more`;
};

/** `by`: null where nobody knows. */
const namesOf = ({ culprits }: Pushes): Readonly<Record<string, string | null>> => ({
  by:
    culprits
      .filter(({ name }) => name !== null)
      .slice(0, namesShown)
      .map(
        ({ name, times, takenNs }) =>
          `${name}: ${times === 1 ? 'once' : `${times} times`}, ${formatMilliseconds(milliseconds(takenNs))}`,
      )
      .join('; ') || null,
});

function remedyOf(worst: Culprit | undefined): string {
  if (worst?.name == null) {
    return (
      'Close what else is busy on this machine, or give the workload cores that nobody else uses (--cores). ' +
      'Who it was is only recorded in system mode: corelane doctor says what would allow it.'
    );
  }
  if (worst.name === 'Corelane itself') {
    return 'Leave a core to Corelane (--cores with one core less), or close its window while it records.';
  }
  return `Close ${worst.name} while you measure, or keep it off these cores (taskset), or measure on others (--cores).`;
}
