import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../src/renderer/timeline/keys.ts';
import { outputGroups } from '../../../src/renderer/timeline/output-group.ts';
import type { PlacedPiece } from '../../../src/renderer/timeline/output-marks.ts';
import { changed, initialState } from '../../../src/renderer/timeline/timeline-state.ts';
import type { Reveal, TimelineAction, TimelineState } from '../../../src/renderer/timeline/timeline-state.ts';
import type { PlacedTask } from '../../../src/renderer/timeline/task-bars.ts';
import { shownGroups } from '../../../src/renderer/timeline/track-groups.ts';
import { orderedFor } from '../../../src/renderer/timeline/trial-groups.ts';
import type { TimeMode } from '../../../src/renderer/timeline/trial-groups.ts';
import { groupOf } from './sessions.ts';

const groups = [
  groupOf({ trial: 0, name: 'event-loop × 40', lanes: 40, extent: { fromNs: 1e6, toNs: 3e6 } }),
  groupOf({ trial: 1, name: 'thread-pool × 2', extent: { fromNs: 5e6, toNs: 9e6 } }),
  groupOf({ trial: 2, name: 'event-loop × 40', lanes: 40, repeat: 2, extent: { fromNs: 1e7, toNs: 1.1e7 } }),
];
const content = { groups, endNs: 2e7, worthSeeing: null };
const task: PlacedTask = {
  trial: 1,
  group: 1,
  index: 3,
  row: 0,
  label: '3',
  origin: null,
  outcome: 'ok',
  submitNs: 5e6,
  startNs: 6e6,
  endNs: 6.1e6,
};
const after = (...actions: readonly TimelineAction[]): TimelineState =>
  actions.reduce<TimelineState>((state, action) => changed(state, action, content), initialState(content));

const select = (one: PlacedTask, reveal: Reveal = 'not'): TimelineAction => ({
  type: 'select',
  selected: { kind: 'task', task: one },
  reveal,
});
const order = (mode: TimeMode) => orderedFor(mode, groups).map(({ trial }) => trial);

describe('the timeline', () => {
  it('opens with all trials fitted, each from its own start, further repeats collapsed when they would not fit', () => {
    const { mode, range, collapsed } = initialState(content);
    expect({ mode, range, collapsed: [...collapsed] }).toEqual({
      mode: 'aligned',
      range: { fromNs: 0, toNs: 4e6 },
      collapsed: [2],
    });
  });

  it('puts repeats of a configuration together when trials are compared, and in order of time when they are not', () => {
    expect(order('aligned')).toEqual([0, 2, 1]);
    expect(order('recorded')).toEqual([0, 1, 2]);
  });

  it('shows the whole session on its own clock', () => {
    expect(after({ type: 'mode', mode: 'recorded' }).range).toEqual({ fromNs: 0, toNs: 2e7 });
  });

  it('zooms to a task that a search found, in the middle of its neighbours, and opens its trial', () => {
    const { range, collapsed } = after({ type: 'collapse', groups: 'all' }, select(task, 'zoom'));
    expect(range).toEqual({ fromNs: 0.5e6, toNs: 1.6e6 });
    expect(collapsed.has(1)).toBe(false);
  });

  it('marks by key what is in sight, or the selected task, and then on up to another one', () => {
    const later = { ...task, index: 4, startNs: 7e6, endNs: 8e6 };
    const mark: TimelineAction = { type: 'mark-selection' };
    expect(after(mark).marked).toEqual({ fromNs: 0, toNs: 4e6 });
    expect(after(select(task), mark).marked).toEqual({ fromNs: 1e6, toNs: 1.1e6 });
    const both = [select(task), mark, select(later), mark] as const;
    expect(after(...both).marked).toEqual({ fromNs: 1e6, toNs: 3e6 });
    // What lies within the mark narrows it: that is the way to begin again.
    expect(after(...both, select(task), mark).marked).toEqual({ fromNs: 1e6, toNs: 1.1e6 });
  });

  it('zooms to the marked range before the selected task, and clears in that order, too', () => {
    const marked = { fromNs: 2e6, toNs: 3e6 };
    const actions: readonly TimelineAction[] = [select(task), { type: 'mark', range: marked }];
    expect(after(...actions, { type: 'zoom-to-selection' }).range).toEqual(marked);
    expect(after(...actions, { type: 'clear' })).toMatchObject({ selected: { task }, marked: null });
    expect(after(...actions, { type: 'clear' }, { type: 'clear' }).selected).toBeNull();
  });

  it('does not look for a task that never started', () => {
    const never: PlacedTask = { ...task, startNs: Number.NaN, endNs: Number.NaN };
    expect(after(select(never, 'zoom')).range).toEqual({ fromNs: 0, toNs: 4e6 });
  });
});

describe('output on the timeline', () => {
  const printed = outputGroups({
    streams: [{ stream: 'stdout', pieces: 3, lines: 3, fromNs: 1e6, toNs: 1.9e7 }],
  });
  const piece: PlacedPiece = {
    number: 1,
    stream: 'stdout',
    trial: 1,
    timeNs: 8e6,
    lines: 1,
    text: 'half done\n',
    group: printed[0]?.id ?? 0,
    row: 0,
  };
  const withOutput = { groups: [...printed, ...groups], endNs: 2e7, worthSeeing: null };
  const then = (...actions: readonly TimelineAction[]): TimelineState =>
    actions.reduce<TimelineState>(
      (state, action) => changed(state, action, withOutput),
      initialState(withOutput),
    );
  const recorded: TimelineAction = { type: 'mode', mode: 'recorded' };
  const selectPiece = (reveal: Reveal): TimelineAction => ({
    type: 'select',
    selected: { kind: 'output', piece },
    reveal,
  });

  it('leaves trials where they are compared at first, and is shown where they were', () => {
    expect(initialState(withOutput)).toEqual(initialState(content));
    expect(shownGroups('aligned', withOutput.groups)).not.toContain(printed[0]);
    expect(shownGroups('recorded', withOutput.groups)).toContain(printed[0]);
  });

  it('is alone on the session’s clock where nothing else was recorded', () => {
    const alone = { groups: printed, endNs: 2e7, worthSeeing: null };
    expect(initialState(alone)).toMatchObject({ mode: 'recorded', range: { fromNs: 0, toNs: 2e7 } });
  });

  it('comes to the middle of a part of the session when a line is gone to, and its rows are opened', () => {
    const state = then(recorded, { type: 'collapse', groups: 'all' }, selectPiece('zoom'));
    expect(state.range).toEqual({ fromNs: 7e6, toNs: 9e6 });
    expect(state.collapsed.has(piece.group)).toBe(false);
    // What is seen closer stays as close.
    const close = then(recorded, { type: 'show', range: { fromNs: 0, toNs: 1e6 } }, selectPiece('zoom'));
    expect(close.range).toEqual({ fromNs: 7.5e6, toNs: 8.5e6 });
  });

  it('marks the time between one line and another', () => {
    const later = { ...piece, number: 2, timeNs: 1e7 };
    const mark: TimelineAction = { type: 'mark-selection' };
    const second: TimelineAction = {
      type: 'select',
      selected: { kind: 'output', piece: later },
      reveal: 'not',
    };
    const { marked } = then(recorded, selectPiece('not'), mark, second, mark);
    expect(marked).toEqual({ fromNs: 8e6, toNs: 1e7 + 1 });
  });

  it('is not selected any more where it has no place', () => {
    const state = then(recorded, selectPiece('not'), { type: 'mode', mode: 'aligned' });
    expect(state.selected).toBeNull();
  });
});

describe('its keys', () => {
  const press = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

  it('work in capitals as well, and leave the browser its own', () => {
    expect(commandOf({ ...press, key: 'F' })).toEqual({ type: 'fit' });
    expect(commandOf({ ...press, key: 'f', ctrlKey: true })).toBeNull();
    expect(commandOf({ ...press, key: 'Tab' })).toBeNull();
  });
});
