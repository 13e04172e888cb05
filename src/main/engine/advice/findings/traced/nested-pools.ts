import { counted, formatCount, formatMean } from '../../../../../shared/figures.ts';
import type { Rule } from '../evidence.ts';
import { milliseconds, rangeMs } from '../measures.ts';
import { crowdingOf } from './crowding.ts';
import { callableIn, definedAt, nameOfApi, siteFigures, wherePlace, worstOf } from './places.ts';

/** Tasks that use pools of their own: together these have more workers that compute than there are cores. */
export const nestedPools: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.nestings ?? []).flatMap(({ outer, outerPool, inner, work }) => {
      const [first] = inner;
      // One pool that all tasks share is as large as it is.
      if (first === undefined || inner.length < 2 || work === null) return [];
      const workers = inner.reduce((sum, { started }) => sum + started, 0);
      const crowding = crowdingOf(scope, work);
      if (crowding === null) return [];
      const cores = scope.cores.length;
      const found = {
        severity: work.runDelayNs,
        finding: {
          id: 'nested-pools',
          title:
            `Tasks of ${callableIn(outer)} used ${formatCount(inner.length)} pools of their own: ${formatMean(crowding.runnable)} workers ` +
            `at a time wanted ${counted(cores, 'core')}.`,
          evidence: {
            outer_pool: outerPool?.row.name ?? nameOfApi(outer.api),
            outer_workers: outerPool?.started ?? null,
            inner_pools: inner.length,
            inner_api: nameOfApi(first.row.api),
            inner_workers: workers,
            runnable_mean: crowding.runnable,
            cores,
            share_of_time: crowding.share,
            run_delay_ms: milliseconds(work.runDelayNs),
            ...siteFigures(outer),
          },
          range_ms: rangeMs(scope, crowding.from, crowding.to),
          remedy:
            `Parallelise at one level: let ${callableIn(outer)}${definedAt(outer)} do its part itself, ` +
            `or hand the parts of all of its tasks to one pool of ${counted(cores, 'worker')} that they share.`,
        },
      };
      return [{ found, where: wherePlace(outer.callable) }];
    }),
  );
