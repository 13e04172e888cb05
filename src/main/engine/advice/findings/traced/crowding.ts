import { excessFrom } from '../oversubscribed.ts';
import { type Stretch, stretchWhere } from '../time-buckets.ts';
import type { EvidenceScope } from '../evidence.ts';
import type { ThreadWork } from './traced-evidence.ts';

/** Of the time in which the threads had tasks. */
const shareOfTimeFrom = 0.2;
const timeFromNs = 100e6;

export interface Crowding extends Stretch {
  readonly share: number;
  /** Threads that were on a core or waited for one, on average. */
  readonly runnable: number;
}

/** When more of some threads could run than there are cores, for a considerable share of their time; null: it was not so. */
export function crowdingOf({ cores }: EvidenceScope, { from, to, runnable }: ThreadWork): Crowding | null {
  const least = cores.length + excessFrom(cores.length);
  const stretch = stretchWhere(runnable, (index) => runnable.mean(index) >= least);
  if (cores.length === 0 || stretch === null) return null;
  const share = Math.min(1, stretch.timeNs / (to - from));
  if (stretch.timeNs < timeFromNs || share < shareOfTimeFrom) return null;
  const sum = stretch.buckets.reduce((total, index) => total + runnable.mean(index), 0);
  return { ...stretch, share, runnable: sum / stretch.buckets.length };
}
