import { counted, formatCount } from '../../../../shared/figures.ts';
import type { Rule, SchedulingEvidence } from './evidence.ts';
import { describeCores } from '../../lab/existing-cores.ts';
import { rangeMs } from './measures.ts';

/** Something of the workload was not recorded: every figure that builds on it is too low, and one missing record is worth saying so. */
export const recordingIncomplete: Rule = ({ scope, losses }) => {
  const { threadsMissed, threadsNotFollowed } = scope;
  if (losses.records === 0 && threadsMissed === 0 && threadsNotFollowed === 0) return null;
  // What is only known of at the end may be missing anywhere.
  const isPlaced = losses.records > 0 && losses.firstNs < scope.to;
  const [from, to] = isPlaced ? [losses.firstNs, losses.lastNs] : [scope.from, scope.to];
  const parts = [
    losses.records > 0 ? `${counted(losses.records, 'switch record')} lost` : null,
    threadsNotFollowed > 0 ? `${counted(threadsNotFollowed, 'thread')} not followed` : null,
    threadsMissed > 0 ? `${counted(threadsMissed, 'thread')} ended unread` : null,
  ].filter((part) => part !== null);
  return {
    severity: losses.records + threadsMissed + threadsNotFollowed,
    finding: {
      id: 'recording-incomplete',
      title: `Not all was recorded: ${parts.join(', ')}.`,
      evidence: {
        records_lost: losses.records,
        lost_on: losses.cores.length === 0 ? null : describeCores(losses.cores),
        threads_not_followed: threadsNotFollowed,
        threads_missed: threadsMissed,
      },
      range_ms: rangeMs(scope, from, to),
      remedy: remedyOf({ scope, losses }),
    },
  };
};

function remedyOf({ scope, losses }: Pick<SchedulingEvidence, 'scope' | 'losses'>): string {
  if (losses.records > 0) {
    return `Leave a core to Corelane, which could not keep up (--cores with one core less), and do not rely on counts and CPU times of ${describeCores(losses.cores)} in this range.`;
  }
  if (scope.threadsNotFollowed > 0) {
    return 'Raise the limit of open files (ulimit -n) or record in system mode: corelane doctor says what would allow it. The figures of these threads are missing.';
  }
  return `${formatCount(scope.threadsMissed)} lived shorter than Corelane looks: corelane doctor says what would let it record every switch. Their CPU time and switches are missing.`;
}
