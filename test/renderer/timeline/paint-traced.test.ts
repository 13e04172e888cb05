import { describe, expect, it } from 'vitest';
import { poolGroups } from '../../../src/renderer/timeline/pool-groups.ts';
import type { Geometry } from '../../../src/renderer/timeline/hit-test.ts';
import { layOut } from '../../../src/renderer/timeline/layout.ts';
import { paintFrame } from '../../../src/renderer/timeline/paint.ts';
import type { Frame, GroupContent, TaskContent } from '../../../src/renderer/timeline/paint.ts';
import { markAt } from '../../../src/renderer/timeline/paint-marks.ts';
import { SliceBars } from '../../../src/renderer/timeline/slice-bars.ts';
import type { SpanMark } from '../../../src/renderer/timeline/span-data.ts';
import { StepBars } from '../../../src/renderer/timeline/step-bars.ts';
import { stripImage } from '../../../src/renderer/timeline/strip-image.ts';
import { arrowsOfTask } from '../../../src/renderer/timeline/task-arrows.ts';
import { TaskBars } from '../../../src/renderer/timeline/task-bars.ts';
import type { PlacedTask } from '../../../src/renderer/timeline/task-bars.ts';
import { TaskBook } from '../../../src/renderer/timeline/task-book.ts';
import { ThreadBook } from '../../../src/renderer/timeline/thread-book.ts';
import { trackGroups } from '../../../src/renderer/timeline/track-groups.ts';
import type { TaskGroup, TrackGroup } from '../../../src/renderer/timeline/track-groups.ts';
import { DrawLog, theme } from './draw-log.ts';
import { evenStrip, tasksOf } from './sessions.ts';
import { trackOf, tracksOf } from './slice-sessions.ts';
import { coroutineOf, laneOf, ran, siteOf, tracedTasks, tracingOf } from './traced-sessions.ts';

const everything = { fromNs: 0, toNs: 10_000 };
const tracks = tracksOf([trackOf(0, { tid: 100 }), trackOf(1, { tid: 101 })]);
const pools = poolGroups(
  tracingOf([
    [laneOf(1), ran(2)],
    [coroutineOf(5), ran(1, { fromNs: 6000, toNs: 9000 })],
    [coroutineOf(6), ran(1, { fromNs: 6000, toNs: 9000 })],
  ]),
  tracks,
);
const groups = trackGroups(pools, tracks);
const [pool, loop] = pools;
const main = groups.find(({ kind }) => kind === 'threads');
if (pool === undefined || loop === undefined || main?.kind !== 'threads') throw new Error('three groups');
const book = new TaskBook(pools, [siteOf(1)]);

/** Names take 208 pixels; 1000 remain for 10 µs. Rows of 20 pixels, the first one from 54 on. */
const geometryOf = (shown: readonly TrackGroup[]): Geometry => ({
  widthPx: 1208,
  heightPx: 400,
  layout: layOut(
    shown.map(({ id, ...group }) => ({ id, rows: 'lanes' in group ? group.lanes : 1, leastRowPx: 20 })),
    new Set(),
    60,
  ),
  scrollTopPx: 0,
  range: everything,
});

function painted(contents: readonly GroupContent[], frame: Partial<Frame> = {}): DrawLog {
  const log = new DrawLog();
  const rest = {
    mode: 'recorded',
    marked: null,
    pointerNs: null,
    hovered: null,
    selected: null,
    hoveredSlice: null,
    selectedSlice: null,
    hoveredOutput: null,
    selectedOutput: null,
    arrows: [],
    taskArrows: [],
  } as const;
  paintFrame(
    log,
    {
      geometry: geometryOf(contents.map(({ group }) => group)),
      groups: new Map(contents.map((content) => [content.group.id, content])),
      ...rest,
      ...frame,
    },
    theme,
  );
  return log;
}

const contentOf = (group: TaskGroup, content: Partial<TaskContent> = {}): TaskContent => ({
  kind: 'tasks',
  group,
  zeroNs: 0,
  strips: [],
  bars: null,
  marks: [],
  hits: null,
  steps: null,
  busy: null,
  slices: null,
  ...content,
});

const barsOf = (group: TaskGroup, text: string, rows = tracedTasks([{}, {}])): TaskBars =>
  new TaskBars(book.drawn(group, tasksOf(text), rows), everything, 10_000);

describe('a task of a pool', () => {
  it('carries the name of what it ran, cut where there is room for its beginning only', () => {
    const named = tracedTasks([{}, { name: 1 }], [{ number: 1, text: 'parse_and_store' }]);
    const log = painted([contentOf(pool, { bars: barsOf(pool, '1: 1000-2000 2000-2600', named) })]);
    expect(log.of('text')).toContain('text "work" 312,64.5');
    expect(log.of('text')).toContain('text "parse_a…" 412,64.5');
  });
});

describe('a coroutine', () => {
  const steps = new StepBars(
    {
      task: Uint32Array.of(0, 0),
      pid: new Uint32Array(2),
      tid: new Uint32Array(2),
      start: Float64Array.of(6500, 8800),
      end: Float64Array.of(7000, 9500),
    },
    everything,
  );

  it('is faint from start to end, and solid below its name where it ran', () => {
    const log = painted([contentOf(loop, { bars: barsOf(loop, '5: 6000-9000'), steps })]);
    expect(log.of('fill')).toContain('fill 808,54 299×19 #dea6a6');
    expect(log.of('fill')).toContain('fill 858,65 50×8 #a00001');
    // A step ends with its bar.
    expect(log.of('fill')).toContain('fill 1088,65 19×8 #a00001');
    expect(log.of('text')).toContain('text "work" 812,59.5');
  });

  it('shows when it ran as a hit of a search, too', () => {
    const [hit] = barsOf(loop, '5: 6000-9000').within(0, everything);
    if (hit === undefined) throw new Error('a coroutine');
    const log = painted([contentOf(loop, { hits: [hit], steps })]);
    expect(log.of('fill')).toContain('fill 858,65 50×8 #a00001');
    expect(log.of('stroke')).toEqual(['stroke 808,54 299×19 #111111 1px']);
  });

  it('is faint in strips, too: they do not tell when it ran', () => {
    const strip = { ...evenStrip(1, 0, 10_000, 100, 1), tracks: [6] };
    const image = stripImage(strip, theme.sunken, theme.executors['event-loop']);
    const log = painted([contentOf(loop, { strips: [{ strip, image }] })]);
    // The strip is of the second row only.
    expect(log.of('image')).toEqual(['image 0,0 100×1 to 208,74 1000×20']);
  });
});

describe('what a thread marked', () => {
  const spans: readonly SpanMark[] = [
    { kind: 'gc', name: '', thread: 0, startNs: 1000, endNs: 2000 },
    { kind: 'mark', name: 'begun', thread: 0, startNs: 3000, endNs: 3000 },
    { kind: 'measure', name: 'load', thread: 0, startNs: 4000, endNs: 5000 },
    { kind: 'held-loop', name: 'flush', thread: 0, startNs: 6000, endNs: 6500 },
    { kind: 'uncaught', name: 'Error', thread: 0, startNs: 8000, endNs: 8000 },
  ];
  const content: GroupContent = {
    kind: 'tracks',
    group: main,
    zeroNs: 0,
    slices: {
      group: main,
      book: new ThreadBook(tracks.threads),
      strips: [],
      bars: new SliceBars([], everything, 'thread'),
      marks: new Map([[0, spans]]),
    },
  };

  it('lies along the upper edge of its row, told apart by shape as well as by colour', () => {
    const log = painted([content]);
    expect(log.of('hatch')).toEqual(['hatch 308,54 100×6']);
    expect(log.of('triangle')).toContain('triangle 504,54 #008080');
    expect(log.of('fill')).toContain('fill 608,56 100×2 #008080');
    expect(log.of('fill')).toContain('fill 808,54 50×3 #aa7700');
    expect(log.of('fill')).toContain('fill 1004,54 8×8 #cc0000');
  });

  it('is found under the pointer, the shortest first, and within a little beside it', () => {
    const inner: SpanMark = { kind: 'measure', name: 'inner', thread: 0, startNs: 4200, endNs: 4300 };
    expect(markAt([...spans, inner], 4250, 10)?.name).toBe('inner');
    expect(markAt(spans, 3008, 10)?.name).toBe('begun');
    expect(markAt(spans, 3020, 10)).toBeNull();
  });
});

describe('the arrows of a task', () => {
  const task: PlacedTask = {
    trial: 0,
    group: pool.id,
    row: 0,
    index: 0,
    label: 'work',
    outcome: 'ok',
    submitNs: 500,
    startNs: 2000,
    endNs: 4000,
    origin: {
      api: 'concurrent.futures.ThreadPoolExecutor',
      callable: null,
      submittedAt: null,
      name: 'work',
      submitter: 0,
      thread: 1,
      resultNs: 4500,
      steps: 0,
    },
  };

  it('lead from the submitter’s thread to its start, and from its end back to where the result arrived', () => {
    expect(arrowsOfTask(task, groups)).toEqual([
      {
        kind: 'submit',
        from: { group: main.id, row: 0, atNs: 500 },
        to: { group: pool.id, row: 0, atNs: 2000 },
      },
      {
        kind: 'result',
        from: { group: pool.id, row: 0, atNs: 4000 },
        to: { group: main.id, row: 0, atNs: 4500 },
      },
    ]);
  });

  it('begin on the lane of another task where that one’s thread submitted it', () => {
    const origin = task.origin && { ...task.origin, submitter: 1 };
    expect(arrowsOfTask({ ...task, origin }, groups)[0]?.from).toMatchObject({ group: pool.id, row: 0 });
  });

  it('are left away where nobody knows: without a submitter, without a result, of one that was lost', () => {
    const kinds = (over: Partial<PlacedTask>) =>
      arrowsOfTask({ ...task, ...over }, groups).map(({ kind }) => kind);
    expect(kinds({ origin: null })).toEqual([]);
    expect(kinds({ origin: task.origin && { ...task.origin, submitter: 9 } })).toEqual([]);
    expect(kinds({ origin: task.origin && { ...task.origin, resultNs: Number.NaN } })).toEqual(['submit']);
    expect(kinds({ outcome: 'lost' })).toEqual(['submit']);
  });

  it('cross groups, and end at the header of one that is collapsed', () => {
    const geometry = geometryOf([pool, main]);
    const contents = new Map([[pool.id, contentOf(pool)]]);
    const taskArrows = arrowsOfTask(task, [pool, main]);
    const open = painted([contentOf(pool)], { geometry, groups: contents, taskArrows });
    expect(open.of('line')).toContain('line 258,118 408,64 #111111 2px');
    const layout = layOut(
      [
        { id: pool.id, rows: 1, leastRowPx: 20 },
        { id: main.id, rows: 1, leastRowPx: 20 },
      ],
      new Set([main.id]),
      60,
    );
    const closed = painted([contentOf(pool)], {
      geometry: { ...geometry, layout },
      groups: contents,
      taskArrows,
    });
    expect(closed.of('line')).toContain('line 258,95 408,64 #111111 2px');
  });
});
