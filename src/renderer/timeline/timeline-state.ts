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

/** What a timeline shows, apart from what the pointer is over. */
export interface TimelineState {
  readonly mode: TimeMode;
  /** What is seen, on the axis. */
  readonly range: TimeRange;
  readonly collapsed: ReadonlySet<number>;
  /** What is selected is a task, or a slice, or nothing. */
  readonly task: PlacedTask | null;
  readonly slice: PlacedSlice | null;
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
  /** Shows the marked range, or else the selected task or slice. */
  | { readonly type: 'zoom-to-selection' }
  | { readonly type: 'mode'; readonly mode: TimeMode }
  | { readonly type: 'toggle'; readonly id: number }
  | { readonly type: 'collapse'; readonly groups: 'all' | 'none' }
  /** `reveal`: pan as far as needed to see it, or zoom to it. */
  | { readonly type: 'select'; readonly task: PlacedTask; readonly reveal: 'not' | 'pan' | 'zoom' }
  | { readonly type: 'select-slice'; readonly slice: PlacedSlice; readonly reveal: 'not' | 'pan' | 'zoom' }
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
  if (trials.length < groups.length) {
    const bounds = axisBounds('recorded', groups, endNs);
    const range = worthSeeing === null || isCrowded(groups) ? bounds : clampRange(worthSeeing, bounds);
    const elsewhere = taskGroupsAmong(groups).filter(
      ({ extent }) => extent === null || !overlaps(extent, range),
    );
    return {
      mode: 'recorded',
      range,
      collapsed: new Set([...collapsedAtFirst(groups), ...elsewhere.map(({ id }) => id)]),
      task: null,
      slice: null,
      marked: null,
    };
  }
  const repeats = trials.filter(({ repeat }) => repeat > 1).map(({ id }) => id);
  return {
    mode: 'aligned',
    range: axisBounds('aligned', groups, endNs),
    collapsed: new Set(rows > mostRowsAtFirst ? repeats : []),
    task: null,
    slice: null,
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
      if (state.slice !== null) return withSlice(state, state.slice, 'zoom', bounds);
      return state.task === null ? state : selected(state, state.task, 'zoom', content, bounds);
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
      return selected(state, action.task, action.reveal, content, bounds);
    case 'select-slice':
      return withSlice(state, action.slice, action.reveal, bounds);
    case 'mark':
      return { ...state, marked: action.range };
    case 'mark-selection':
      return { ...state, marked: markedBySelection(state, content) };
    case 'clear':
      return state.marked === null ? { ...state, task: null, slice: null } : { ...state, marked: null };
  }
}

function markedBySelection(state: TimelineState, content: TimelineContent): TimeRange {
  const { task, slice, marked, mode, range } = state;
  const place =
    slice !== null
      ? { fromNs: slice.startNs, toNs: slice.endNs }
      : task !== null && !Number.isNaN(task.startNs)
        ? onAxis(task, mode, content)
        : range;
  if (marked === null || contains(marked, place)) return place;
  return { fromNs: Math.min(marked.fromNs, place.fromNs), toNs: Math.max(marked.toNs, place.toNs) };
}

/** Where a task lies on the axis. */
export function onAxis(task: PlacedTask, mode: TimeMode, { groups }: TimelineContent): TimeRange {
  const group = groups.find(({ id }) => id === task.group);
  const zeroNs = group === undefined ? 0 : zeroOf(mode, group);
  return { fromNs: task.startNs - zeroNs, toNs: task.endNs - zeroNs };
}

/** The other axis has other bounds and another zero: what was marked means nothing there, and all of it is shown. */
function inMode(state: TimelineState, mode: TimeMode, { groups, endNs }: TimelineContent): TimelineState {
  return { ...state, mode, range: axisBounds(mode, groups, endNs), slice: null, marked: null };
}

function selected(
  state: TimelineState,
  task: PlacedTask,
  reveal: 'not' | 'pan' | 'zoom',
  content: TimelineContent,
  bounds: TimeRange,
): TimelineState {
  // A task that never started has no place on the axis.
  if (reveal === 'not' || Number.isNaN(task.startNs)) return { ...state, task, slice: null };
  const place = onAxis(task, state.mode, content);
  const collapsed = task.group === null ? state.collapsed : opened(state.collapsed, task.group);
  // Zoomed to, a task takes about a tenth of the view: its neighbours tell what it is like.
  const range = reveal === 'zoom' ? rangeAround(place, bounds, 5) : revealRange(state.range, place, bounds);
  return { ...state, task, slice: null, collapsed, range };
}

/** Slices lie on the session's clock, and are selected only where that is the axis or in sight. */
function withSlice(
  state: TimelineState,
  slice: PlacedSlice,
  reveal: 'not' | 'pan' | 'zoom',
  bounds: TimeRange,
): TimelineState {
  const next = { ...state, slice, task: null };
  if (reveal === 'not' || state.mode === 'aligned') return next;
  const place = { fromNs: slice.startNs, toNs: slice.endNs };
  const range = reveal === 'zoom' ? rangeAround(place, bounds, 5) : revealRange(state.range, place, bounds);
  return { ...next, collapsed: opened(state.collapsed, slice.group), range };
}

const opened = (collapsed: ReadonlySet<number>, id: number): ReadonlySet<number> =>
  collapsed.has(id) ? toggled(collapsed, id) : collapsed;

function toggled(collapsed: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const others = new Set(collapsed);
  if (!others.delete(id)) others.add(id);
  return others;
}
