import { formatCount } from '../../../../shared/figures.ts';
import type { Rule } from './evidence.ts';
import { milliseconds, rangeMs } from './measures.ts';

/**
 * Moves that leave warm caches behind, for each second on a core: less than a millisecond of work between two. Filling a core's own
 * caches again takes some 50 µs then, a twentieth of the time.
 */
const perSecondFrom = 1_000;
const costlyFrom = 100;

/** Threads change cores so often that their caches are cold for a considerable share of their time. */
export const migrating: Rule = ({ scope, moves, onCpuNs }) => {
  const seconds = onCpuNs / 1e9;
  if (moves.costly < costlyFrom || moves.costly < perSecondFrom * seconds) return null;
  const rate = moves.total / seconds;
  const share = moves.total / Math.max(moves.total, moves.stays);
  return {
    severity: moves.costly,
    finding: {
      id: 'migrating',
      title:
        `Threads changed cores ${formatCount(Math.round(rate))} times per second of CPU time, ` +
        `leaving warm caches behind ${formatCount(moves.costly)} times.`,
      evidence: {
        migrations: moves.total,
        migrations_per_cpu_second: rate,
        costly_migrations: moves.costly,
        share_of_stays: share,
        on_cpu_ms: milliseconds(onCpuNs),
        most_moved: moves.most?.name ?? null,
        most_moved_times: moves.most?.moves ?? null,
      },
      range_ms: rangeMs(scope, moves.firstNs, moves.lastNs),
      remedy:
        scope.trial === null
          ? 'Keep each thread on one core (taskset, os.sched_setaffinity), or let fewer threads wake each other; hold the program on fewer cores to see whether it gets faster (--cores).'
          : 'Pin each worker to its core (--pin each), or hand over more work at a time, so that workers wake each other less often.',
    },
  };
};
