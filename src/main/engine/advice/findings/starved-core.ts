import { formatMean, formatShare } from '../../../../shared/figures.ts';
import type { CoreEvidence, Rule } from './evidence.ts';
import { milliseconds, rangeMs, wallOf } from './measures.ts';
import { stretchWhere } from './time-buckets.ts';

/** Half a thread waiting all the time, half a core idle all the time: chance and the balancing of the kernel stay below. */
const queuedFrom = 0.5;
const idleFrom = 0.5;
const shareOfTimeFrom = 0.2;
const timeFromNs = 100e6;

/** Threads wait for one of the cores while another one of them has nothing to do. */
export const starvedCore: Rule = ({ scope, cores, running }) => {
  const stretch = stretchWhere(
    running,
    (index) => cores.some((core) => isQueued(core, index)) && cores.some((core) => isIdle(core, index)),
  );
  if (stretch === null) return null;
  const share = Math.min(1, stretch.timeNs / wallOf(scope));
  if (stretch.timeNs < timeFromNs || share < shareOfTimeFrom) return null;

  const sum = (figure: (index: number) => number): number =>
    stretch.buckets.reduce((total, index) => total + figure(index), 0);
  const crowded = largest(cores, ({ queued }) => sum((index) => queued.sums[index] ?? 0));
  const starved = largest(cores, ({ idle }) => sum((index) => idle.sums[index] ?? 0));
  if (crowded === null || starved === null) return null;
  const waiting = crowded.figure / stretch.timeNs;
  return {
    severity: Math.min(crowded.figure, starved.figure),
    finding: {
      id: 'starved-core',
      title:
        `${formatMean(waiting)} threads at a time waited for core ${crowded.core} while core ${starved.core} idled, ` +
        `${formatShare(share)} of the time.`,
      evidence: {
        crowded_core: crowded.core,
        queued_mean: waiting,
        run_delay_ms: milliseconds(crowded.figure),
        idle_core: starved.core,
        idle_ms: milliseconds(starved.figure),
        share_of_time: share,
      },
      range_ms: rangeMs(scope, stretch.from, stretch.to),
      remedy:
        `Let its threads run on core ${starved.core}, too: remove what pins them (taskset, sched_setaffinity), ` +
        'or pin each to a core of its own.',
    },
  };
};

function largest(
  cores: readonly CoreEvidence[],
  figureOf: (core: CoreEvidence) => number,
): { readonly core: number; readonly figure: number } | null {
  const figures = cores.map((core) => ({ core: core.core, figure: figureOf(core) }));
  return figures.sort((a, b) => b.figure - a.figure)[0] ?? null;
}

const isQueued = ({ queued }: CoreEvidence, index: number): boolean => queued.mean(index) >= queuedFrom;
const isIdle = ({ idle }: CoreEvidence, index: number): boolean => idle.mean(index) >= idleFrom;
