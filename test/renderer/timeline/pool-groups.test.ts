import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/renderer/timeline/layout.ts';
import { poolGroups } from '../../../src/renderer/timeline/pool-groups.ts';
import { seenTasks } from '../../../src/renderer/timeline/seen-groups.ts';
import { shownKinds } from '../../../src/renderer/timeline/shown-kinds.ts';
import { initialState } from '../../../src/renderer/timeline/timeline-state.ts';
import {
  collapsedAtFirst,
  groupTitle,
  rowName,
  shapeOf,
  trackGroups,
} from '../../../src/renderer/timeline/track-groups.ts';
import { trackOf, tracksOf } from './slice-sessions.ts';
import { coroutineOf, laneOf, poolOf, ran, tracingOf } from './traced-sessions.ts';

const tracing = tracingOf([
  [laneOf(1), ran(3, { failed: 1 })],
  [laneOf(2), ran(2)],
  [coroutineOf(3), ran(1, { fromNs: 6000, toNs: 9000 })],
  [coroutineOf(4), ran(1, { fromNs: 6100, toNs: 8000 })],
]);
const threads = [
  trackOf(0, { tid: 100, command: 'python3 crawl.py' }),
  trackOf(1, { tid: 101 }),
  trackOf(2, { tid: 102 }),
];

const processOf = (number: number) =>
  laneOf(number, { api: 'multiprocessing.Process', pool: null, pid: 200 + number, tid: null });

describe('the groups of a traced program', () => {
  it('are one per pool and one for all coroutines, in order of their first tasks', () => {
    const [pool, loop] = poolGroups(tracing, tracksOf(threads));
    expect(pool).toMatchObject({
      name: 'ThreadPoolExecutor-1',
      summary: '2 workers, 5 tasks of concurrent.futures.ThreadPoolExecutor',
      failed: 1,
      laneNumbers: [1, 2],
      laneThreads: [1, 2],
      extent: { fromNs: 1000, toNs: 5000 },
    });
    expect(loop).toMatchObject({
      name: 'asyncio',
      summary: '2 tasks of asyncio.Task, up to 2 at a time',
      // Their loop’s thread is not theirs alone.
      laneThreads: [null, null],
      executor: 'event-loop',
    });
  });

  it('show a worker that had nothing to do, and how many a pool might have had', () => {
    const idle = tracingOf(
      [
        [laneOf(1), ran(3)],
        [laneOf(2), ran(0)],
      ],
      { pools: [poolOf(1, { workers: 8 })] },
    );
    expect(poolGroups(idle, null)).toMatchObject([
      { lanes: 2, summary: '2 of 8 workers, 3 tasks of concurrent.futures.ThreadPoolExecutor' },
    ]);
  });

  it('put the pools of a process together when it made many', () => {
    const many = Array.from({ length: 9 }, (_, at) => at + 1);
    const groups = poolGroups(
      tracingOf(
        many.map((number) => [laneOf(number, { pool: number }), ran(2)]),
        { pools: many.map((number) => poolOf(number)) },
      ),
      null,
    );
    expect(groups).toMatchObject([{ name: '9 × ThreadPoolExecutor', lanes: 9, tasks: 18 }]);
  });

  it('tell processes apart that hand tasks to the same API', () => {
    const groups = poolGroups(
      tracingOf([
        [coroutineOf(1), ran(1)],
        [coroutineOf(2, { pid: 200, tid: 200 }), ran(1, { fromNs: 2000 })],
      ]),
      null,
    );
    expect(groups.map(({ name }) => name)).toEqual(['asyncio · pid 100', 'asyncio · pid 200']);
  });

  it('keep processes that a program started together, although each has a lane of its own', () => {
    const groups = poolGroups(
      tracingOf([
        [processOf(1), ran(1)],
        [processOf(2), ran(1)],
      ]),
      null,
    );
    expect(groups).toMatchObject([{ name: 'multiprocessing.Process', lanes: 2 }]);
  });

  it('take the thread that lived while the lane was used, as ids come again', () => {
    const again = [
      trackOf(1, { tid: 101, firstNs: 0, lastNs: 900 }),
      trackOf(2, { tid: 101, firstNs: 950, lastNs: 6000 }),
    ];
    expect(poolGroups(tracingOf([[laneOf(1), ran(3)]]), tracksOf(again))[0]?.laneThreads).toEqual([2]);
  });

  it('are none where nothing was traced', () => {
    expect(poolGroups(null, tracksOf(threads))).toEqual([]);
  });
});

describe('a traced program on the timeline', () => {
  const tracks = tracksOf(threads);
  const groups = trackGroups(poolGroups(tracing, tracks), tracks);

  it('has its pools above the threads of the process that made them, and each thread once', () => {
    expect(groups.map(groupTitle)).toEqual([
      'Cores',
      'ThreadPoolExecutor-1',
      'asyncio',
      '100 python3 crawl.py',
    ]);
    const last = groups.at(-1);
    expect(last?.kind === 'threads' && last.threads.map(({ thread }) => thread)).toEqual([0]);
    expect(groups.slice(1, 3).map((group) => rowName(group, 0))).toEqual(['worker_1', 'coroutine 3']);
  });

  it('opens on the session’s clock where tasks run, pools that run elsewhere collapsed', () => {
    const state = initialState({ groups, endNs: 10_000, worthSeeing: { fromNs: 2000, toNs: 4000 } });
    expect([state.mode, state.range]).toEqual(['recorded', { fromNs: 2000, toNs: 4000 }]);
    const names = groups.filter(({ id }) => state.collapsed.has(id)).map(groupTitle);
    expect(names).toEqual(['asyncio']);
  });

  it('is shown without slices, too', () => {
    expect(trackGroups(poolGroups(tracing, null), null).map(groupTitle)).toEqual([
      'ThreadPoolExecutor-1',
      'asyncio',
    ]);
  });

  it('keeps room for names while rows are few', () => {
    expect(groups.slice(1, 3).map((group) => shapeOf(group).leastRowPx)).toEqual([20, 20]);
  });

  it('is explained by the legend as far as it has such things', () => {
    expect(shownKinds(groups, tracing, tracks)).toEqual({
      trials: false,
      tasks: true,
      coroutines: true,
      traced: true,
      slices: true,
      output: false,
    });
  });
});

describe('thousands of coroutines', () => {
  const many = tracingOf(Array.from({ length: 5000 }, (_, at) => [coroutineOf(at), ran(1)] as const));
  const groups = poolGroups(many, null);
  const screen = (collapsed: ReadonlySet<number>) => ({
    mode: 'recorded' as const,
    range: { fromNs: 0, toNs: 10_000 },
    collapsed,
    layout: layOut(groups.map(shapeOf), collapsed, 600),
    scrollTopPx: 2000,
    heightPx: 600,
  });

  it('begin collapsed, as one row of all of them', () => {
    const collapsed = new Set(collapsedAtFirst(groups));
    expect([...collapsed]).toEqual([0]);
    const [seen] = seenTasks(groups, { ...screen(collapsed), scrollTopPx: 0 });
    expect([seen?.summary, seen?.tracks.length]).toEqual([true, 5000]);
  });

  it('are asked for in sight only once they are open', () => {
    const [seen] = seenTasks(groups, screen(new Set()));
    expect(seen?.tracks[0]).toBe(976);
    expect(seen?.tracks.length).toBeLessThan(400);
  });
});
