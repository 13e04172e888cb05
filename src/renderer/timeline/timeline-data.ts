import type { EngineApi } from '../../shared/engine-api.ts';
import { outcomes } from '../../shared/session.ts';
import type { Viewport } from '../../shared/session.ts';
import { busyShare } from './level-of-detail.ts';
import { LevelledData, rangeOf, singleLimit } from './levelled-data.ts';
import type { SeenGroup, View } from './levelled-data.ts';
import { TaskBars, trialTask } from './task-bars.ts';
import type { TaskBar } from './task-bars.ts';
import { contains } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

export type TimelineSource = Pick<EngineApi, 'taskStrips' | 'tasksWithin' | 'findTasks'>;

/** Failures that are marked on strips, of each outcome: strips themselves do not tell outcomes apart. */
const mostMarks = 2000;

/** What the timeline knows of a session's tasks: of each trial its strips, or its tasks one by one. */
export class TimelineData {
  readonly #session: string;
  readonly #source: TimelineSource;
  readonly #changed: () => void;
  readonly #levels: LevelledData<Viewport, TaskBars>;
  readonly #marks = new Map<number, TaskBar[]>();
  readonly #busy = new WeakMap<Viewport, number>();
  #failure: unknown = null;

  /** @param pause between an answer and the next question of its kind */
  constructor(session: string, source: TimelineSource, changed: () => void, pause: () => Promise<void>) {
    this.#session = session;
    this.#source = source;
    this.#changed = changed;
    this.#levels = new LevelledData(
      {
        strips: (groups, width) =>
          source.taskStrips({
            session,
            width,
            groups: groups.map(({ tracks, range }) => ({ lanes: tracks, ...range })),
          }),
        viewportOf: (strip) => strip,
        singly: (group) => this.#tasksOf(group),
      },
      changed,
      pause,
    );
  }

  /** What the last answer failed with; null: it did not. */
  get failure(): unknown {
    return this.#levels.failure ?? this.#failure;
  }

  /** Strips of a trial, the best last: each is to be painted over those before it. */
  strips(trial: number): readonly Viewport[] {
    return this.#levels.strips(trial);
  }

  /** The tasks of a trial, if they are to be drawn one by one. */
  bars(trial: number): TaskBars | null {
    return this.#levels.single(trial);
  }

  /** The mean share of the whole trial in which a lane held a task; null until all of it was seen. */
  busy(trial: number, extent: TimeRange | null): number | null {
    const whole = this.strips(trial)[0];
    if (whole === undefined || extent === null || !contains(rangeOf(whole), extent)) return null;
    const known = this.#busy.get(whole) ?? busyShare(whole, extent);
    this.#busy.set(whole, known);
    return known;
  }

  /** Tasks that were not ok, by start: to be marked on strips. */
  marks(trial: number): readonly TaskBar[] {
    return this.#marks.get(trial) ?? [];
  }

  look(view: View): void {
    this.#levels.look(view);
  }

  /** Finds the tasks that were not ok. */
  async findFailures(): Promise<void> {
    try {
      const found = await Promise.all(
        outcomes
          .filter((outcome) => outcome !== 'ok')
          .map((text) => this.#source.findTasks({ session: this.#session, text, limit: mostMarks })),
      );
      for (const task of found.flatMap(({ tasks }) => tasks)) {
        // The text may as well be found in a name.
        if (task.outcome === 'ok' || task.startNs === null) continue;
        const mark = trialTask(task, task.startNs);
        const marks = this.#marks.get(task.trial);
        if (marks === undefined) this.#marks.set(task.trial, [mark]);
        else marks.push(mark);
      }
    } catch (thrown) {
      this.#failure = thrown;
    }
    this.#changed();
  }

  async #tasksOf({ id, range, extent }: SeenGroup): Promise<TaskBars | null> {
    const question = { session: this.#session, trial: id, ...range, limit: singleLimit };
    const { tasks } = await this.#source.tasksWithin(question);
    return tasks === null ? null : new TaskBars(tasks, range, extent.toNs);
  }
}
