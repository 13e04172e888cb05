import type { ThreadRow } from '../../../../shared/session.ts';
import type { EvidenceScope, ThreadEvidence } from './evidence.ts';
import { type BucketGrid, gridOver, TimeBuckets } from './time-buckets.ts';

const bucketsOfThread = 64;
/** Of the scope. A thread that worked for less gets no buckets: however many there are, only a thousand per core can have more. */
const worthBuckets = 0.001;

interface Activity {
  workNs: number;
  lastNs: number;
  working: TimeBuckets | null;
}

/** When each thread of the workload worked: was on a core, or waited for one; in little memory for very many threads. */
export class ThreadActivity {
  readonly #scope: EvidenceScope;
  readonly #grid: BucketGrid;
  readonly #threads: (Activity | undefined)[] = [];

  constructor(scope: EvidenceScope) {
    this.#scope = scope;
    this.#grid = gridOver(scope.from, scope.to, bucketsOfThread, 1);
  }

  ran(thread: number, start: number, end: number, share = 1): void {
    const activity = this.#worked(thread, start, end, share);
    activity.lastNs = Math.max(activity.lastNs, Math.min(end, this.#scope.to));
  }

  waited(thread: number, since: number, until: number, share = 1): void {
    this.#worked(thread, since, until, share);
  }

  evidence(rows: ReadonlyMap<number, ThreadRow>): readonly ThreadEvidence[] {
    const evidence: ThreadEvidence[] = [];
    for (const [thread, activity] of this.#threads.entries()) {
      const row = rows.get(thread);
      const working = activity?.working;
      if (activity === undefined || working == null || row === undefined) continue;
      evidence.push({ row, workNs: activity.workNs, lastNs: activity.lastNs, working });
    }
    return evidence;
  }

  #worked(thread: number, start: number, end: number, share: number): Activity {
    const { from, to } = this.#scope;
    const known = this.#threads[thread];
    const activity = known ?? { workNs: 0, lastNs: 0, working: null };
    if (known === undefined) this.#threads[thread] = activity;
    activity.workNs += Math.max(0, Math.min(end, to) - Math.max(start, from)) * share;
    if (activity.working === null && activity.workNs >= worthBuckets * (to - from)) {
      activity.working = new TimeBuckets(this.#grid);
    }
    activity.working?.add(start, end, share);
    return activity;
  }
}
