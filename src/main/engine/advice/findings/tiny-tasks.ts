import { formatCount, formatMilliseconds } from '../../../../shared/figures.ts';
import type { EvidenceScope, Found, Rule, SchedulingEvidence, TaskEvidence } from './evidence.ts';
import { milliseconds, rangeMs, wallOf } from './measures.ts';
import { isPython, nameOfPool, siteFigures, submittedAt, wherePlace, worstOf } from './traced/places.ts';
import type { PoolEvidence } from './traced/traced-evidence.ts';

const gapsFrom = 100;
/** Below, a gap is what reading the clock and noting the task take. */
const gapFromNs = 5e3;
/** A task this long makes handing it over cheap. */
const worthwhileNs = 1e6;

/** What tracing adds to handing a task over to another process. */
const tracedGapFromNs = 10e3;
/** In a program that does other things, too: of the whole, and in all. */
const shareOfTimeFrom = 0.05;
const gapsFromNs = 50e6;

/** Handing a task over takes longer than the task. */
export const tinyTasks: Rule = (evidence) => {
  const { scope, tasks, traced } = evidence;
  if (tasks !== null) return inLab(evidence, tasks);
  return worstOf(
    (traced?.pools ?? []).flatMap((pool) => {
      const found = pool.handedOver === null ? null : inPool(scope, pool, pool.handedOver);
      return found === null ? [] : [{ found, where: wherePlace(pool.mainSite?.submitted_at ?? null) }];
    }),
  );
};

function inLab({ scope, onCpuNs }: SchedulingEvidence, tasks: TaskEvidence): Found | null {
  if (tasks.gaps < gapsFrom) return null;
  const runNs = tasks.runNs / tasks.count;
  const gapNs = tasks.gapNs / tasks.gaps;
  if (gapNs < gapFromNs || gapNs < runNs) return null;
  // On a busy machine a worker waits for a core between two tasks, too; that costs no CPU time.
  const spentNs = onCpuNs / tasks.count - runNs;
  if (scope.mode !== 'sampled' && onCpuNs > 0 && spentNs < runNs) return null;
  const handing = formatMilliseconds(milliseconds(gapNs));
  return {
    severity: gapNs / Math.max(runNs, 1),
    finding: {
      id: 'tiny-tasks',
      title: `Handing over a task takes ${handing}, the task itself ${formatMilliseconds(milliseconds(runNs))}.`,
      evidence: {
        task_ms: milliseconds(runNs),
        handing_over_ms: milliseconds(gapNs),
        on_cpu_per_task_ms: milliseconds(onCpuNs / tasks.count),
        tasks: tasks.count,
      },
      range_ms: rangeMs(scope, scope.from, scope.to),
      remedy: `${batches(tasks.count, scope.trial?.workers ?? 1, runNs, gapNs)}${instead(scope)}.`,
    },
  };
}

/** The tasks of one pool of a traced program. What its workers waited for a core is not counted as handing over. */
function inPool(scope: EvidenceScope, pool: PoolEvidence, tasks: TaskEvidence): Found | null {
  if (tasks.gaps < gapsFrom) return null;
  const handingNs = Math.max(0, tasks.gapNs - (pool.work?.runDelayNs ?? 0));
  const runNs = tasks.runNs / tasks.count;
  const gapNs = handingNs / tasks.gaps;
  if (gapNs < tracedGapFromNs || gapNs < runNs) return null;
  if (handingNs < gapsFromNs || handingNs < shareOfTimeFrom * wallOf(scope)) return null;
  const { row, started, mainSite } = pool;
  const handing = formatMilliseconds(milliseconds(gapNs));
  const where = mainSite === null ? '' : submittedAt(mainSite);
  return {
    severity: handingNs,
    finding: {
      id: 'tiny-tasks',
      title:
        `Handing over a task of ${nameOfPool(row)} takes ${handing}, ` +
        `the task itself ${formatMilliseconds(milliseconds(runNs))}.`,
      evidence: {
        task_ms: milliseconds(runNs),
        handing_over_ms: milliseconds(gapNs),
        handing_over_all_ms: milliseconds(handingNs),
        tasks: tasks.count,
        pool: row.name,
        ...siteFigures(mainSite),
      },
      range_ms: rangeMs(scope, pool.from, pool.to),
      remedy:
        `${batches(tasks.count, started, runNs, gapNs)}${where}${isPython(row.api) ? ' (map takes a chunksize)' : ''}, ` +
        'or run them where they are submitted.',
    },
  };
}

function batches(count: number, workers: number, runNs: number, gapNs: number): string {
  const batch = Math.max(2, inTwoDigits(Math.max(worthwhileNs, gapNs * 10) / Math.max(runNs, 1)));
  // All of them together are worth no more.
  if (batch * workers > count) return 'Cut the work into one piece for each worker';
  const worth = gapNs * 10 > worthwhileNs ? 'ten times what handing it over does' : '1 ms or more';
  return `Hand over ${formatCount(batch)} of them at a time, so that one piece of work takes ${worth}`;
}

function instead({ trial, lanesShareThread }: EvidenceScope): string {
  if (lanesShareThread) return ', or call them without a promise for each';
  // Starting a worker for every task is most of what handing over takes.
  if (trial?.configuration.includes('per-task') === true)
    return ', or use a pool, which starts its workers once';
  return ', or run them where they are submitted';
}

/** 3491 → 3500: more digits would say more than is known. */
const inTwoDigits = (count: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / step) * step;
};
