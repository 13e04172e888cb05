import { counted, formatCount, formatMilliseconds, formatMean } from '../../../../../shared/figures.ts';
import type { Rule } from '../evidence.ts';
import { milliseconds, rangeMs } from '../measures.ts';
import { crowdingOf } from './crowding.ts';
import { nameOfPool, siteFigures, wherePlace, worstOf } from './places.ts';

/** A pool has more workers that compute than there are cores: they only take turns. */
export const poolTooLarge: Rule = ({ scope, traced }) => {
  const nested = new Set((traced?.nestings ?? []).flatMap(({ inner }) => (inner.length > 1 ? inner : [])));
  const cores = scope.cores.length;
  return worstOf(
    (traced?.pools ?? []).flatMap((pool) => {
      const { row, started, work, mainSite } = pool;
      const crowding = work === null || started <= cores || nested.has(pool) ? null : crowdingOf(scope, work);
      if (work === null || crowding === null) return [];
      const waited = formatMilliseconds(milliseconds(work.runDelayNs));
      const found = {
        severity: work.runDelayNs,
        finding: {
          id: 'pool-too-large',
          title:
            `The ${counted(started, 'worker')} of ${nameOfPool(row)} compute on ${counted(cores, 'core')}; ` +
            `they waited ${waited} for one.`,
          evidence: {
            workers: started,
            cores,
            right_size: cores,
            runnable_mean: crowding.runnable,
            share_of_time: crowding.share,
            run_delay_ms: milliseconds(work.runDelayNs),
            on_cpu_ms: milliseconds(work.onCpuNs),
            pool: row.name,
            ...siteFigures(mainSite),
          },
          range_ms: rangeMs(scope, crowding.from, crowding.to),
          remedy:
            `Give it ${counted(cores, 'worker')} instead of ${formatCount(started)}, one for each core that the program may use: ` +
            `${formatMean(crowding.runnable)} wanted to compute at a time.`,
        },
      };
      return [{ found, where: wherePlace(mainSite?.submitted_at ?? null) ?? row.name }];
    }),
  );
};
