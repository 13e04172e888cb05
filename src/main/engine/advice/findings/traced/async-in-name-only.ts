import { counted, formatMilliseconds, formatShare } from '../../../../../shared/figures.ts';
import type { EvidenceScope, Rule } from '../evidence.ts';
import { milliseconds, rangeMs, wallOf } from '../measures.ts';
import { callableIn, definedAt, siteFigures, wherePlace, worstOf } from './places.ts';
import type { HeavyCoroutines } from './traced-evidence.ts';

/** Coroutines there at a time, on average: two of the same length that are gathered are 1.5, one after the other 1. */
const aliveFrom = 1.25;
/** Of the time that they take together: the loop is in one of them, and not waiting. */
const runningFrom = 0.8;
/** Of the time that they run: on a core, or waiting for one. Otherwise a call blocks, and that is another problem. */
const computingFrom = 0.7;
const runFromNs = 100e6;
const shareOfTimeFrom = 0.05;

/** Coroutines that compute were started together, and ran one after the other: they never wait, so none gives way. */
export const asyncInNameOnly: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.loops ?? []).flatMap(({ heavy }) => {
      if (heavy === null || !isInNameOnly(scope, heavy)) return [];
      const { site, tasks, steps, stepNs, aliveNs, from, to } = heavy;
      const wall = to - from;
      const computing = computingShare(heavy);
      const found = {
        severity: stepNs,
        finding: {
          id: 'async-in-name-only',
          title:
            `${counted(tasks, 'coroutine')} like ${callableIn(site)} computed one after another on one loop for ` +
            `${formatMilliseconds(milliseconds(stepNs))}.`,
          evidence: {
            coroutines: tasks,
            steps,
            step_mean_ms: milliseconds(stepNs / steps),
            running_ms: milliseconds(stepNs),
            took_ms: milliseconds(wall),
            alive_mean: aliveNs / wall,
            on_cpu_share: computing,
            ...siteFigures(site),
          },
          range_ms: rangeMs(scope, from, to),
          remedy:
            `Run ${callableIn(site)}${definedAt(site)} in processes: make it an ordinary function, and await ` +
            'loop.run_in_executor(ProcessPoolExecutor(), f, x). ' +
            `It spent ${formatShare(computing)} of its time computing, and a coroutine only lets others run while it awaits something.`,
        },
      };
      return [{ found, where: wherePlace(site.callable) }];
    }),
  );

/** Whether the coroutines with long steps of a loop compute one after another although they were started together. */
export function isInNameOnly(scope: EvidenceScope, heavy: HeavyCoroutines): boolean {
  const { tasks, stepNs, aliveNs, from, to } = heavy;
  const wall = to - from;
  if (tasks < 2 || stepNs < runFromNs || stepNs < shareOfTimeFrom * wallOf(scope)) return false;
  return (
    aliveNs >= aliveFrom * wall && stepNs >= runningFrom * wall && computingShare(heavy) >= computingFrom
  );
}

const computingShare = ({ work, stepNs }: HeavyCoroutines): number =>
  work === null ? 0 : Math.min(1, (work.onCpuNs + work.runDelayNs) / stepNs);
