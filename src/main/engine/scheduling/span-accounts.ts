import { sliceEndCode } from '../../../shared/session.ts';
import type { StreamBatch } from '../../../shared/session.ts';

/** A stretch of time on a thread, such as a task's run. `slot` stands for the thread. */
export interface Span {
  readonly slot: number;
  readonly start: number;
  readonly end: number;
}

/** What a thread did during a span. The three times add up to the span's length. */
export interface SpanAccount {
  readonly onCpuNs: number;
  readonly runDelayNs: number;
  /** Neither on a core nor ready for one, as far as is known. */
  readonly blockedNs: number;
  /** Slices that ended in the span because another thread took the core. */
  readonly preempted: number;
  /** Slices in the span that followed one in the span on another core. */
  readonly migrations: number;
  /** Ascending. */
  readonly cores: readonly number[];
}

/**
 * Works out what threads did during spans, in one pass over slices. Spans of a thread may overlap; its slices come in order of
 * time, as they are recorded.
 *
 * For each thread it keeps what the thread has had so far, and reads that at the spans' starts and ends as the slices pass
 * by: a span costs the same however many slices or other spans it has.
 */
export class SpanAccounts {
  readonly #spans: readonly Span[];
  readonly #clocks: (ThreadClock | undefined)[] = [];
  readonly #begun: (Reading | undefined)[] = [];
  readonly #accounts: (SpanAccount | null)[];

  constructor(spans: readonly Span[]) {
    this.#spans = spans;
    this.#accounts = Array.from(spans, () => null);
    const moments = Map.groupBy(
      spans.flatMap(({ slot, start, end }, span): (Moment & { slot: number })[] =>
        start <= end
          ? [
              { slot, span, time: start, isEnd: false },
              { slot, span, time: end, isEnd: true },
            ]
          : [],
      ),
      ({ slot }) => slot,
    );
    for (const [slot, own] of moments) {
      const sorted = own.toSorted((a, b) => a.time - b.time || Number(a.isEnd) - Number(b.isEnd));
      this.#clocks[slot] = new ThreadClock(sorted, (moment, reading) => this.#take(moment, reading));
    }
  }

  /** `slotOf`: the slot of each thread by the number of its row; −1, and beyond it, for threads without spans. */
  add(batch: StreamBatch<'slices'>, slotOf: Int32Array): void {
    const { thread, ready, start, end, core, ended } = batch;
    for (let row = 0; row < thread.length; row += 1) {
      const slot = slotOf[thread[row] ?? 0] ?? -1;
      if (slot < 0) continue;
      this.#clocks[slot]?.pass({
        ready: ready[row] ?? Number.NaN,
        start: start[row] ?? Number.NaN,
        end: end[row] ?? Number.NaN,
        core: core[row] ?? 0,
        isPreempted: ended[row] === preempted,
      });
    }
  }

  /** One per span; null: its thread had no slice in it, so nothing of it was recorded. No slice may be added after this. */
  finish(): readonly (SpanAccount | null)[] {
    for (const clock of this.#clocks) clock?.finish();
    return this.#accounts;
  }

  #take({ span, isEnd }: Moment, reading: Reading): void {
    if (!isEnd) {
      this.#begun[span] = reading;
      return;
    }
    const before = this.#begun[span];
    const { start, end } = this.#spans[span] ?? { start: 0, end: 0 };
    if (before === undefined) return;
    this.#begun[span] = undefined;
    const cores = reading.coresSince(start);
    if (cores.length === 0) return;
    const onCpuNs = reading.onCpuNs - before.onCpuNs;
    const runDelayNs = reading.runDelayNs - before.runDelayNs;
    this.#accounts[span] = {
      onCpuNs,
      runDelayNs,
      blockedNs: end - start - onCpuNs - runDelayNs,
      preempted: reading.preempted - before.preempted,
      migrations: reading.migrationsHere - before.migrationsDone,
      cores,
    };
  }
}

const preempted = sliceEndCode('preempted');

interface Moment {
  readonly span: number;
  readonly time: number;
  readonly isEnd: boolean;
}

interface Slice {
  readonly ready: number;
  readonly start: number;
  readonly end: number;
  readonly core: number;
  readonly isPreempted: boolean;
}

/** What a thread has had up to a moment; differences of two are what it had in between. */
interface Reading {
  readonly onCpuNs: number;
  readonly runDelayNs: number;
  readonly preempted: number;
  /** Moves whose new slice has begun. */
  readonly migrationsHere: number;
  /** Moves whose old slice has ended. */
  readonly migrationsDone: number;
  /** The cores it was on after `since`. Good only until the next slice passes. */
  coresSince(since: number): readonly number[];
}

class ThreadClock {
  readonly #moments: readonly Moment[];
  readonly #onMoment: (moment: Moment, reading: Reading) => void;
  #next = 0;
  #onCpuNs = 0;
  #runDelayNs = 0;
  #preempted = 0;
  #migrations = 0;
  #lastCore = -1;
  #lastEnd = -Infinity;
  /** Core → until when the thread was last on it. */
  readonly #leftAt = new Map<number, number>();

  constructor(moments: readonly Moment[], onMoment: (moment: Moment, reading: Reading) => void) {
    this.#moments = moments;
    this.#onMoment = onMoment;
  }

  pass({ ready, start: began, end, core, isPreempted }: Slice): void {
    // A thread is in one place at a time: what a damaged recording says twice counts once.
    const start = Math.max(began, this.#lastEnd);
    if (!(start <= end)) return;
    const since = ready < start ? Math.max(ready, this.#lastEnd) : start;
    const isMoved = this.#lastCore !== -1 && this.#lastCore !== core;
    for (; ; this.#next += 1) {
      const moment = this.#moments[this.#next];
      if (moment === undefined || moment.time >= end) break;
      const { time } = moment;
      this.#onMoment(moment, {
        onCpuNs: this.#onCpuNs + Math.max(0, time - start),
        runDelayNs: this.#runDelayNs + Math.max(0, Math.min(time, start) - since),
        preempted: this.#preempted,
        migrationsHere: this.#migrations + (isMoved && start < time ? 1 : 0),
        migrationsDone: this.#migrations + (isMoved ? 1 : 0),
        coresSince: (from) => this.#coresSince(from, start < time ? core : null),
      });
    }
    this.#onCpuNs += end - start;
    this.#runDelayNs += start - since;
    if (isPreempted) this.#preempted += 1;
    if (isMoved) this.#migrations += 1;
    this.#lastCore = core;
    this.#lastEnd = end;
    this.#leftAt.set(core, end);
  }

  finish(): void {
    for (; this.#next < this.#moments.length; this.#next += 1) {
      const moment = this.#moments[this.#next];
      if (moment === undefined) break;
      this.#onMoment(moment, {
        onCpuNs: this.#onCpuNs,
        runDelayNs: this.#runDelayNs,
        preempted: this.#preempted,
        migrationsHere: this.#migrations,
        migrationsDone: this.#migrations,
        coresSince: (from) => this.#coresSince(from, null),
      });
    }
  }

  #coresSince(from: number, current: number | null): readonly number[] {
    const cores = current === null ? [] : [current];
    for (const [core, left] of this.#leftAt) if (left > from && core !== current) cores.push(core);
    return cores.toSorted((a, b) => a - b);
  }
}
