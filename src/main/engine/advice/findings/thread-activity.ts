import type { ThreadRow } from '../../../../shared/session.ts';
import type { EvidenceScope, ThreadEvidence } from './evidence.ts';
import { type BucketGrid, gridOver, TimeBuckets } from './time-buckets.ts';

const bucketsOfThread = 64;
/** Of the scope. A thread that worked for less gets no buckets: however many there are, only a thousand per core can have more. */
const worthBuckets = 0.001;

interface Activity {
  onCpuNs: number;
  lastNs: number;
  running: TimeBuckets | null;
}

/** When each thread of the workload was on a core, in little memory for very many threads. */
export class ThreadActivity {
  readonly #scope: EvidenceScope;
  readonly #grid: BucketGrid;
  readonly #threads: (Activity | undefined)[] = [];

  constructor(scope: EvidenceScope) {
    this.#scope = scope;
    this.#grid = gridOver(scope.from, scope.to, bucketsOfThread, 1);
  }

  ran(thread: number, start: number, end: number, share = 1): void {
    const { from, to } = this.#scope;
    const known = this.#threads[thread];
    const activity = known ?? { onCpuNs: 0, lastNs: 0, running: null };
    if (known === undefined) this.#threads[thread] = activity;
    activity.onCpuNs += (Math.min(end, to) - Math.max(start, from)) * share;
    activity.lastNs = Math.max(activity.lastNs, Math.min(end, to));
    if (activity.running === null && activity.onCpuNs >= worthBuckets * (to - from)) {
      activity.running = new TimeBuckets(this.#grid);
    }
    activity.running?.add(start, end, share);
  }

  evidence(rows: ReadonlyMap<number, ThreadRow>): readonly ThreadEvidence[] {
    const evidence: ThreadEvidence[] = [];
    for (const [thread, activity] of this.#threads.entries()) {
      const row = rows.get(thread);
      const running = activity?.running;
      if (activity === undefined || running == null || row === undefined) continue;
      evidence.push({ row, onCpuNs: activity.onCpuNs, lastNs: activity.lastNs, running });
    }
    return evidence;
  }
}
