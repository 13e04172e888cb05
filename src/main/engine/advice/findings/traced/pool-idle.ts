import { counted, formatCount, formatShare } from '../../../../../shared/figures.ts';
import type { Rule } from '../evidence.ts';
import { milliseconds, rangeMs } from '../measures.ts';
import { hasProcesses, nameOfPool, siteFigures, submittedAt, wherePlace, worstOf } from './places.ts';
import { isSerialPool } from './serial-submits.ts';

/** One worker too many is a reserve. */
const idleFrom = 2;
/** Of the workers: at no time were more of them busy. */
const busiestTo = 0.5;

/** A pool started far more workers than ever had something to do at the same time. */
export const poolIdle: Rule = ({ scope, traced }) =>
  worstOf(
    (traced?.pools ?? []).flatMap((pool) => {
      const { row, started, busiest, tasks, runNs, mainSite } = pool;
      const idle = started - busiest;
      // Tasks that are awaited one by one keep any number of workers idle: that is a finding of its own.
      if (tasks > 0 && busiest === 0) return [];
      if (idle < idleFrom || busiest > busiestTo * started || isSerialPool(scope, pool)) return [];
      const [from, to] = tasks === 0 ? [scope.from, scope.to] : [pool.from, pool.to];
      const share = Math.min(1, runNs / (started * Math.max(1, to - from)));
      const right = Math.max(1, busiest);
      const found = {
        severity: idle,
        finding: {
          id: 'pool-idle',
          title:
            busiest === 0
              ? `None of the ${counted(started, 'worker')} of ${nameOfPool(row)} had anything to do.`
              : `Of ${counted(started, 'worker')} that ${nameOfPool(row)} started, at most ${formatCount(busiest)} had something to do at a time.`,
          evidence: {
            workers: started,
            busy_at_most: busiest,
            tasks,
            run_ms: milliseconds(runNs),
            busy_share: share,
            pool: row.name,
            ...siteFigures(mainSite),
          },
          range_ms: rangeMs(scope, from, to),
          remedy:
            `Give it ${counted(right, 'worker')}, or more work at a time${mainSite === null ? '' : submittedAt(mainSite)}: ` +
            `it was busy for ${formatShare(share)} of its workers’ time${hasProcesses(row.api) ? ', and starting each process costs time and memory' : ''}.`,
        },
      };
      return [{ found, where: wherePlace(mainSite?.submitted_at ?? null) ?? row.name }];
    }),
  );
