import { useRef } from 'react';
import type { OutputPieceQuery } from '../../shared/session-queries.ts';
import type { TracedApi } from '../../shared/trace-format.ts';
import { useEngine } from '../connection/use-engine.ts';
import type { Geometry, Hit } from './hit-test.ts';
import type { KeyCommand } from './keys.ts';
import { nearestOnRow, neighbourOf } from './neighbour.ts';
import type { AskRow, Stay } from './neighbour.ts';
import type { OutputGroup } from './output-group.ts';
import type { PlacedPiece } from './output-marks.ts';
import { askLane, askPiece, askSlices } from './row-questions.ts';
import type { PlacedSlice } from './slice-bars.ts';
import type { PlacedTask } from './task-bars.ts';
import type { TaskBook } from './task-book.ts';
import { pointsAtSlices } from './timeline-frame.ts';
import type { PointedOutput } from './timeline-frame.ts';
import { rowOfSelection } from './timeline-state.ts';
import type { Reveal, Selection, TimelineAction, TimelineState } from './timeline-state.ts';
import { isOfTasks, rowsOf } from './track-groups.ts';
import type { TaskGroup, TrackGroup } from './track-groups.ts';
import { zeroOf } from './trial-groups.ts';
import { slackNs } from './use-pointer.ts';

type Move = Extract<KeyCommand, { type: 'move' }>['to'];

interface Picking {
  /** Selects what is at a place where nothing is drawn one by one; where there is nothing, nothing is selected any more. */
  readonly pick: (hit: Extract<Hit, { area: 'row' }>, geometry: Geometry) => Promise<void>;
  /** Selects the first piece of what was printed at a place of its row. */
  readonly pickOutput: (pointed: PointedOutput) => Promise<void>;
  /** Selects the next task, slice or piece of output that way; without a selection the first one in sight. */
  readonly move: (to: Move) => Promise<void>;
  /** Selects the task that ran longest: of the trial or the API of the selected task, else of all. */
  readonly longest: () => Promise<void>;
}

/** Selecting what is known only to the engine. Of two moves in a row the later one holds, whichever is answered first. */
export function usePicking(
  session: string,
  /** In the order shown. */
  groups: readonly TrackGroup[],
  book: TaskBook,
  state: TimelineState,
  act: (action: TimelineAction) => void,
  /** There is nothing that way. */
  onEnd: () => void,
): Picking {
  const engine = useEngine();
  const latest = useRef(0);

  const select = async (find: () => Promise<Selection | null>, reveal: Reveal, otherwise: () => void) => {
    latest.current += 1;
    const turn = latest.current;
    const picked = await find();
    if (turn !== latest.current) return;
    if (picked === null) otherwise();
    else act({ type: 'select', selected: picked, reveal });
  };

  const lane = (group: TaskGroup, row: number) => askLane(engine, session, book, group, row);
  const slices = (group: TrackGroup, row: number) => askSlices(engine, session, group, row);
  const piece = (group: OutputGroup, row: number, of: OutputPieceQuery['of']) =>
    askPiece(engine, session, group, row, of);

  /** What lies nearest to a moment of the session's clock on a row: of trials a task, of output a piece of it, else a slice. */
  const nearest = async (group: TrackGroup, row: number, atNs: number): Promise<Selection | null> => {
    const { extent } = group;
    if (extent === null) return null;
    if (group.kind === 'output') return ofPiece(await piece(group, row, { kind: 'nearest', atNs }));
    const within = Math.min(Math.max(atNs, extent.fromNs), extent.toNs);
    return isOfTasks(group)
      ? ofTask(await nearestOnRow(lane(group, row), within, extent))
      : ofSlice(await nearestOnRow(slices(group, row), within, extent));
  };

  const firstInSight = (): Promise<Selection | null> => {
    const group =
      groups.find((one) => isOfTasks(one) && isOpen(one, state)) ??
      groups.find((one) => one.kind === 'threads' && isOpen(one, state)) ??
      groups.find((one) => isOpen(one, state)) ??
      groups.find(({ extent }) => extent !== null);
    if (group === undefined) return Promise.resolve(null);
    return nearest(group, 0, state.range.fromNs + zeroOf(state.mode, group));
  };

  const selected = selectedPlace(state);

  /** Collapsed trials are opened on the way, as ever; collapsed threads are passed over, as they may be thousands. */
  const toRow = async ({ id, row, stay }: SelectedPlace, by: 1 | -1): Promise<Selection | null> => {
    const passed = groups.filter(
      (one) =>
        one.id === id || (one.kind === 'trial' ? one.extent !== null && one.lanes > 0 : isOpen(one, state)),
    );
    const at = passed.findIndex((one) => one.id === id);
    const from = passed[at];
    if (from === undefined) return null;
    const momentNs = (stay.startNs + stay.endNs) / 2 - zeroOf(state.mode, from);
    const next = row + by;
    const isWithin = next >= 0 && next < rowsOf(from);
    const group = isWithin ? from : passed[at + by];
    if (group === undefined) return null;
    const target = isWithin ? next : by === 1 ? 0 : rowsOf(group) - 1;
    return nearest(group, target, momentNs + zeroOf(state.mode, group));
  };

  const alongRow = async (
    { id, row, stay }: SelectedPlace,
    to: 'previous' | 'next',
  ): Promise<Selection | null> => {
    const group = groups.find((one) => one.id === id);
    if (group?.extent == null) return null;
    if (group.kind === 'output') {
      if (state.selected?.kind !== 'output') return null;
      return ofPiece(await piece(group, row, { kind: to, number: state.selected.piece.number }));
    }
    return state.selected?.kind === 'task' && isOfTasks(group)
      ? ofTask(await neighbourOf(lane(group, row), stay, to, group.extent))
      : ofSlice(await neighbourOf(slices(group, row), stay, to, group.extent));
  };

  const longestTask = async (): Promise<Selection | null> => {
    const task = state.selected?.kind === 'task' ? state.selected.task : null;
    const { tasks, traced } = await engine.taskTable({
      session,
      filter: { trial: task?.trial ?? null, outcome: null, api: apiOf(task, book), text: '' },
      sort: { column: 'run', descending: true },
      first: 0,
      count: 1,
    });
    return ofTask(book.first(tasks, traced));
  };

  return {
    pick: (hit, geometry) =>
      select(
        async () => {
          const group = groups.find(({ id }) => id === hit.id);
          if (group === undefined || group.kind === 'output') return null;
          const atNs = hit.atNs + zeroOf(state.mode, group);
          return isOfTasks(group) && !pointsAtSlices(hit, geometry, group)
            ? ofTask(await stayAt(lane(group, hit.row), atNs, geometry))
            : ofSlice(await stayAt(slices(group, hit.row), atNs, geometry));
        },
        'not',
        () => act({ type: 'clear' }),
      ),
    pickOutput: ({ group, row, mark }) =>
      select(
        async () => ofPiece(await piece(group, row, { kind: 'nearest', atNs: mark.atNs })),
        'not',
        () => act({ type: 'clear' }),
      ),
    move: (to) =>
      select(
        () => {
          if (selected === null) return firstInSight();
          return to === 'previous' || to === 'next'
            ? alongRow(selected, to)
            : toRow(selected, to === 'above' ? -1 : 1);
        },
        'pan',
        onEnd,
      ),
    longest: () => select(longestTask, 'zoom', onEnd),
  };
}

interface SelectedPlace {
  readonly id: number;
  readonly row: number;
  readonly stay: Stay;
}

function selectedPlace({ selected }: TimelineState): SelectedPlace | null {
  const place = selected === null ? null : rowOfSelection(selected);
  if (selected === null || place === null) return null;
  return { id: place.group, row: place.row, stay: stayOf(selected) };
}

function stayOf(selected: Selection): Stay {
  switch (selected.kind) {
    case 'task':
      return selected.task;
    case 'slice':
      return { ...selected.slice, index: 0 };
    case 'output': {
      const { timeNs, number } = selected.piece;
      return { startNs: timeNs, endNs: timeNs, index: number };
    }
  }
}

/** The API of the selected task's pool; null: any. */
function apiOf(task: PlacedTask | null, book: TaskBook): TracedApi | null {
  const group = task?.group == null ? null : book.group(task.group);
  return group?.kind === 'pool' ? group.api : null;
}

const isOpen = (group: TrackGroup, { collapsed }: TimelineState): boolean =>
  group.extent !== null && rowsOf(group) > 0 && !collapsed.has(group.id);

const ofTask = (task: PlacedTask | null): Selection | null => task && { kind: 'task', task };
const ofSlice = (slice: PlacedSlice | null): Selection | null => slice && { kind: 'slice', slice };
const ofPiece = (piece: PlacedPiece | null): Selection | null => piece && { kind: 'output', piece };

/** What was on the row at the moment itself, or else within the pixel: at one moment a row holds one, however dense it is. */
async function stayAt<B extends Stay>(ask: AskRow<B>, atNs: number, geometry: Geometry): Promise<B | null> {
  for (const px of [0, 1, 3]) {
    const slack = slackNs(geometry, px);
    const near = (await ask({ fromNs: atNs - slack, toNs: atNs + slack })) ?? [];
    const distance = ({ startNs, endNs }: B) => Math.max(startNs - atNs, atNs - endNs, 0);
    const [best] = near.filter((bar) => distance(bar) <= slack).toSorted((a, b) => distance(a) - distance(b));
    if (best !== undefined) return best;
  }
  return null;
}
