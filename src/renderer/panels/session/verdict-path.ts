import type { VerdictStep } from '../../../shared/lab-report.ts';

/** The decision path has three questions; what follows from the last (which one ranks best, what a preference costs, whether it holds) belongs to it. */
const lastQuestion = 3;

/** The steps of each question, ascending: 1 and 1.1 together, 2, then 3 and all that follows. */
export const questionsOf = (steps: readonly VerdictStep[]): readonly (readonly VerdictStep[])[] =>
  [...Map.groupBy(steps, ({ step }) => Math.min(lastQuestion, Math.floor(step)))]
    .toSorted(([a], [b]) => a - b)
    .map(([, group]) => group.toSorted((a, b) => a.step - b.step));

/** An answer at a glance, and its explanation; one of them may be all there is. */
export interface SplitAnswer {
  readonly short: string;
  readonly explanation: string;
}

/** Longer than this, what stands before the colon is no answer at a glance. */
const longestShort = 60;

/** "CPU-bound: it computes nearly all the time" → "CPU-bound", "it computes nearly all the time". */
export function splitAnswer(answer: string): SplitAnswer {
  const colon = answer.indexOf(': ');
  if (colon > 0 && colon <= longestShort) {
    return { short: capitalised(answer.slice(0, colon)), explanation: capitalised(answer.slice(colon + 2)) };
  }
  return answer.length <= longestShort
    ? { short: capitalised(answer), explanation: '' }
    : { short: '', explanation: capitalised(answer) };
}

/** Names are left as they are written: `asyncio`, `thread-pool × 2`. */
export const capitalised = (text: string): string =>
  /^[a-z-]+ × /.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
