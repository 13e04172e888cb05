import type { StreamBatch, ThreadRow } from '../../../../shared/session.ts';
import type { EvidenceScope, Moves, ThreadEvidence } from './evidence.ts';
import type { ScopeBuckets } from './scope-buckets.ts';
import { ThreadActivity } from './thread-activity.ts';

/** The newest sample of a thread. */
interface Sample {
  readonly time: number;
  readonly onCpuNs: number;
  readonly runDelayNs: number;
  readonly voluntary: number;
  readonly involuntary: number;
  readonly migrations: number;
}

/**
 * Adds up what the kernel's counters gained from sample to sample, where switches are not recorded. What a thread did between two
 * samples is spread evenly over the time between them, and happened on the core that it was last seen on.
 *
 * Counters do not tell which moves left warm caches behind. A thread that never blocks leaves its core only when it is made to: of its
 * moves those count that cannot have been made while it waited, that is moves beyond its voluntary switches.
 */
export class SampleTally {
  onCpuNs = 0;
  runDelayNs = 0;
  readonly #scope: EvidenceScope;
  readonly #threads: ReadonlyMap<number, ThreadRow>;
  readonly #buckets: ScopeBuckets;
  readonly #samples: (Sample | undefined)[] = [];
  readonly #moves: number[] = [];
  readonly #activity: ThreadActivity;
  #total = 0;
  #stays = 0;
  #costly = 0;
  #firstMove = Number.NaN;
  #lastMove = Number.NaN;

  constructor(scope: EvidenceScope, threads: ReadonlyMap<number, ThreadRow>, buckets: ScopeBuckets) {
    this.#scope = scope;
    this.#threads = threads;
    this.#buckets = buckets;
    this.#activity = new ThreadActivity(scope);
  }

  add(batch: StreamBatch<'threads'>): void {
    for (let row = 0; row < batch.time.length; row += 1) {
      const thread = batch.thread[row] ?? 0;
      if (this.#threads.get(thread)?.workload !== true) continue;
      const sample: Sample = {
        time: batch.time[row] ?? 0,
        onCpuNs: batch.on_cpu_ns[row] ?? Number.NaN,
        runDelayNs: batch.run_delay_ns[row] ?? Number.NaN,
        voluntary: batch.voluntary_switches[row] ?? Number.NaN,
        involuntary: batch.involuntary_switches[row] ?? Number.NaN,
        migrations: batch.migrations[row] ?? Number.NaN,
      };
      const before = this.#samples[thread];
      this.#samples[thread] = sample;
      if (before !== undefined) this.#gained(thread, batch.core[row] ?? 0, before, sample);
    }
  }

  moves(): Moves {
    const [thread, most] = this.#mostMoved();
    return {
      total: this.#total,
      stays: this.#stays,
      costly: this.#costly,
      most: most === 0 ? null : { name: this.#threads.get(thread)?.name ?? '', moves: most },
      firstNs: this.#firstMove,
      lastNs: this.#lastMove,
    };
  }

  threads(): readonly ThreadEvidence[] {
    return this.#activity.evidence(this.#threads);
  }

  #mostMoved(): readonly [thread: number, moves: number] {
    return this.#moves.reduce<readonly [number, number]>(
      (best, moves, thread) => (moves > best[1] ? [thread, moves] : best),
      [0, 0],
    );
  }

  #gained(thread: number, core: number, before: Sample, now: Sample): void {
    const { from, to } = this.#scope;
    const span = now.time - before.time;
    const inScope = Math.min(now.time, to) - Math.max(before.time, from);
    if (!(span > 0 && inScope > 0)) return;
    const running = gain(before.onCpuNs, now.onCpuNs) / span;
    const waiting = gain(before.runDelayNs, now.runDelayNs) / span;
    this.onCpuNs += running * inScope;
    this.runDelayNs += waiting * inScope;
    this.#buckets.running.add(before.time, now.time, running);
    this.#buckets.waiting.add(before.time, now.time, waiting);
    this.#buckets.queued(core, before.time, now.time, waiting);
    if (running > 0) this.#activity.ran(thread, before.time, now.time, running);
    if (waiting > 0) this.#activity.waited(thread, before.time, now.time, waiting);
    this.#moved(thread, before, now);
  }

  #moved(thread: number, before: Sample, now: Sample): void {
    const moves = gain(before.migrations, now.migrations);
    const voluntary = gain(before.voluntary, now.voluntary);
    this.#stays += Math.max(moves, voluntary + gain(before.involuntary, now.involuntary));
    if (moves === 0) return;
    this.#total += moves;
    this.#costly += Math.max(0, moves - voluntary);
    this.#moves[thread] = (this.#moves[thread] ?? 0) + moves;
    if (Number.isNaN(this.#firstMove)) this.#firstMove = before.time;
    this.#lastMove = now.time;
  }
}

/** Counters that the kernel does not tell gain nothing. */
const gain = (before: number, now: number): number => (now > before ? now - before : 0);
