import type { PlacedPiece } from './output-marks.ts';
import type { PlacedSlice } from './slice-bars.ts';
import type { PlacedTask } from './task-bars.ts';
import { collapsedAtFirst, isCrowded, taskGroupsAmong, trialsAmong } from './track-groups.ts';
import type { TrackGroup } from './track-groups.ts';
import { axisBounds, zeroOf } from './trial-groups.ts';
import type { TimeMode } from './trial-groups.ts';
import {
  clampRange,
  contains,
  overlaps,
  panBy,
  rangeAround,
  revealRange,
  spanOf,
  zoomAbout,
} from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** What is selected on a timeline: one thing. */
export type Selection =
  | { readonly kind: 'task'; readonly task: PlacedTask }
  | { readonly kind: 'slice'; readonly slice: PlacedSlice }
  | { readonly kind: 'output'; readonly piece: PlacedPiece };

/** How what is selected comes into sight: not at all, by panning as far as needed, or zoomed to. */
export type Reveal = 'not' | 'pan' | 'zoom';

/** What a timeline shows, apart from what the pointer is over. */
export interface TimelineState {
  readonly mode: TimeMode;
  /** What is seen, on the axis. */
  readonly range: TimeRange;
  readonly collapsed: ReadonlySet<number>;
  readonly selected: Selection | null;
  /** A range that was marked, on the axis. */
  readonly marked: TimeRange | null;
}

/** What is there to be shown. */
export interface TimelineContent {
  readonly groups: readonly TrackGroup[];
  /** The session's end on its clock. */
  readonly endNs: number;
  /** On the session's clock, where slices were recorded: what is shown at first. */
  readonly worthSeeing: TimeRange | null;
}

export type TimelineAction =
  /** Zooms about a moment of the axis; null: about the middle. */
  | { readonly type: 'zoom'; readonly factor: number; readonly atNs: number | null }
  /** Pans by a share of what is seen. */
  | { readonly type: 'pan'; readonly share: number }
  | { readonly type: 'fit' }
  | { readonly type: 'show'; readonly range: TimeRange }
  /** Shows the marked range, or else what is selected. */
  | { readonly type: 'zoom-to-selection' }
  | { readonly type: 'mode'; readonly mode: TimeMode }
  | { readonly type: 'toggle'; readonly id: number }
  | { readonly type: 'collapse'; readonly groups: 'all' | 'none' }
  | { readonly type: 'select'; readonly selected: Selection; readonly reveal: Reveal }
  | { readonly type: 'mark'; readonly range: TimeRange | null }
  /** Marks the time of what is selected, and all between it and the mark that there is; without a selection what is in sight. */
  | { readonly type: 'mark-selection' }
  /** Takes back what was done last: the marked range, then what is selected. */
  | { readonly type: 'clear' };

/** More rows than this do not fit a window together: then repeats begin collapsed, so that every configuration is in sight. */
const mostRowsAtFirst = 24;

/** Trials from their own starts; where slices were recorded, the part of the session in which most happened. */
export function initialState({ groups, endNs, worthSeeing }: TimelineContent): TimelineState {
  const trials = trialsAmong(groups);
  const rows = trials.reduce((sum, { lanes }) => sum + lanes, 0);
  // Output alone is no reason to show trials where they were: it has no place where each begins at 0.
  if (groups.some(({ kind }) => kind !== 'trial' && kind !== 'output') || trials.length === 0) {
    const bounds = axisBounds('recorded', groups, endNs);
    const range = worthSeeing === null || isCrowded(groups) ? bounds : clampRange(worthSeeing, bounds);
    const elsewhere = taskGroupsAmong(groups).filter(
      ({ extent }) => extent === null || !overlaps(extent, range),
    );
    return {
      mode: 'recorded',
      range,
      collapsed: new Set([...collapsedAtFirst(groups), ...elsewhere.map(({ id }) => id)]),
      selected: null,
      marked: null,
    };
  }
  const repeats = trials.filter(({ repeat }) => repeat > 1).map(({ id }) => id);
  return {
    mode: 'aligned',
    range: axisBounds('aligned', groups, endNs),
    collapsed: new Set(rows > mostRowsAtFirst ? repeats : []),
    selected: null,
    marked: null,
  };
}

export function changed(
  state: TimelineState,
  action: TimelineAction,
  content: TimelineContent,
): TimelineState {
  const bounds = axisBounds(state.mode, content.groups, content.endNs);
  const { range } = state;
  switch (action.type) {
    case 'zoom': {
      const atNs = action.atNs ?? (range.fromNs + range.toNs) / 2;
      return { ...state, range: zoomAbout(range, action.factor, atNs, bounds) };
    }
    case 'pan':
      return { ...state, range: panBy(range, action.share * spanOf(range), bounds) };
    case 'fit':
      return { ...state, range: bounds };
    case 'show':
      return { ...state, range: clampRange(action.range, bounds) };
    case 'zoom-to-selection': {
      if (state.marked !== null) return { ...state, range: clampRange(state.marked, bounds) };
      return state.selected === null ? state : withSelection(state, state.selected, 'zoom', content, bounds);
    }
    case 'mode':
      return state.mode === action.mode ? state : inMode(state, action.mode, content);
    case 'toggle':
      return { ...state, collapsed: toggled(state.collapsed, action.id) };
    case 'collapse': {
      const ids = action.groups === 'all' ? content.groups.map(({ id }) => id) : [];
      return { ...state, collapsed: new Set(ids) };
    }
    case 'select':
      return withSelection(state, action.selected, action.reveal, content, bounds);
    case 'mark':
      return { ...state, marked: action.range };
    case 'mark-selection':
      return { ...state, marked: markedBySelection(state, content) };
    case 'clear':
      return state.marked === null ? { ...state, selected: null } : { ...state, marked: null };
  }
}

function markedBySelection(state: TimelineState, content: TimelineContent): TimeRange {
  const { marked, range } = state;
  const place = (state.selected && placeOf(state.selected, state.mode, content)) ?? range;
  if (marked === null || contains(marked, place)) return place;
  return { fromNs: Math.min(marked.fromNs, place.fromNs), toNs: Math.max(marked.toNs, place.toNs) };
}

/** Where what is selected lies on the axis; null: a task that never started has no place. */
function placeOf(selected: Selection, mode: TimeMode, content: TimelineContent): TimeRange | null {
  switch (selected.kind) {
    case 'task':
      return Number.isNaN(selected.task.startNs) ? null : onAxis(selected.task, mode, content);
    case 'slice':
      return { fromNs: selected.slice.startNs, toNs: selected.slice.endNs };
    case 'output':
      return { fromNs: selected.piece.timeNs, toNs: selected.piece.timeNs + 1 };
  }
}

/** The row on which it is; null: on none. */
export function rowOfSelection(selected: Selection): { readonly group: number; readonly row: number } | null {
  switch (selected.kind) {
    case 'task': {
      const { group, row, startNs } = selected.task;
      return group === null || Number.isNaN(startNs) ? null : { group, row };
    }
    case 'slice':
      return selected.slice;
    case 'output':
      return selected.piece;
  }
}

/** Where a task lies on the axis. */
export function onAxis(task: PlacedTask, mode: TimeMode, { groups }: TimelineContent): TimeRange {
  const group = groups.find(({ id }) => id === task.group);
  const zeroNs = group === undefined ? 0 : zeroOf(mode, group);
  return { fromNs: task.startNs - zeroNs, toNs: task.endNs - zeroNs };
}

/** The other axis has other bounds and another zero: what was marked means nothing there, and all of it is shown. */
function inMode(state: TimelineState, mode: TimeMode, { groups, endNs }: TimelineContent): TimelineState {
  return {
    ...state,
    mode,
    range: axisBounds(mode, groups, endNs),
    selected: tasksOnly(state.selected),
    marked: null,
  };
}

/** Only tasks are on both axes. */
const tasksOnly = (selected: Selection | null): Selection | null =>
  selected?.kind === 'task' ? selected : null;

function withSelection(
  state: TimelineState,
  selected: Selection,
  reveal: Reveal,
  content: TimelineContent,
  bounds: TimeRange,
): TimelineState {
  const next = { ...state, selected };
  const place = placeOf(selected, state.mode, content);
  const isElsewhere = selected.kind !== 'task' && state.mode === 'aligned';
  if (reveal === 'not' || place === null || isElsewhere) return next;
  const row = rowOfSelection(selected);
  const collapsed = row === null ? state.collapsed : opened(state.collapsed, row.group);
  const range =
    reveal === 'pan'
      ? revealRange(state.range, place, bounds)
      : zoomedTo(selected, place, state.range, bounds);
  return { ...next, collapsed, range };
}

/** Of all that there is, as much is seen around a moment at most. */
const momentShare = 0.1;

/**
 * Zoomed to, a task or a slice takes about a tenth of the view: its neighbours tell what it is like. A moment has no length: it comes to the
 * middle of what is seen, or of a part of the session.
 */
function zoomedTo(selected: Selection, place: TimeRange, range: TimeRange, bounds: TimeRange): TimeRange {
  if (selected.kind !== 'output') return rangeAround(place, bounds, 5);
  const halfNs = Math.min(spanOf(range), spanOf(bounds) * momentShare) / 2;
  return clampRange({ fromNs: place.fromNs - halfNs, toNs: place.fromNs + halfNs }, bounds);
}

const opened = (collapsed: ReadonlySet<number>, id: number): ReadonlySet<number> =>
  collapsed.has(id) ? toggled(collapsed, id) : collapsed;

function toggled(collapsed: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const others = new Set(collapsed);
  if (!others.delete(id)) others.add(id);
  return others;
}
