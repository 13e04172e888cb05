import type { TrialTask } from './task-bars.ts';
import { axisBounds, zeroOf } from './trial-groups.ts';
import type { TimeMode, TrialGroup } from './trial-groups.ts';
import { clampRange, panBy, rangeAround, revealRange, spanOf, zoomAbout } from './viewport.ts';
import type { TimeRange } from './viewport.ts';

/** What a timeline shows, apart from what the pointer is over. */
export interface TimelineState {
  readonly mode: TimeMode;
  /** What is seen, on the axis. */
  readonly range: TimeRange;
  readonly collapsed: ReadonlySet<number>;
  readonly task: TrialTask | null;
  /** A range that was marked, on the axis. */
  readonly marked: TimeRange | null;
}

/** What is there to be shown. */
export interface TimelineContent {
  readonly groups: readonly TrialGroup[];
  /** The session's end on its clock. */
  readonly endNs: number;
}

export type TimelineAction =
  /** Zooms about a moment of the axis; null: about the middle. */
  | { readonly type: 'zoom'; readonly factor: number; readonly atNs: number | null }
  /** Pans by a share of what is seen. */
  | { readonly type: 'pan'; readonly share: number }
  | { readonly type: 'fit' }
  | { readonly type: 'show'; readonly range: TimeRange }
  /** Shows the marked range, or else the selected task. */
  | { readonly type: 'zoom-to-selection' }
  | { readonly type: 'mode'; readonly mode: TimeMode }
  | { readonly type: 'toggle'; readonly trial: number }
  | { readonly type: 'collapse'; readonly trials: 'all' | 'none' }
  /** `reveal`: pan as far as needed to see it, or zoom to it. */
  | { readonly type: 'select'; readonly task: TrialTask; readonly reveal: 'not' | 'pan' | 'zoom' }
  | { readonly type: 'mark'; readonly range: TimeRange | null }
  /** Takes back what was done last: the marked range, then the selected task. */
  | { readonly type: 'clear' };

/** More rows than this do not fit a window together: then repeats begin collapsed, so that every configuration is in sight. */
const mostRowsAtFirst = 24;

export function initialState({ groups, endNs }: TimelineContent): TimelineState {
  const rows = groups.reduce((sum, { lanes }) => sum + lanes, 0);
  const repeats = groups.filter(({ repeat }) => repeat > 1).map(({ trial }) => trial);
  return {
    mode: 'aligned',
    range: axisBounds('aligned', groups, endNs),
    collapsed: new Set(rows > mostRowsAtFirst ? repeats : []),
    task: null,
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
      return state.task === null ? state : selected(state, state.task, 'zoom', content, bounds);
    }
    case 'mode':
      return state.mode === action.mode ? state : inMode(state, action.mode, content);
    case 'toggle':
      return { ...state, collapsed: toggled(state.collapsed, action.trial) };
    case 'collapse': {
      const trials = action.trials === 'all' ? content.groups.map(({ trial }) => trial) : [];
      return { ...state, collapsed: new Set(trials) };
    }
    case 'select':
      return selected(state, action.task, action.reveal, content, bounds);
    case 'mark':
      return { ...state, marked: action.range };
    case 'clear':
      return state.marked === null ? { ...state, task: null } : { ...state, marked: null };
  }
}

/** Where a task lies on the axis. */
export function onAxis(task: TrialTask, mode: TimeMode, { groups }: TimelineContent): TimeRange {
  const group = groups.find(({ trial }) => trial === task.trial);
  const zeroNs = group === undefined ? 0 : zeroOf(mode, group);
  return { fromNs: task.startNs - zeroNs, toNs: task.endNs - zeroNs };
}

/** The other axis has other bounds and another zero: what was marked means nothing there, and all of it is shown. */
function inMode(state: TimelineState, mode: TimeMode, { groups, endNs }: TimelineContent): TimelineState {
  return { ...state, mode, range: axisBounds(mode, groups, endNs), marked: null };
}

function selected(
  state: TimelineState,
  task: TrialTask,
  reveal: 'not' | 'pan' | 'zoom',
  content: TimelineContent,
  bounds: TimeRange,
): TimelineState {
  // A task that never started has no place on the axis.
  if (reveal === 'not' || Number.isNaN(task.startNs)) return { ...state, task };
  const place = onAxis(task, state.mode, content);
  const collapsed = state.collapsed.has(task.trial) ? toggled(state.collapsed, task.trial) : state.collapsed;
  // Zoomed to, a task takes about a tenth of the view: its neighbours tell what it is like.
  const range = reveal === 'zoom' ? rangeAround(place, bounds, 5) : revealRange(state.range, place, bounds);
  return { ...state, task, collapsed, range };
}

function toggled(collapsed: ReadonlySet<number>, trial: number): ReadonlySet<number> {
  const others = new Set(collapsed);
  if (!others.delete(trial)) others.add(trial);
  return others;
}
