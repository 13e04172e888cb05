import { sliceEndCode } from '../../../../shared/session.ts';
import type { StreamBatch, ThreadRow } from '../../../../shared/session.ts';
import type { CulpritName } from './culprit-names.ts';
import type { EvidenceScope, Moves, Pushes, ThreadEvidence } from './evidence.ts';
import { PushTally } from './push-tally.ts';
import type { ScopeBuckets } from './scope-buckets.ts';
import { ThreadActivity } from './thread-activity.ts';

const preempted = sliceEndCode('preempted');

/**
 * A move costs when the thread left warm caches behind and has use for them. Linux takes a thread that ran less than 0.5 ms ago
 * for cache-hot (sched_migration_cost_ns); one that then works for less than 50 µs touches little.
 */
const hotWithinNs = 500e3;
const usesCachesFromNs = 50e3;

/** What is remembered of a thread between its slices. */
interface Between {
  core: number;
  end: number;
  moves: number;
}

/**
 * Adds slices up, in order of arrival: those of one core come in order of time, and those of one thread nearly so (one that ended by
 * preemption is told when its core has the next event).
 */
export class SliceTally {
  onCpuNs = 0;
  runDelayNs = 0;
  slices = 0;
  readonly #scope: EvidenceScope;
  readonly #threads: ReadonlyMap<number, ThreadRow>;
  readonly #buckets: ScopeBuckets;
  /** In system mode, which sees everybody: until when each core is accounted for. */
  readonly #coreEnds = new Map<number, number>();
  readonly #between: (Between | undefined)[] = [];
  readonly #activity: ThreadActivity;
  readonly #pushes: PushTally;
  #moves = 0;
  #costly = 0;
  #firstMove = Number.NaN;
  #lastMove = Number.NaN;

  constructor(scope: EvidenceScope, threads: ReadonlyMap<number, ThreadRow>, buckets: ScopeBuckets) {
    this.#scope = scope;
    this.#threads = threads;
    this.#buckets = buckets;
    this.#activity = new ThreadActivity(scope);
    this.#pushes = new PushTally(scope.mode, (thread) => threads.get(thread)?.workload ?? false);
  }

  add(batch: StreamBatch<'slices'>): void {
    const { from, to } = this.#scope;
    for (let row = 0; row < batch.start.length; row += 1) {
      const start = batch.start[row] ?? 0;
      const end = batch.end[row] ?? 0;
      if (!(end > from && start < to)) continue;
      const thread = batch.thread[row] ?? 0;
      const core = batch.core[row] ?? 0;
      this.#idledUntil(core, start, end);
      if (this.#threads.get(thread)?.workload !== true) continue;
      this.#ran(thread, core, start, end);
      this.#waited(thread, core, batch.ready[row] ?? Number.NaN, start);
      this.#pushes.slice(thread, core, start);
      if (batch.ended[row] === preempted) this.#pushes.preempted(thread, core, end, batch.by[row] ?? 0);
    }
  }

  /** No more slices come: what they leave of the scope, the cores idled. */
  end(): void {
    for (const core of this.#scope.cores) this.#idledUntil(core, this.#scope.to, this.#scope.to);
  }

  moves(): Moves {
    const most = this.#between.reduce<{ thread: number; moves: number } | null>(
      (best, between, thread) =>
        between !== undefined && between.moves > (best?.moves ?? 0) ? { thread, moves: between.moves } : best,
      null,
    );
    return {
      total: this.#moves,
      stays: this.slices,
      costly: this.#costly,
      most: most === null ? null : { name: this.#threads.get(most.thread)?.name ?? '', moves: most.moves },
      firstNs: this.#firstMove,
      lastNs: this.#lastMove,
    };
  }

  pushes(nameOf: (thread: number) => CulpritName): Pushes {
    return this.#pushes.result(nameOf);
  }

  threads(): readonly ThreadEvidence[] {
    return this.#activity.evidence(this.#threads);
  }

  #idledUntil(core: number, start: number, end: number): void {
    if (this.#scope.mode !== 'system') return;
    const since = this.#coreEnds.get(core) ?? this.#scope.from;
    if (start > since) this.#buckets.idled(core, since, start);
    this.#coreEnds.set(core, Math.max(since, end));
  }

  #ran(thread: number, core: number, start: number, end: number): void {
    const { from, to } = this.#scope;
    this.slices += 1;
    this.onCpuNs += Math.min(end, to) - Math.max(start, from);
    this.#buckets.running.add(start, end);
    this.#activity.ran(thread, start, end);
    const before = this.#between[thread];
    if (before === undefined) {
      this.#between[thread] = { core, end, moves: 0 };
      return;
    }
    if (before.core !== core) {
      before.moves += 1;
      this.#moved(start);
      if (start - before.end <= hotWithinNs && end - start >= usesCachesFromNs) this.#costly += 1;
    }
    before.core = core;
    before.end = end;
  }

  #moved(at: number): void {
    this.#moves += 1;
    if (Number.isNaN(this.#firstMove)) this.#firstMove = at;
    this.#lastMove = at;
  }

  #waited(thread: number, core: number, ready: number, start: number): void {
    const { from, to } = this.#scope;
    const since = Math.max(ready, from);
    const until = Math.min(start, to);
    // Not known, when `ready` is NaN.
    if (!(until > since)) return;
    this.runDelayNs += until - since;
    this.#buckets.waiting.add(since, until);
    this.#buckets.queued(core, since, until);
    this.#activity.waited(thread, since, until);
  }
}
