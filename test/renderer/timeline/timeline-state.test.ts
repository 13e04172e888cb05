import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../src/renderer/timeline/keys.ts';
import { changed, initialState } from '../../../src/renderer/timeline/timeline-state.ts';
import type { TimelineAction, TimelineState } from '../../../src/renderer/timeline/timeline-state.ts';
import type { PlacedTask } from '../../../src/renderer/timeline/task-bars.ts';
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

const select = (one: PlacedTask): TimelineAction => ({ type: 'select', task: one, reveal: 'not' });
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
    const { range, collapsed } = after(
      { type: 'collapse', groups: 'all' },
      { type: 'select', task, reveal: 'zoom' },
    );
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
    const actions: readonly TimelineAction[] = [
      { type: 'select', task, reveal: 'not' },
      { type: 'mark', range: marked },
    ];
    expect(after(...actions, { type: 'zoom-to-selection' }).range).toEqual(marked);
    expect(after(...actions, { type: 'clear' })).toMatchObject({ task, marked: null });
    expect(after(...actions, { type: 'clear' }, { type: 'clear' }).task).toBeNull();
  });

  it('does not look for a task that never started', () => {
    const never: PlacedTask = { ...task, startNs: Number.NaN, endNs: Number.NaN };
    expect(after({ type: 'select', task: never, reveal: 'zoom' }).range).toEqual({ fromNs: 0, toNs: 4e6 });
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
