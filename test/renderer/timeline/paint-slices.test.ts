import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../../src/renderer/timeline/hit-test.ts';
import { layOut } from '../../../src/renderer/timeline/layout.ts';
import { paintFrame } from '../../../src/renderer/timeline/paint.ts';
import type { Frame, GroupContent } from '../../../src/renderer/timeline/paint.ts';
import { SliceBars } from '../../../src/renderer/timeline/slice-bars.ts';
import type { Slice } from '../../../src/renderer/timeline/slice-bars.ts';
import {
  pixelRows,
  sliceStripImage,
  sliceSummaryImage,
} from '../../../src/renderer/timeline/slice-strip-image.ts';
import { TaskBars } from '../../../src/renderer/timeline/task-bars.ts';
import { ThreadBook } from '../../../src/renderer/timeline/thread-book.ts';
import { coresId, trackGroups } from '../../../src/renderer/timeline/track-groups.ts';
import type { TrackGroup } from '../../../src/renderer/timeline/track-groups.ts';
import { DrawLog, theme } from './draw-log.ts';
import { drawnTasks, evenStrip, groupOf, tasksOf } from './sessions.ts';
import { sliceOf, trackOf, tracksOf } from './slice-sessions.ts';

const tracks = [trackOf(0, { name: 'main' }), trackOf(1), trackOf(9, { workload: false, name: 'kworker' })];
const book = new ThreadBook(tracks);
const [cores, threads] = trackGroups([], tracksOf(tracks));
if (cores?.kind !== 'cores' || threads?.kind !== 'threads') throw new Error('the session has both');

const everything = { fromNs: 0, toNs: 10_000 };

/** Names take 208 pixels; 1000 remain for 10 µs. Two rows of 20 pixels, from 54 on. */
const geometryOf = (group: TrackGroup): Geometry => ({
  widthPx: 1208,
  heightPx: 120,
  layout: layOut([{ id: group.id, rows: 2 }], new Set(), 75),
  scrollTopPx: 0,
  range: everything,
});

function painted(content: GroupContent, frame: Partial<Frame> = {}): DrawLog {
  const log = new DrawLog();
  const { group } = content;
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
    { geometry: geometryOf(group), groups: new Map([[group.id, content]]), ...rest, ...frame },
    theme,
  );
  return log;
}

const marks = new Map<number, never>();

const onCores = (slices: readonly Slice[]): GroupContent => ({
  kind: 'tracks',
  group: cores,
  zeroNs: 0,
  slices: { group: cores, book, strips: [], bars: new SliceBars(slices, everything, 'core'), marks },
});
const onThreads = (slices: readonly Slice[]): GroupContent => ({
  kind: 'tracks',
  group: threads,
  zeroNs: 0,
  slices: { group: threads, book, strips: [], bars: new SliceBars(slices, everything, 'thread'), marks },
});

describe('the rows of cores', () => {
  it('show who was on the core by colour and name, others hatched, idle empty', () => {
    const log = painted(
      onCores([
        sliceOf({ startNs: 0, endNs: 1000, thread: 0 }),
        sliceOf({ startNs: 2000, endNs: 3000, thread: 9 }),
        sliceOf({ startNs: 4000, endNs: 4100, core: 1, thread: 1 }),
      ]),
    );
    expect(log.of('fill')).toContain('fill 208,54 99×19 #0000b1');
    expect(log.of('fill')).toContain('fill 408,54 99×19 #c9c9c9');
    expect(log.of('fill')).toContain('fill 608,74 9×19 #0000b2');
    expect(log.of('hatch')).toEqual(['hatch 408,54 99×19']);
    expect(log.of('text')).toContain('text "main" 212,63.5');
    expect(log.of('text')).toContain('text "kworker" 412,63.5');
    expect(log.of('text').join()).not.toContain('"thread 1"');
  });

  it('do not paint one over the other what is narrower than a pixel', () => {
    const tiny = Array.from({ length: 100 }, (_, at) =>
      sliceOf({ startNs: at / 100, endNs: (at + 1) / 100 }),
    );
    const log = painted(onCores(tiny));
    expect(log.of('fill').filter((line) => line.endsWith('#0000b1')).length).toBeLessThanOrEqual(2);
  });
});

describe('the rows of threads', () => {
  it('tell running, runnable and blocked apart by pattern as well as by colour', () => {
    const log = painted(onThreads([sliceOf({ readyNs: 1000, startNs: 2000, endNs: 3000, thread: 0 })]));
    expect(log.of('fill')).toContain('fill 208,63 1000×2 #999999');
    expect(log.of('hatch')).toEqual(['hatch 308,54 99×19']);
    expect(log.of('fill')).toContain('fill 408,54 99×19 #0000b1');
  });

  it('claim no waiting where nobody knows since when', () => {
    const log = painted(onThreads([sliceOf({ startNs: 2000, endNs: 3000, thread: 0 })]));
    expect(log.of('hatch')).toEqual([]);
  });
});

describe('a lane', () => {
  const group = groupOf({ laneThreads: [0, null] });

  it('shows its task above and the slices of its thread below', () => {
    const log = painted({
      kind: 'tasks',
      group,
      zeroNs: 0,
      strips: [],
      bars: new TaskBars(drawnTasks(tasksOf('0: 1000-5000\n1: 1000-5000')), everything, 10_000),
      marks: [],
      hits: null,
      steps: null,
      busy: null,
      slices: {
        group,
        book,
        strips: [],
        bars: new SliceBars([sliceOf({ startNs: 1000, endNs: 2000, thread: 0 })], everything, 'thread'),
        marks,
      },
    });
    expect(log.of('fill')).toContain('fill 308,54 399×11 #a00002');
    expect(log.of('fill')).toContain('fill 308,66 99×7 #0000b1');
  });
});

describe('arrows and outlines', () => {
  it('lead from row to row, with a head', () => {
    const log = painted(onCores([]), {
      arrows: [{ kind: 'wake-up', group: coresId, fromRow: 0, fromNs: 1000, toRow: 1, toNs: 2000 }],
    });
    expect(log.of('line').at(-1)).toBe('line 308,64 408,84 #111111 2px');
    expect(log.of('triangle')[0]).toBe('triangle 408,84 #111111');
  });

  it('frame the slice that is selected', () => {
    const selectedSlice = { ...sliceOf({ startNs: 1000, endNs: 2000, core: 1 }), group: coresId, row: 1 };
    expect(painted(onCores([]), { selectedSlice }).of('stroke')).toEqual([
      'stroke 306,72 103×23 #111111 2px',
    ]);
  });
});

describe('strips of slices', () => {
  const strip = { ...evenStrip(1, 0, 10_000, 10, 0), tracks: [0] };

  it('fill each column from below by the share that ran, and above that by the share that waited', () => {
    const running = { ...strip, busy: new Float32Array(10).fill(0.5) };
    const delayed = { ...strip, busy: new Float32Array(10).fill(1 / 3) };
    const image = sliceStripImage({ of: 'threads', running, delayed }, book, theme);
    const column = Array.from({ length: pixelRows }, (_, y) => [
      ...image.pixels.subarray(y * 40 + 4, y * 40 + 7),
    ]);
    expect(column[0]).toEqual([0xee, 0xee, 0xee]);
    expect(column.slice(1, 3)).toContainEqual([0xff, 0xaa, 0x00]);
    expect(column.slice(3)).toEqual(Array.from({ length: 3 }, () => [0x00, 0x00, 0xb1]));
  });

  it('are drawn row by row, each where its track is', () => {
    const running = { ...evenStrip(2, 0, 10_000, 100, 1), tracks: [1, 0] };
    const both = { of: 'cores', running, delayed: null } as const;
    const image = sliceStripImage(both, book, theme);
    const log = painted({
      kind: 'tracks',
      group: cores,
      zeroNs: 0,
      slices: { group: cores, book, strips: [{ strip: both, image }], bars: null, marks },
    });
    expect(log.of('image')).toEqual([
      'image 0,6 100×6 to 208,54 1000×19',
      'image 0,0 100×6 to 208,74 1000×19',
    ]);
  });

  it('become one row of a collapsed group', () => {
    const image = sliceSummaryImage({ of: 'threads', running: strip, delayed: null }, theme);
    expect([image.width, image.height]).toEqual([10, 16]);
  });
});
