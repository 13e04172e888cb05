import { describe, expect, it } from 'vitest';
import { layOut, rowsInSight } from '../../../src/renderer/timeline/layout.ts';
import { seenSlices } from '../../../src/renderer/timeline/seen-groups.ts';
import { initialState } from '../../../src/renderer/timeline/timeline-state.ts';
import { ThreadBook } from '../../../src/renderer/timeline/thread-book.ts';
import {
  collapsedAtFirst,
  isCrowded,
  groupTitle,
  rowName,
  shapeOf,
  shownGroups,
  trackGroups,
} from '../../../src/renderer/timeline/track-groups.ts';
import { theme } from './draw-log.ts';
import { groupOf } from './sessions.ts';
import { trackOf, tracksOf } from './slice-sessions.ts';

const worker = (thread: number, trial: number, number: number) =>
  trackOf(thread, { worker: { worker: number, trial, name: `worker ${number}` } });
const others = trackOf(9, { workload: false, pid: 2, name: 'kworker/1' });

describe('the groups of a profile', () => {
  const groups = trackGroups(
    [],
    tracksOf([
      trackOf(0, { pid: 40, command: 'python3 job.py' }),
      trackOf(1, { pid: 41, command: '', name: 'sh' }),
      trackOf(2, { pid: 40, name: 'reader' }),
      others,
    ]),
  );

  it('are the cores, one per process in order of first slice, and all else, collapsed', () => {
    expect(groups.map(groupTitle)).toEqual(['Cores', '40 python3 job.py', '41 sh', 'Other programs']);
    expect(collapsedAtFirst(groups)).toEqual([groups.at(-1)?.id]);
    const [cores, first, , last] = groups;
    if (cores === undefined || first === undefined || last === undefined) throw new Error('four groups');
    expect([rowName(cores, 1), rowName(first, 1), rowName(last, 0)]).toEqual([
      'core 1',
      'reader · 102',
      'kworker/1 · 2/109',
    ]);
  });

  it('open on what is worth seeing', () => {
    const state = initialState({ groups, endNs: 10_000, worthSeeing: { fromNs: 2000, toNs: 4000 } });
    expect([state.mode, state.range]).toEqual(['recorded', { fromNs: 2000, toNs: 4000 }]);
  });

  it('begin collapsed when their threads are many, but for the busiest processes', () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      trackOf(at, { pid: 100 + Math.floor(at / 20), onCpuNs: at }),
    );
    const collapsed = collapsedAtFirst(trackGroups([], tracksOf(many)));
    expect(collapsed).toHaveLength(8);
    const huge = Array.from({ length: 5000 }, (_, at) => trackOf(at));
    expect(collapsedAtFirst(trackGroups([], tracksOf(huge)))).toEqual([]);
  });

  it('put the brief processes of a shell together, collapsed, and keep the ones that worked in sight', () => {
    const threads = [
      trackOf(0, { pid: 1, command: '/usr/bin/bash build.sh', onCpuNs: 10 }),
      ...Array.from({ length: 40 }, (_, at) => trackOf(1 + at, { pid: 2 + at, onCpuNs: 40 })),
      trackOf(41, { pid: 50, command: '/opt/python/bin/python3 pool.py', onCpuNs: 1000 }),
      trackOf(42, { pid: 51, command: 'python3 pool.py', onCpuNs: 900 }),
    ];
    const some = trackGroups([], tracksOf(threads));
    expect(some.map(groupTitle)).toEqual([
      'Cores',
      '1 bash build.sh',
      '50 python3 pool.py',
      '51 python3 pool.py',
      '40 brief processes',
    ]);
    expect(collapsedAtFirst(some)).toEqual([some.at(-1)?.id]);
    const alike = threads.map(({ thread, pid }) => trackOf(thread, { pid }));
    expect(trackGroups([], tracksOf(alike))).toHaveLength(1 + alike.length);
  });

  it('open on everything when no window holds their threads: one moment shows few of them', () => {
    const crowd = trackGroups([], tracksOf(Array.from({ length: 600 }, (_, at) => trackOf(at))));
    expect([isCrowded(crowd), isCrowded(groups)]).toEqual([true, false]);
    const state = initialState({
      groups: crowd,
      endNs: 10_000,
      worthSeeing: { fromNs: 2000, toNs: 4000 },
    });
    expect(state.range).toEqual({ fromNs: 0, toNs: 10_000 });
  });

  it('ask only for the rows in sight, however many threads there are', () => {
    const huge = trackGroups([], tracksOf(Array.from({ length: 5000 }, (_, at) => trackOf(at))));
    const layout = layOut(huge.map(shapeOf), new Set(), 600);
    const screen = {
      mode: 'recorded',
      range: { fromNs: 0, toNs: 1000 },
      collapsed: new Set<number>(),
      layout,
      heightPx: 600,
    } as const;
    const [, top] = seenSlices(huge, { ...screen, scrollTopPx: 0 });
    const [deep] = seenSlices(huge, { ...screen, scrollTopPx: 40_000 });
    expect([top?.tracks[0], top?.tracks.length]).toEqual([0, 32]);
    expect(deep?.tracks[0]).toBeGreaterThan(2000);
    expect(deep?.tracks.length).toBeLessThanOrEqual(64);
  });
});

describe('the groups of a lab', () => {
  const trials = [groupOf({ trial: 0, laneThreads: [0, 1] })];
  const tracks = tracksOf([worker(0, 0, 0), worker(1, 0, 1), trackOf(2), others]);

  it('show threads that serve no lane in a group of their own, collapsed', () => {
    const groups = trackGroups(trials, tracks);
    expect(groups.map(groupTitle)).toEqual([
      'Cores',
      'thread-pool × 2',
      'Threads beside lanes',
      'Other programs',
    ]);
    expect(collapsedAtFirst(groups)).toHaveLength(2);
  });

  it('are the trials alone where each begins at 0, and where nothing was recorded but tasks', () => {
    expect(shownGroups('aligned', trackGroups(trials, tracks)).map(groupTitle)).toEqual(['thread-pool × 2']);
    expect(trackGroups(trials, tracksOf([], []))).toEqual(trials);
    expect(trackGroups(trials, null)).toEqual(trials);
  });
});

describe('the colours of threads', () => {
  it('stay with the thread, begin anew with each trial’s workers, and are none for other programs', () => {
    const book = new ThreadBook([worker(0, 0, 0), worker(1, 0, 1), worker(4, 1, 2), trackOf(5), others]);
    const colours = [0, 1, 4, 5, 9].map((thread) => book.colour(thread, theme));
    expect(colours).toEqual(['#0000b1', '#0000b2', '#0000b1', '#0000b1', null]);
    expect([book.name(1), book.fullName(5), book.name(77)]).toEqual([
      'worker 1',
      'thread 5 · tid 105',
      'thread 77',
    ]);
  });
});

describe('rows in sight', () => {
  it('are some more than those seen, and never others than there are', () => {
    const group = { id: 0, topPx: 0, rowsTopPx: 26, bottomPx: 126, rowPx: 10, rows: 10, collapsed: false };
    expect(rowsInSight({ group, headerTopPx: 0, rowsTopPx: 26 }, 500)).toEqual({ first: 0, end: 10 });
    const long = { ...group, rows: 1000 };
    expect(rowsInSight({ group: long, headerTopPx: 0, rowsTopPx: -1974 }, 100)).toEqual({
      first: 192,
      end: 208,
    });
  });
});
