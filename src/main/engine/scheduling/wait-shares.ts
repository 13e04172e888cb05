import { waitStates } from '../../../shared/session.ts';
import type { StreamBatch, WaitState } from '../../../shared/session.ts';
import { type Nanoseconds, asNanoseconds } from '../../../shared/units.ts';
import type { Span } from './span-accounts.ts';

/** What a thread, or several, were seen at within a range of time. The four add up to the time in which somebody looked. */
export interface WaitTimes {
  /** On a core, or ready for one: where switches are recorded, their slices tell the two apart. */
  readonly runningNs: number;
  readonly gilNs: number;
  /** Another lock, the GIL of a sub-interpreter included. */
  readonly lockNs: number;
  /** Any other system call; sleeping is one. */
  readonly ioNs: number;
}

/** The same as shares of their sum. */
export type WaitShares = Readonly<Record<WaitState, number>>;

/**
 * How far around a range rows of `waits` have to be read for all that is known of it: a row says what held since the thread's row before
 * it, and whoever watches a thread writes one a second at least. Where there is none for that long, nobody looked.
 */
export const waitsReachNs = 2e9;

/** What to read of a session to know what threads did from `from` to `to`. */
export const waitsQuery = (
  from: number,
  to: number,
): { readonly from: Nanoseconds; readonly to: Nanoseconds } => ({
  from: asNanoseconds(from - waitsReachNs),
  to: asNanoseconds(to + waitsReachNs),
});

/** A thread was seen at the same from one row to the next. `state`: an index in `waitStates`. */
export type TakeInterval = (thread: number, state: number, fromNs: number, toNs: number) => void;

/** Makes intervals of rows. Batches come as they were recorded: the rows of a thread in order of time. */
export class WaitIntervals {
  readonly #seenNs: number[] = [];
  readonly #take: TakeInterval;

  constructor(take: TakeInterval) {
    this.#take = take;
  }

  add({ time, thread, state }: StreamBatch<'waits'>): void {
    for (let row = 0; row < time.length; row += 1) {
      const number = thread[row] ?? 0;
      const toNs = time[row] ?? Number.NaN;
      const fromNs = this.#seenNs[number] ?? Number.NaN;
      this.#seenNs[number] = toNs;
      if (toNs > fromNs && toNs - fromNs <= waitsReachNs) this.#take(number, state[row] ?? 0, fromNs, toNs);
    }
  }
}

/**
 * Works out what threads were seen at during spans, such as the runs of tasks, in one pass over the stream `waits`. Spans of a thread may
 * overlap. What was seen is samples: of a span that is not much longer than the time between two of them (20 ms or more), it is one
 * draw, and only sums over many say something.
 */
export class SpanWaits {
  readonly #clocks: (WaitClock | undefined)[] = [];
  readonly #begun: (readonly number[] | undefined)[] = [];
  readonly #times: (WaitTimes | null)[];
  readonly #intervals: WaitIntervals;
  #slotOf: Int32Array = new Int32Array();

  constructor(spans: readonly Span[]) {
    this.#times = Array.from(spans, () => null);
    const moments = Map.groupBy(
      spans.flatMap(({ slot, start, end }, span): (Moment & { readonly slot: number })[] =>
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
      this.#clocks[slot] = new WaitClock(sorted, (moment, reading) => this.#read(moment, reading));
    }
    this.#intervals = new WaitIntervals((thread, state, fromNs, toNs) => {
      const slot = this.#slotOf[thread] ?? -1;
      if (slot >= 0) this.#clocks[slot]?.pass(state, fromNs, toNs);
    });
  }

  /** `slotOf`: the slot of each thread by the number of its row; −1, and beyond it, for threads without spans. */
  add(batch: StreamBatch<'waits'>, slotOf: Int32Array): void {
    this.#slotOf = slotOf;
    this.#intervals.add(batch);
  }

  /** One per span; null: nobody looked at its thread meanwhile. No rows may be added after this. */
  finish(): readonly (WaitTimes | null)[] {
    for (const clock of this.#clocks) clock?.finish();
    return this.#times;
  }

  #read({ span, isEnd }: Moment, reading: readonly number[]): void {
    if (!isEnd) {
      this.#begun[span] = reading;
      return;
    }
    const before = this.#begun[span] ?? reading;
    this.#begun[span] = undefined;
    const gained = reading.map((sum, state) => sum - (before[state] ?? 0));
    if (gained.some((sum) => sum > 0)) this.#times[span] = waitTimes(gained);
  }
}

/** Sums by the codes of `waitStates`. */
export const waitTimes = (sums: ArrayLike<number>): WaitTimes => ({
  runningNs: sums[running] ?? 0,
  gilNs: sums[gil] ?? 0,
  lockNs: sums[lock] ?? 0,
  ioNs: sums[io] ?? 0,
});

/** Null: nobody looked. */
export function waitShares({ runningNs, gilNs, lockNs, ioNs }: WaitTimes): WaitShares | null {
  const allNs = runningNs + gilNs + lockNs + ioNs;
  if (!(allNs > 0)) return null;
  return { running: runningNs / allNs, gil: gilNs / allNs, lock: lockNs / allNs, io: ioNs / allNs };
}

/** Of what several threads, or one in several spans, did: all of it. */
export const addedWaits = (times: Iterable<WaitTimes>): WaitTimes => {
  const sums = [0, 0, 0, 0];
  for (const { runningNs, gilNs, lockNs, ioNs } of times) {
    sums[running] = (sums[running] ?? 0) + runningNs;
    sums[gil] = (sums[gil] ?? 0) + gilNs;
    sums[lock] = (sums[lock] ?? 0) + lockNs;
    sums[io] = (sums[io] ?? 0) + ioNs;
  }
  return waitTimes(sums);
};

/**
 * How much of the time that a thread was blocked for, as its slices tell it exactly, it waited for the GIL, as samples say. Null: it was
 * never seen to wait.
 */
export function gilOfBlockedNs({ gilNs, lockNs, ioNs }: WaitTimes, blockedNs: number): number | null {
  const waitedNs = gilNs + lockNs + ioNs;
  return waitedNs > 0 ? (gilNs / waitedNs) * blockedNs : null;
}

const running = waitStates.indexOf('running');
const gil = waitStates.indexOf('gil');
const lock = waitStates.indexOf('lock');
const io = waitStates.indexOf('io');

interface Moment {
  readonly span: number;
  readonly time: number;
  readonly isEnd: boolean;
}

type OnMoment = (moment: Moment, reading: readonly number[]) => void;

/** What a thread was seen at up to now; differences of two readings are what it was seen at in between. */
class WaitClock {
  readonly #moments: readonly Moment[];
  readonly #onMoment: OnMoment;
  readonly #sums = [0, 0, 0, 0];
  #next = 0;

  constructor(moments: readonly Moment[], onMoment: OnMoment) {
    this.#moments = moments;
    this.#onMoment = onMoment;
  }

  pass(state: number, fromNs: number, toNs: number): void {
    this.#readUntil(toNs, state, fromNs);
    this.#sums[state] = (this.#sums[state] ?? 0) + toNs - fromNs;
  }

  finish(): void {
    this.#readUntil(Infinity, running, Infinity);
  }

  #readUntil(untilNs: number, state: number, sinceNs: number): void {
    for (; ; this.#next += 1) {
      const moment = this.#moments[this.#next];
      if (moment === undefined || moment.time >= untilNs) return;
      const reading = [...this.#sums];
      reading[state] = (reading[state] ?? 0) + Math.max(0, moment.time - sinceNs);
      this.#onMoment(moment, reading);
    }
  }
}
