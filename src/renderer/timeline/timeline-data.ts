import type { EngineApi } from '../../shared/engine-api.ts';
import { outcomes } from '../../shared/session.ts';
import type { Viewport } from '../../shared/session.ts';
import type { TasksWithin } from '../../shared/session-queries.ts';
import {
  barsRange,
  busyShare,
  drawnSingly,
  isSharp,
  mostBars,
  stripMargin,
  tasksInStrip,
  withMargin,
  withinExtent,
} from './level-of-detail.ts';
import { NewestWins } from './newest-wins.ts';
import { TaskBars, trialTask } from './task-bars.ts';
import type { TaskBar } from './task-bars.ts';
import { contains, spanOf } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

export type TimelineSource = Pick<EngineApi, 'taskStrips' | 'tasksWithin' | 'findTasks'>;

/** A trial that is on the screen. Times are the session's clock. */
export interface SeenTrial {
  readonly trial: number;
  readonly lanes: number;
  /** All tasks of the trial; null: not known. */
  readonly tasks: number | null;
  readonly extent: TimeRange;
  readonly range: TimeRange;
}

export interface View {
  readonly widthPx: number;
  readonly trials: readonly SeenTrial[];
}

/** Failures that are marked on strips, of each outcome: strips themselves do not tell outcomes apart. */
const mostMarks = 2000;
/** Per trial: the whole of it and what was seen last, so that something is there whichever way one moves. */
const keptStrips = 4;

/**
 * What the timeline knows of a session. `look` says what is on the screen; what that lacks is asked for, and until it comes
 * the answers to earlier views stand in. `changed` is called when there is something new to paint.
 */
export class TimelineData {
  readonly #session: string;
  readonly #source: TimelineSource;
  readonly #changed: () => void;
  readonly #strips = new Map<number, Viewport[]>();
  readonly #bars = new Map<number, TaskBars>();
  readonly #refused = new Map<number, TimeRange>();
  readonly #marks = new Map<number, TaskBar[]>();
  readonly #busy = new Map<number, number>();
  readonly #stripAsker: NewestWins<View, readonly Viewport[]>;
  readonly #barsAsker: NewestWins<readonly BarsRequest[], TasksWithin[]>;
  #view: View = { widthPx: 1, trials: [] };
  #singly: ReadonlySet<number> = new Set();
  #failure: unknown = null;

  /** @param pause between an answer and the next question of its kind */
  constructor(session: string, source: TimelineSource, changed: () => void, pause: () => Promise<void>) {
    this.#session = session;
    this.#source = source;
    this.#changed = changed;
    const failed = (thrown: unknown) => this.#fail(thrown);
    this.#stripAsker = new NewestWins(
      (view) => this.#askStrips(view),
      (view, strips) => this.#takeStrips(view, strips),
      failed,
      pause,
    );
    this.#barsAsker = new NewestWins(
      async (requests) => Promise.all(requests.map((request) => this.#askBars(request))),
      (requests, answers) => this.#takeBars(requests, answers),
      failed,
      pause,
    );
  }

  /** What the last answer failed with; null: it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Strips of a trial, the best last: each is to be painted over those before it. */
  strips(trial: number): readonly Viewport[] {
    return this.#strips.get(trial) ?? [];
  }

  /** The tasks of a trial, if they are to be drawn one by one. */
  bars(trial: number): TaskBars | null {
    return this.#singly.has(trial) ? (this.#bars.get(trial) ?? null) : null;
  }

  /** The mean share of the whole trial in which a lane held a task; null until all of it was seen. */
  busy(trial: number): number | null {
    return this.#busy.get(trial) ?? null;
  }

  /** Tasks that were not ok, by start: to be marked on strips. */
  marks(trial: number): readonly TaskBar[] {
    return this.#marks.get(trial) ?? [];
  }

  look(view: View): void {
    this.#view = view;
    if (view.trials.every((seen) => this.#isSharp(seen, view.widthPx))) this.#stripAsker.forget();
    else this.#stripAsker.ask(view);
    this.#chooseDetail();
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
      this.#changed();
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #isSharp({ trial, extent, range }: SeenTrial, widthPx: number): boolean {
    return this.strips(trial).some((strip) =>
      isSharp(rangeOf(strip), spanOf(rangeOf(strip)) / strip.width, range, extent, widthPx),
    );
  }

  #askStrips({ trials, widthPx }: View): Promise<readonly Viewport[]> {
    return this.#source.taskStrips({
      session: this.#session,
      width: Math.ceil(widthPx * (1 + 2 * stripMargin)),
      groups: trials.map(({ lanes, range }) => ({
        lanes: Array.from({ length: lanes }, (_, lane) => lane),
        ...withMargin(range, stripMargin),
      })),
    });
  }

  #takeStrips({ trials }: View, answers: readonly Viewport[]): void {
    this.#failure = null;
    for (const [at, { trial, extent }] of trials.entries()) {
      const strip = answers[at];
      if (strip === undefined) continue;
      if (contains(rangeOf(strip), extent)) this.#busy.set(trial, busyShare(strip, extent));
      const before = this.strips(trial).filter((one) => !outdated(one, strip));
      // The whole trial stays, whatever comes and goes.
      const [whole, ...others] = before;
      const kept =
        whole !== undefined && contains(rangeOf(whole), extent)
          ? [whole, ...others.slice(-(keptStrips - 2))]
          : before.slice(-(keptStrips - 1));
      this.#strips.set(trial, contains(rangeOf(strip), extent) ? [strip] : [...kept, strip]);
    }
    this.#chooseDetail();
    this.#changed();
  }

  #chooseDetail(): void {
    const { trials, widthPx } = this.#view;
    const demands = trials.map((seen) => ({ ...seen, tasks: this.#tasksSeen(seen) }));
    this.#singly = drawnSingly(demands, widthPx);
    const requests = demands
      .filter(({ trial }) => this.#singly.has(trial))
      .flatMap((seen) =>
        this.#barsRequest(seen, trials.find(({ trial }) => trial === seen.trial)?.tasks ?? null),
      );
    if (requests.length > 0) this.#barsAsker.ask(requests);
    else this.#barsAsker.forget();
  }

  /** An upper bound that gets closer as strips come in. */
  #tasksSeen({ trial, tasks, extent, range }: SeenTrial): number | null {
    const needed = withinExtent(range, extent);
    if (needed === null) return 0;
    const counts = this.strips(trial)
      .filter((strip) => contains(rangeOf(strip), needed))
      .map((strip) => tasksInStrip(strip, needed));
    if (tasks !== null) counts.push(tasks);
    return counts.length === 0 ? null : Math.min(...counts);
  }

  /** What to ask so that the trial's tasks can be drawn; nothing when they can be, or are known to be too many. */
  #barsRequest({ trial, extent, range, tasks }: SeenTrial, ofTrial: number | null): readonly BarsRequest[] {
    const needed = withinExtent(range, extent);
    const known = this.#bars.get(trial);
    if (needed === null || (known !== undefined && contains(known.range, needed))) return [];
    const wanted = barsRange(needed, extent, tasks ?? 0, ofTrial);
    const refused = this.#refused.get(trial);
    const tooMany = (asked: TimeRange) => refused !== undefined && contains(asked, refused);
    if (tooMany(needed)) return [];
    return [{ trial, range: tooMany(wanted) ? needed : wanted, trialEndNs: extent.toNs }];
  }

  #askBars({ trial, range }: BarsRequest): Promise<TasksWithin> {
    return this.#source.tasksWithin({ session: this.#session, trial, ...range, limit: mostBars });
  }

  #takeBars(requests: readonly BarsRequest[], answers: readonly TasksWithin[]): void {
    this.#failure = null;
    for (const [at, { trial, range, trialEndNs }] of requests.entries()) {
      const tasks = answers[at]?.tasks ?? null;
      if (tasks === null) this.#refused.set(trial, range);
      else this.#bars.set(trial, new TaskBars(tasks, range, trialEndNs));
    }
    this.#chooseDetail();
    this.#changed();
  }

  #fail(thrown: unknown): void {
    this.#failure = thrown;
    this.#changed();
  }
}

interface BarsRequest {
  readonly trial: number;
  readonly range: TimeRange;
  readonly trialEndNs: number;
}

const rangeOf = ({ from, to }: Viewport): TimeRange => ({ fromNs: from, toNs: to });

/** Whether `newer` shows all that `older` does, at least as finely. */
const outdated = (older: Viewport, newer: Viewport): boolean =>
  contains(rangeOf(newer), rangeOf(older)) &&
  spanOf(rangeOf(newer)) / newer.width <= spanOf(rangeOf(older)) / older.width;
