import { counted } from '../../../../../shared/figures.ts';
import type { Rule } from '../evidence.ts';
import { rangeMs } from '../measures.ts';
import { callableIn, siteFigures, submittedAt, wherePlace, worstOf } from './places.ts';

/** Tasks failed because what was to move between processes could not be pickled. One is enough: it was lost for certain. */
export const unpicklable: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.submits ?? []).flatMap(({ site, unpicklable: failed, tasks }) => {
      if (failed.tasks === 0) return [];
      const found = {
        severity: failed.tasks,
        finding: {
          id: 'unpicklable',
          title: `${counted(failed.tasks, 'task')} of ${callableIn(site)}${submittedAt(site)} failed: not all could be pickled.`,
          evidence: { tasks_failed: failed.tasks, tasks, ...siteFigures(site), error: failed.error },
          range_ms: rangeMs(scope, failed.from, failed.to),
          remedy: remedyOf(failed.error ?? '', submittedAt(site)),
        },
      };
      return [{ found, where: wherePlace(site.submitted_at) }];
    }),
  );

function remedyOf(error: string, where: string): string {
  const what = /lambda|local object|<locals>/i.test(error)
    ? 'Move the function to the top level of its module: lambdas and functions within functions cannot be pickled'
    : 'Pass what another process can build anew (a path, a number, a list), and open files, locks and connections within the task';
  return `${what}; see what is handed over${where}. Threads need no pickling.`;
}
