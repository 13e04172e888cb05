import type { DetailRows } from '../../../../../shared/session.ts';
import type { JoinedTask } from './joined-tasks.ts';
import type { Hold } from './traced-evidence.ts';

/** What asyncio itself calls a slow callback (`loop.slow_callback_duration`), and people notice in an answer. */
export const holdFromNs = 100e6;
/** A step of this length is work, and not the hand-over between two waits. */
export const heavyFromNs = 10e6;
/** Hundred seconds of holding: those that come later do not count, as there is enough to tell of. */
export const mostHolds = 1_000;

export interface HeavyTask {
  readonly index: number;
  readonly site: DetailRows['sites'];
  readonly submit: number;
  readonly start: number;
  readonly end: number;
  steps: number;
  stepNs: number;
}

export interface OpenHold {
  readonly from: number;
  readonly to: number;
  readonly task: number | null;
  readonly name: string | null;
}

/** Adds up what one event loop did. */
export class LoopTally {
  readonly pid: number;
  readonly tid: number;
  readonly holds: OpenHold[] = [];
  readonly heavy = new Map<number, HeavyTask>();
  readonly #heldFrom = new Set<number>();

  constructor(pid: number, tid: number) {
    this.pid = pid;
    this.tid = tid;
  }

  task({ index, submit, start, end, longestStepNs }: JoinedTask, site: DetailRows['sites']): void {
    if (!(longestStepNs >= heavyFromNs) || Number.isNaN(submit + start + end)) return;
    this.heavy.set(index, { index, site, submit, start, end, steps: 0, stepNs: 0 });
  }

  /** A coroutine ran. */
  step(task: number, from: number, to: number): void {
    const heavy = this.heavy.get(task);
    if (heavy !== undefined) {
      heavy.steps += 1;
      heavy.stepNs += to - from;
    }
    this.#hold({ from, to, task, name: null });
  }

  /** Something held the loop. Of Python's loops this is told of steps, too, which are known by then. */
  held(name: string | null, from: number, to: number): void {
    if (!this.#heldFrom.has(from)) this.#hold({ from, to, task: null, name });
  }

  #hold(hold: OpenHold): void {
    if (hold.to - hold.from < holdFromNs || this.holds.length === mostHolds) return;
    this.#heldFrom.add(hold.from);
    this.holds.push(hold);
  }
}

/** One task of a loop while it was there; it is there until the last when its end is not known (NaN). */
export interface Presence {
  readonly index: number;
  readonly submit: number;
  readonly end: number;
}

/**
 * How many other tasks were there in the middle of each hold: at its end, code often submits what comes next. Those that submitted the one
 * that holds are left out: they wait for it. One search for each task, however many holds there are.
 */
export class PresenceCount {
  readonly #holds: readonly OpenHold[];
  /** How many tasks came before each hold and were still there, as differences. */
  readonly #changes: Int32Array;
  readonly #left: number[];
  readonly #excluded = new Map<number, number[]>();

  constructor(holds: readonly OpenHold[], linesOf: (task: number) => readonly number[]) {
    this.#holds = holds.toSorted((a, b) => middleOf(a) - middleOf(b));
    this.#changes = new Int32Array(this.#holds.length + 1);
    this.#left = this.#holds.map(() => 0);
    for (const [position, { task }] of this.#holds.entries()) {
      if (task === null) continue;
      for (const own of [task, ...linesOf(task)]) {
        const positions = this.#excluded.get(own);
        if (positions === undefined) this.#excluded.set(own, [position]);
        else positions.push(position);
      }
    }
  }

  add({ index, submit, end }: Presence): void {
    const first = this.#firstFrom(submit);
    const after = this.#firstFrom(Number.isNaN(end) ? Infinity : end);
    if (after <= first) return;
    this.#changes[first] = (this.#changes[first] ?? 0) + 1;
    this.#changes[after] = (this.#changes[after] ?? 0) - 1;
    for (const position of this.#excluded.get(index) ?? []) {
      if (position >= first && position < after) this.#left[position] = (this.#left[position] ?? 0) + 1;
    }
  }

  /** In order of time. */
  holds(siteOf: (task: number) => DetailRows['sites'] | null): readonly Omit<Hold, 'wait'>[] {
    let there = 0;
    return this.#holds.map(({ from, to, task, name }, position) => {
      there += this.#changes[position] ?? 0;
      const others = there - (this.#left[position] ?? 0);
      // Callbacks may serve others than coroutines, of whom nothing is known.
      return {
        from,
        to,
        name,
        others: task === null && others === 0 ? null : others,
        site: task === null ? null : siteOf(task),
      };
    });
  }

  /** The first hold whose middle is at `time` or later. */
  #firstFrom(time: number): number {
    let low = 0;
    let high = this.#holds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (middleOf(this.#holds[middle]) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const middleOf = (hold: OpenHold | undefined): number => (hold === undefined ? 0 : (hold.from + hold.to) / 2);
