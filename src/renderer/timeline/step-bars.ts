import type { StreamBatch } from '../../shared/session.ts';
import { firstAt } from './task-bars.ts';
import type { TimeRange } from './viewport.ts';

/** A stay of a coroutine on the thread of its loop. */
export interface Step {
  readonly startNs: number;
  readonly endNs: number;
}

/** When coroutines ran in a range, by the numbers of their tasks. */
export class StepBars {
  readonly range: TimeRange;
  readonly #tasks: ReadonlyMap<number, readonly Step[]>;

  constructor(steps: StreamBatch<'steps'>, range: TimeRange) {
    this.range = range;
    const byTask = new Map<number, Step[]>();
    for (const [at, task] of steps.task.entries()) {
      const startNs = steps.start[at] ?? Number.NaN;
      const ended = steps.end[at] ?? Number.NaN;
      // One that nobody saw end was under way when the recording ended.
      const step = { startNs, endNs: Number.isNaN(ended) ? Infinity : ended };
      const held = byTask.get(task);
      if (held === undefined) byTask.set(task, [step]);
      else held.push(step);
    }
    this.#tasks = byTask;
  }

  /** The steps of a task that touch the range, in order. */
  within(task: number, { fromNs, toNs }: TimeRange): readonly Step[] {
    const steps = this.#tasks.get(task) ?? [];
    return steps.slice(
      firstAt(steps, ({ endNs }) => endNs >= fromNs),
      firstAt(steps, ({ startNs }) => startNs > toNs),
    );
  }
}
