import type { DetailRows, TaskBatch } from '../../shared/session.ts';
import type { FoundTask, TracedTasks } from '../../shared/session-queries.ts';
import { ownName } from '../format/traced-place.ts';
import { taskBars } from './task-bars.ts';
import type { DrawnTasks, PlacedTask, TaskOrigin } from './task-bars.ts';
import type { TaskGroup } from './track-groups.ts';

type Site = DetailRows['sites'];

/** The row of a group on which a lane is. */
export interface LanePlace {
  readonly group: TaskGroup;
  readonly row: number;
}

/** Where the tasks of a session are, and what they ran. */
export class TaskBook {
  readonly #groups: ReadonlyMap<number, TaskGroup>;
  readonly #lanes: ReadonlyMap<string, LanePlace>;
  readonly #sites: ReadonlyMap<number, Site>;

  constructor(groups: readonly TaskGroup[], sites: readonly Site[]) {
    this.#groups = new Map(groups.map((group) => [group.id, group]));
    this.#lanes = new Map(
      groups.flatMap((group) =>
        group.laneNumbers.map((lane, row) => [keyOf(group.trial, lane), { group, row }] as const),
      ),
    );
    this.#sites = new Map(sites.map((site) => [site.number, site]));
  }

  /** Whether anything is known of what tasks ran. */
  get isTraced(): boolean {
    return this.#sites.size > 0;
  }

  group(id: number): TaskGroup | null {
    return this.#groups.get(id) ?? null;
  }

  /** Trials share the numbers of lanes, pools have some of their own. Null: no row shows that lane. */
  place(trial: number, lane: number): LanePlace | null {
    return this.#lanes.get(keyOf(trial, lane)) ?? null;
  }

  /** The tasks of an answer, to be drawn on the rows of a group. */
  drawn(group: TaskGroup, tasks: TaskBatch, traced: TracedTasks | null): DrawnTasks {
    const originOf = traced === null ? () => null : this.#originsOf(traced);
    return {
      tasks,
      rowOf: (lane) => {
        const place = this.place(group.trial, lane);
        return place?.group.id === group.id ? place.row : null;
      },
      originOf,
    };
  }

  /** A task as a search finds it: when it was submitted is not told. @param endNs closes it where nobody saw it end, as the group's end does */
  placed(found: FoundTask, endNs?: number): PlacedTask {
    const { trial, index, lane, outcome, name } = found;
    const place = this.place(trial, lane);
    const isOn = found.startNs !== null || place?.group.kind === 'trial';
    return {
      trial,
      index,
      outcome,
      group: isOn ? (place?.group.id ?? null) : null,
      row: place?.row ?? 0,
      submitNs: Number.NaN,
      startNs: found.startNs ?? Number.NaN,
      endNs: found.endNs ?? (found.startNs === null ? Number.NaN : (endNs ?? place?.group.extent?.toNs ?? 0)),
      label: name === '' ? String(index) : name,
      origin: null,
    };
  }

  /** The first task of an answer; null: there is none, or it has no place on a row. */
  first(tasks: TaskBatch, traced: TracedTasks | null): PlacedTask | null {
    const [trial] = tasks.trial;
    const place = trial === undefined ? null : this.place(trial, tasks.lane[0] ?? 0);
    if (trial === undefined || place === null) return null;
    const [bar] = taskBars(this.drawn(place.group, tasks, traced));
    return bar === undefined ? null : { ...bar, trial, group: place.group.id };
  }

  #originsOf({ rows, names, submitters, threads }: TracedTasks): (at: number) => TaskOrigin | null {
    const texts = new Map(names.map(({ number, text }) => [number, text]));
    return (at) => {
      const site = this.#sites.get(rows.site[at] ?? 0) ?? null;
      if (site === null) return null;
      return {
        api: site.api,
        callable: site.callable,
        submittedAt: site.submitted_at,
        name: texts.get(rows.name[at] ?? 0) ?? (site.callable === null ? '' : ownName(site.callable)),
        submitter: numberOrNull(submitters[at]),
        thread: numberOrNull(threads[at]),
        resultNs: rows.result[at] ?? Number.NaN,
        steps: rows.steps[at] ?? 0,
      };
    };
  }
}

const keyOf = (trial: number, lane: number): string => `${trial} ${lane}`;

/** Told as number + 1; 0: not known. */
const numberOrNull = (told = 0): number | null => (told === 0 ? null : told - 1);
