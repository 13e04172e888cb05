import { formatBytes, formatMilliseconds } from '../../../../../shared/figures.ts';
import type { Rule } from '../evidence.ts';
import { milliseconds, rangeMs, wallOf } from '../measures.ts';
import { nameOfPool, siteFigures, submittedAt, wherePlace, worstOf } from './places.ts';

/** Below, it is what any process pool costs, once. */
const movingFromNs = 50e6;
/** Of the whole. */
const shareOfTimeFrom = 0.05;

/** Moving arguments and results between processes takes longer than the work that they are moved for. */
export const pickleBound: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.pools ?? []).flatMap(({ row, moved, mainSite, from, to }) => {
      const movingNs = moved.argumentNs + moved.resultNs;
      if (movingNs < movingFromNs || movingNs < shareOfTimeFrom * wallOf(scope) || movingNs < moved.runNs)
        return [];
      const moving = formatMilliseconds(milliseconds(movingNs));
      const running = formatMilliseconds(milliseconds(moved.runNs));
      const found = {
        severity: movingNs,
        finding: {
          id: 'pickle-bound',
          title: `Pickling ${formatBytes(moved.argumentBytes + moved.resultBytes)} took ${nameOfPool(row)} ${moving}, running its tasks ${running}.`,
          evidence: {
            pickling_ms: milliseconds(movingNs),
            arguments_ms: milliseconds(moved.argumentNs),
            results_ms: milliseconds(moved.resultNs),
            run_ms: milliseconds(moved.runNs),
            tasks: moved.tasks,
            argument_bytes: moved.argumentBytes,
            result_bytes: moved.resultBytes,
            pool: row.name,
            ...siteFigures(mainSite),
          },
          range_ms: rangeMs(scope, from, to),
          remedy: remedyOf(
            moved.argumentNs >= moved.resultNs,
            mainSite === null ? '' : submittedAt(mainSite),
          ),
        },
      };
      return [{ found, where: wherePlace(mainSite?.submitted_at ?? null) }];
    }),
  );

const remedyOf = (areArguments: boolean, where: string): string =>
  areArguments
    ? `Hand over less${where}: a path or a range that the worker reads itself, or data that every worker is given once (initializer=, shared_memory).`
    : `Return less from the tasks submitted${where}: a sum, or the path of a file that the worker wrote, or write into shared_memory.`;
