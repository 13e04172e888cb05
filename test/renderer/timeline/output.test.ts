import { describe, expect, it, vi } from 'vitest';
import type {
  OutputColumns,
  OutputColumnsQuery,
  OutputOfStream,
  OutputPiece,
} from '../../../src/shared/session-queries.ts';
import type { Geometry } from '../../../src/renderer/timeline/hit-test.ts';
import { layOut } from '../../../src/renderer/timeline/layout.ts';
import { OutputData } from '../../../src/renderer/timeline/output-data.ts';
import { outputGroups } from '../../../src/renderer/timeline/output-group.ts';
import type { OutputGroup } from '../../../src/renderer/timeline/output-group.ts';
import { markShare, outputMarkAt, outputMarks } from '../../../src/renderer/timeline/output-marks.ts';
import { outputSentence } from '../../../src/renderer/timeline/output-words.ts';
import { paintFrame } from '../../../src/renderer/timeline/paint.ts';
import type { Frame } from '../../../src/renderer/timeline/paint.ts';
import { pointeeAt } from '../../../src/renderer/timeline/timeline-frame.ts';
import type { Knowledge } from '../../../src/renderer/timeline/timeline-frame.ts';
import { hitTest } from '../../../src/renderer/timeline/hit-test.ts';
import { ThreadBook } from '../../../src/renderer/timeline/thread-book.ts';
import { SchedulingData } from '../../../src/renderer/timeline/scheduling-data.ts';
import { SpanData } from '../../../src/renderer/timeline/span-data.ts';
import { StepData } from '../../../src/renderer/timeline/step-data.ts';
import { TimelineData } from '../../../src/renderer/timeline/timeline-data.ts';
import { tooltipOf } from '../../../src/renderer/timeline/tooltip-text.ts';
import { shapeOf } from '../../../src/renderer/timeline/track-groups.ts';
import { DrawLog, theme } from './draw-log.ts';

const streamOf = (stream: OutputOfStream['stream'], over: Partial<OutputOfStream> = {}): OutputOfStream => ({
  stream,
  pieces: 1,
  lines: 1,
  fromNs: 1000,
  toNs: 9000,
  ...over,
});

const both = [streamOf('stdout', { lines: 70, pieces: 5 }), streamOf('stderr')];

function groupOf(streams: readonly OutputOfStream[]): OutputGroup {
  const [group] = outputGroups({ streams });
  if (group === undefined) throw new Error('nothing was printed');
  return group;
}

/** Columns of 10 µs, a stream a line: the column, how many lines, and when the first of them came. */
function columnsOf(text: string, width = 2500): OutputColumns {
  const rows = text.trim().split('\n');
  const lines = new Uint32Array(rows.length * width);
  const firstNs = new Float64Array(rows.length * width).fill(Number.NaN);
  for (const [row, printed] of rows.entries()) {
    for (const [, at, count] of printed.matchAll(/(\d+)×(\d+)/g)) {
      const column = row * width + Math.floor((Number(at) / 10_000) * width);
      lines[column] = Number(count);
      firstNs[column] = Number(at);
    }
  }
  return { fromNs: 0, toNs: 10_000, width, streams: ['stdout', 'stderr'], lines, firstNs };
}

const printed = columnsOf(`
  1000×1 5000×64 5004×6
  5000×1 9000×3
`);

const group = groupOf(both);
const everything = { fromNs: 0, toNs: 10_000 };
/** Names take 208 pixels; 1000 remain for 10 µs. Two rows of 16 pixels, from 54 and from 70 on. */
const geometry: Geometry = {
  widthPx: 1208,
  heightPx: 120,
  layout: layOut([shapeOf(group)], new Set(), 75),
  scrollTopPx: 0,
  range: everything,
};

function painted(over: Partial<Frame> = {}, columns: OutputColumns | null = printed): DrawLog {
  const log = new DrawLog();
  const frame: Frame = {
    geometry,
    mode: 'recorded',
    groups: new Map([[group.id, { kind: 'output', group, zeroNs: 0, columns }]]),
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
    ...over,
  };
  paintFrame(log, frame, theme);
  return log;
}

const pieceOf = (over: Partial<OutputPiece> = {}): OutputPiece => ({
  number: 3,
  stream: 'stderr',
  trial: 0,
  timeNs: 5000,
  lines: 1,
  text: 'slow!\n',
  ...over,
});

describe('the track of the output', () => {
  it('is not there where nothing was printed, or is not known', () => {
    expect(outputGroups(null)).toEqual([]);
    expect(outputGroups({ streams: [] })).toEqual([]);
  });

  it('has a row per stream on which anything was printed, and tells how much', () => {
    expect(group).toMatchObject({
      summary: '70 lines on stdout, 1 line on stderr',
      extent: { fromNs: 1000, toNs: 9001 },
    });
    expect(shapeOf(groupOf([streamOf('stderr')])).rows).toBe(1);
    expect(painted().of('text')).toContain('text "stderr" 24,78');
  });

  it('stays slim, however much room there is', () => {
    expect(layOut([shapeOf(group)], new Set(), 2000).groups[0]?.rowPx).toBe(16);
  });
});

describe('what was printed', () => {
  it('is bars on stdout and triangles on stderr, higher where there are more lines', () => {
    const log = painted();
    expect(log.of('fill').filter((line) => line.endsWith(theme.muted))).toEqual([
      'fill 307,62 2×6 #555555',
      // Two columns that fall on one pixel are one mark.
      'fill 707,56 2×12 #555555',
    ]);
    expect(log.of('triangle').filter((line) => line.endsWith(theme.bad))).toEqual([
      'triangle 704,84 #cc0000',
      'triangle 1104,84 #cc0000',
    ]);
  });

  it('lies in one line where the group is collapsed', () => {
    const layout = layOut([shapeOf(group)], new Set([group.id]), 75);
    const log = painted({ geometry: { ...geometry, layout } });
    expect(log.of('fill')).toContain('fill 707,35 2×12 #555555');
    expect(log.of('triangle')).toContain('triangle 704,47 #cc0000');
  });

  it('is left empty until it is known', () => {
    expect(painted({}, null).of('fill').join()).not.toContain(theme.muted);
  });

  it('has its moment drawn through all rows, and told on the axis, when it is selected', () => {
    const log = painted({ selectedOutput: { ...pieceOf(), group: group.id, row: 1 } });
    expect(log.of('fill')).toContain('fill 708,28 1×92 #111111');
    expect(log.of('text')).toContain('text "5.00 µs" 708,14');
    expect(log.of('stroke')).toEqual(['stroke 702,70 12×15 #111111 2px']);
  });

  it('is not drawn where a selected moment is out of sight', () => {
    const seen = { ...geometry, range: { fromNs: 6000, toNs: 10_000 } };
    const log = painted({ geometry: seen, selectedOutput: { ...pieceOf(), group: group.id, row: 1 } });
    expect(log.of('stroke')).toEqual([]);
    expect(log.of('text').join()).not.toContain('5.00 µs');
  });

  it('is one mark per pixel at most, whatever the columns', () => {
    const dense = columnsOf(Array.from({ length: 100 }, (_, at) => `${at * 100}×2`).join(' '), 10_000);
    const marks = outputMarks(dense, 'stdout', everything, 10);
    expect(marks).toHaveLength(11);
    expect(marks.reduce((sum, { lines }) => sum + lines, 0)).toBe(200);
    expect(markShare(1)).toBe(0.5);
    expect(markShare(1e9)).toBe(1);
  });

  it('is found under the pointer, the nearest first, and within a little beside it', () => {
    const marks = outputMarks(printed, 'stdout', everything, 1000);
    expect(outputMarkAt(marks, 103, 5)?.atNs).toBe(1000);
    expect(outputMarkAt(marks, 110, 5)).toBeNull();
  });

  it('is told in a sentence when it is selected', () => {
    const text = '\u001B[31mslow!\u001B[0m\nreally\n';
    expect(outputSentence(pieceOf({ text, lines: 2 }))).toBe('stderr at 5 µs: slow!, and 1 further line');
  });
});

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const nothing = () => Promise.reject(new Error('not asked for'));
const pause = () => Promise.resolve();

/** What is known of a session with such output, and nothing else. */
function knowing(columns: OutputColumns = printed, piece: OutputPiece | null = pieceOf()) {
  const asked: OutputColumnsQuery[] = [];
  const outputPiece = vi.fn(() => Promise.resolve(piece));
  const changed = vi.fn();
  const source = {
    outputColumns: (query: OutputColumnsQuery) => {
      asked.push(query);
      return Promise.resolve({ ...columns, ...query });
    },
    outputPiece,
  };
  const output = new OutputData('a.corelane', source, changed, pause);
  const unknown = {
    taskStrips: nothing,
    tasksWithin: nothing,
    findTasks: nothing,
    stepsWithin: nothing,
    schedulingStrips: nothing,
    slicesWithin: nothing,
    spansWithin: nothing,
  };
  const known: Knowledge = {
    tasks: new TimelineData('a.corelane', unknown, changed, pause),
    steps: new StepData('a.corelane', unknown, changed, pause),
    slices: new SchedulingData('a.corelane', unknown, changed, pause),
    spans: new SpanData('a.corelane', unknown, changed, pause),
    output,
    book: new ThreadBook([]),
  };
  return { output, asked, outputPiece, changed, known };
}

describe('what the timeline asks of output', () => {
  it('is more than is seen, and nothing more while that is sharp enough', async () => {
    const { output, asked } = knowing();
    output.look(everything, 1000, group);
    await settle();
    expect(asked).toMatchObject([{ fromNs: -2500, toNs: 12_500, width: 1500 }]);
    output.look({ fromNs: 2000, toNs: 12_000 }, 1000, group);
    await settle();
    expect(asked).toHaveLength(1);
    output.look({ fromNs: 2000, toNs: 3000 }, 1000, group);
    await settle();
    expect(asked).toHaveLength(2);
    // All of it stands in for what is not known as finely yet.
    expect(output.columns({ fromNs: 2000, toNs: 3000 })?.fromNs).toBe(1750);
    expect(output.columns({ fromNs: 6000, toNs: 7000 })?.fromNs).toBe(-2500);
  });

  it('is asked again once there is more of it', async () => {
    const { output, asked } = knowing();
    output.look(everything, 1000, group);
    await settle();
    output.look(everything, 1000, groupOf([streamOf('stdout', { lines: 90 })]));
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('says what it failed with', async () => {
    const output = new OutputData(
      'a.corelane',
      { outputColumns: () => Promise.reject(new Error('gone')), outputPiece: () => Promise.resolve(null) },
      () => undefined,
      () => Promise.resolve(),
    );
    output.look(everything, 1000, group);
    await settle();
    expect(output.failure).toMatchObject({ message: 'gone' });
    expect(output.columns(everything)).toBeNull();
  });
});

describe('pointing at what was printed', () => {
  it('tells the first lines of it and the time, and how many more there are', async () => {
    const { output, known, outputPiece } = knowing(
      printed,
      pieceOf({ stream: 'stdout', lines: 64, text: 'row 1\nrow 2\nrow 3\nrow 4\n' }),
    );
    output.look(everything, 1000, group);
    await settle();
    const hit = hitTest(geometry, { x: 708, y: 60 });
    const columns = { ...known, output: Object.assign(output, { columns: () => printed }) };
    const pointee = pointeeAt(hit, geometry, [group], { mode: 'recorded' }, columns);
    expect(pointee).toMatchObject({ kind: 'output', row: 0, mark: { atNs: 5000, lines: 70 } });
    const tooltip = () => tooltipOf(hit, pointee, [group], 'recorded', columns, geometry);
    expect(tooltip()).toEqual({
      title: 'stdout · 5 µs',
      lines: [{ name: '70 lines', value: '' }],
    });
    output.lookAt('stdout', 5000);
    await settle();
    expect(outputPiece).toHaveBeenCalledTimes(1);
    expect(tooltip()?.lines.map(({ name }) => name)).toEqual(['row 1', 'row 2', 'row 3', '67 further lines']);
  });

  it('tells nothing of a place where nothing was printed', async () => {
    const { output, known } = knowing();
    output.look(everything, 1000, group);
    await settle();
    const hit = hitTest(geometry, { x: 1000, y: 60 });
    const pointee = pointeeAt(hit, geometry, [group], { mode: 'recorded' }, known);
    expect(tooltipOf(hit, pointee, [group], 'recorded', known, geometry)).toBeNull();
  });
});
