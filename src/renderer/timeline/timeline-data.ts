import type { EngineApi } from '../../shared/engine-api.ts';
import { outcomes } from '../../shared/session.ts';
import type { Viewport } from '../../shared/session.ts';
import type { FoundTask, TasksWithinQuery } from '../../shared/session-queries.ts';
import { busyShare } from './level-of-detail.ts';
import { LevelledData, rangeOf, singleLimit } from './levelled-data.ts';
import type { SeenGroup, View } from './levelled-data.ts';
import { TaskBars } from './task-bars.ts';
import type { TaskBar } from './task-bars.ts';
import { TaskBook } from './task-book.ts';
import type { TaskGroup } from './track-groups.ts';
import { contains } from './viewport.ts';

export type TimelineSource = Pick<EngineApi, 'taskStrips' | 'tasksWithin' | 'findTasks'>;

/** Failures that are marked on strips, of each outcome: strips themselves do not tell outcomes apart. */
const mostMarks = 2000;

/** Strips of more rows than this many pixels in all are coarser: of ten thousand lanes in one row nobody sees single pixels. */
const mostStripPixels = 4_000_000;

/** What the timeline knows of a session's tasks: of each trial or pool its strips, or its tasks one by one. */
export class TimelineData {
  readonly #session: string;
  readonly #source: TimelineSource;
  readonly #changed: () => void;
  readonly #levels: LevelledData<Viewport, TaskBars>;
  readonly #busy = new WeakMap<Viewport, number>();
  #book = new TaskBook([], []);
  #failed: readonly FoundTask[] = [];
  /** By group; null: to be placed anew. */
  #marks: ReadonlyMap<number, readonly TaskBar[]> | null = null;
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
            width: coarsened(width, groups),
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

  /** Strips of a group, the best last: each is to be painted over those before it. */
  strips(group: number): readonly Viewport[] {
    return this.#levels.strips(group);
  }

  /** The tasks of a group, if they are to be drawn one by one. */
  bars(group: number): TaskBars | null {
    return this.#levels.single(group);
  }

  /** The mean share of all of a group's time in which a lane held a task; null until all of it was seen. */
  busy({ id, extent, lanes }: TaskGroup): number | null {
    const whole = this.strips(id)[0];
    if (whole === undefined || extent === null || !contains(rangeOf(whole), extent)) return null;
    if (whole.tracks.length < lanes) return null;
    const known = this.#busy.get(whole) ?? busyShare(whole, extent);
    this.#busy.set(whole, known);
    return known;
  }

  /** Tasks that were not ok, by start: to be marked on strips. */
  marks(group: number): readonly TaskBar[] {
    this.#marks ??= Map.groupBy(
      this.#failed.map((task) => this.#book.placed(task, task.startNs ?? Number.NaN)),
      (task) => task.group ?? -1,
    );
    return this.#marks.get(group) ?? [];
  }

  /** @param book of the groups that the view is of */
  look(view: View, book: TaskBook): void {
    if (book !== this.#book) this.#marks = null;
    this.#book = book;
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
      // The text may as well be found in a name.
      this.#failed = found
        .flatMap(({ tasks }) => tasks)
        .filter(({ outcome, startNs }) => outcome !== 'ok' && startNs !== null);
      this.#marks = null;
    } catch (thrown) {
      this.#failure = thrown;
    }
    this.#changed();
  }

  async #tasksOf({ id, tracks, range, extent }: SeenGroup): Promise<TaskBars | null> {
    const group = this.#book.group(id);
    if (group === null) return null;
    const { tasks, traced } = await this.#source.tasksWithin({
      session: this.#session,
      ...lanesOf(group, tracks),
      ...range,
      limit: singleLimit,
    });
    return tasks === null ? null : new TaskBars(this.#book.drawn(group, tasks, traced), range, extent.toNs);
  }
}

/** A trial has no other tasks than those of its lanes. */
export const lanesOf = (
  group: TaskGroup,
  lanes: readonly number[],
): Pick<TasksWithinQuery, 'trial' | 'lanes'> =>
  group.kind === 'trial' ? { trial: group.trial } : { trial: group.trial, lanes };

function coarsened(width: number, groups: readonly SeenGroup[]): number {
  const rows = Math.max(1, ...groups.map(({ tracks }) => tracks.length));
  return Math.max(1, Math.min(width, Math.floor(mostStripPixels / rows)));
}
