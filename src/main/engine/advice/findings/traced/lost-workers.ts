import { counted } from '../../../../../shared/figures.ts';
import type { TracedApi } from '../../../../../shared/trace-format.ts';
import type { Rule } from '../evidence.ts';
import { rangeMs } from '../measures.ts';
import { callableIn, hasProcesses, siteFigures, submittedAt, wherePlace, worstOf } from './places.ts';

const pidsShown = 3;

/** Processes that ran tasks died, and took these with them. One is enough: its work was lost. */
export const lostWorkers: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.submits ?? []).flatMap(({ site, lost, tasks }) => {
      if (lost.tasks === 0) return [];
      const signal = signalIn(lost.error ?? '');
      const pids = [...lost.pids];
      const found = {
        severity: lost.tasks,
        finding: {
          id: 'lost-workers',
          title:
            `${counted(lost.tasks, 'task')} of ${callableIn(site)}${submittedAt(site)} went lost: ` +
            `a worker died${signal === null ? '' : ` of ${signal}`}.`,
          evidence: {
            tasks_lost: lost.tasks,
            tasks,
            worker_pids: pids.length === 0 ? null : pids.slice(0, pidsShown).join(', '),
            signal,
            ...siteFigures(site),
            error: lost.error,
          },
          range_ms: rangeMs(scope, lost.from, lost.to),
          remedy: `Find out what ended the worker while it ran ${callableIn(site)}: ${endings(site.api)}. Then try again what went lost.`,
        },
      };
      return [{ found, where: wherePlace(site.submitted_at) }];
    }),
  );

const endings = (api: TracedApi): string =>
  hasProcesses(api)
    ? 'SIGKILL is often the kernel’s, when memory runs out, SIGSEGV a fault in native code, and no signal a call of os._exit or process.exit'
    : 'a call of process.exit, an error that nothing caught, or a limit of memory (resourceLimits)';

/** `SIGKILL`, where the message of the failure tells. */
const signalIn = (message: string): string | null => /\bSIG[A-Z]{2,}\d*\b/.exec(message)?.[0] ?? null;
