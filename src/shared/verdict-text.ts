import { familyOf } from './executors.ts';
import { counted } from './figures.ts';
import type { Verdict } from './lab-report.ts';

/** The verdict in words, the same in a terminal and in a window. */

/** One sentence that begins in lower case and ends with a full stop. */
export function verdictSentence({ executor, workers, margin, confidence }: Verdict): string {
  if (executor === null || confidence === 'cannot-tell') {
    return 'what was measured cannot tell which executor to use.';
  }
  const size =
    workers === null
      ? ''
      : familyOf(executor) === 'event-loop'
        ? ` with ${counted(workers, 'task')} in flight`
        : ` with ${counted(workers, 'worker')}`;
  const choice = `use ${executor}${size}`;
  if (margin === null) return `${choice}; there was nothing to compare it with.`;
  return confidence === 'clear'
    ? `${choice}, ${margin.toFixed(2)} times as good as the next best.`
    : `${choice}; others are as good within the noise.`;
}
