import { formatCount, formatMilliseconds, formatShare } from '../../../../shared/figures.ts';
import type { Culprit, Rule } from './evidence.ts';
import { milliseconds, rangeMs } from './measures.ts';

/** Of the CPU time that the workload had and lost. Kernel threads and an idle desktop take about one percent. */
const shareTakenFrom = 0.05;
const timesFrom = 10;
const takenFromNs = 20e6;
const namesShown = 3;
const longestName = 24;

/** Threads outside the workload took cores from it. */
export const preemptedByOthers: Rule = ({ scope, pushes, onCpuNs }) => {
  const { times, takenNs, victims, firstNs, lastNs, culprits } = pushes;
  const share = takenNs / Math.max(1, takenNs + onCpuNs);
  if (times < timesFrom || takenNs < takenFromNs || share < shareTakenFrom) return null;
  const [worst] = culprits;
  return {
    severity: takenNs,
    finding: {
      id: 'preempted-by-others',
      title: titleOf(culprits, formatShare(share)),
      evidence: {
        preemptions: times,
        taken_ms: milliseconds(takenNs),
        share_taken: share,
        threads_pushed: victims,
        by: namesOf(culprits),
      },
      range_ms: rangeMs(scope, firstNs, lastNs),
      remedy: remedyOf(worst),
    },
  };
};

function titleOf([worst, ...others]: readonly Culprit[], share: string): string {
  const name = worst?.name == null ? null : cutName(worst.name);
  const took = `took ${share} of the CPU time that the workload could have had`;
  if (name === null) return `Others ${took}.`;
  return others.length === 0 ? `${name} ${took}.` : `Others ${took}, most of all ${name}.`;
}

/** The first three, and how many more; null where nobody knows. */
function namesOf(culprits: readonly Culprit[]): string | null {
  const named = culprits.flatMap(({ name, times, takenNs }) =>
    name === null
      ? []
      : [`${cutName(name)}: ${timesOf(times)}, ${formatMilliseconds(milliseconds(takenNs))}`],
  );
  if (named.length === 0) return null;
  const more = named.length - namesShown;
  const first = named.slice(0, namesShown).join('; ');
  return more > 0 ? `${first}; and ${formatCount(more)} more` : first;
}

const timesOf = (times: number): string => (times === 1 ? 'once' : `${formatCount(times)} times`);

/** `a-very-long-name (pid 1)`: what is in parentheses tells which. */
const cutName = (name: string): string => {
  const [, program = name, which = ''] = /^(.*?)( \([^()]*\))?$/.exec(name) ?? [];
  return program.length > longestName ? `${program.slice(0, longestName - 1)}…${which}` : name;
};

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
  return `Close ${cutName(worst.name)} while you measure, or keep it off these cores (taskset), or measure on others (--cores).`;
}
