import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../../src/renderer/timeline/hit-test.ts';
import { layOut } from '../../../src/renderer/timeline/layout.ts';
import { paintFrame } from '../../../src/renderer/timeline/paint.ts';
import type { Frame, TaskContent } from '../../../src/renderer/timeline/paint.ts';
import { drawSpans } from '../../../src/renderer/timeline/paint-spans.ts';
import type { Span } from '../../../src/renderer/timeline/paint-spans.ts';
import { stripImage, summaryImage } from '../../../src/renderer/timeline/strip-image.ts';
import { TaskBars } from '../../../src/renderer/timeline/task-bars.ts';
import type { PlacedTask } from '../../../src/renderer/timeline/task-bars.ts';
import { DrawLog, theme } from './draw-log.ts';
import { drawnTasks, evenStrip, groupOf, tasksOf } from './sessions.ts';

const group = groupOf();
/** Names take 208 pixels; 1000 remain for 10 µs. Two rows of 20 pixels, from 54 on. */
const geometry: Geometry = {
  widthPx: 1208,
  heightPx: 120,
  layout: layOut([{ id: 0, rows: 2 }], new Set(), 75),
  scrollTopPx: 0,
  range: { fromNs: 0, toNs: 10_000 },
};

function painted(content: Partial<TaskContent>, frame: Partial<Frame> = {}): DrawLog {
  const log = new DrawLog();
  const whole: TaskContent = {
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
  };
  const groups = new Map([[0, whole]]);
  const rest = {
    mode: 'aligned',
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
  paintFrame(log, { geometry, groups, ...rest, ...frame }, theme);
  return log;
}

const bars = (text: string) => new TaskBars(drawnTasks(tasksOf(text)), { fromNs: 0, toNs: 10_000 }, 10_000);

describe('single tasks', () => {
  it('are bars in the colour of their executor, numbered where there is room', () => {
    const log = painted({ bars: bars('0: 0-1000 1000-1010\n1: 5000-10000') });
    expect(log.of('fill').filter((line) => line.endsWith('#a00002'))).toEqual([
      // The swatch of the header comes last: headers stay above the rows.
      'fill 208,54 99×19 #a00002',
      'fill 308,54 1×19 #a00002',
      'fill 708,74 499×19 #a00002',
      'fill 24,36 10×10 #a00002',
    ]);
    expect(log.of('text')).toContain('text "0" 212,63.5');
    expect(log.of('text')).not.toContain('text "1" 312,63.5');
  });

  it('tell their outcome by a pattern, not by colour alone', () => {
    const log = painted({ bars: bars('0: 0-1000! 2000-3000~ 4000-?') });
    expect(log.of('hatch')).toEqual(['hatch 208,54 99×19']);
    expect(log.of('dots')).toEqual(['dots 408,54 99×19']);
    expect(log.of('stroke')).toEqual(['stroke 608,54 599×19 #cc0000 1.5px']);
  });

  it('are outlined when selected, with a line from their submit', () => {
    const selected: PlacedTask = {
      trial: 0,
      group: 0,
      index: 1,
      row: 1,
      label: '1',
      origin: null,
      outcome: 'ok',
      submitNs: 1000,
      startNs: 5000,
      endNs: 6000,
    };
    const log = painted({}, { selected });
    expect(log.of('stroke')).toEqual(['stroke 706,72 104×23 #111111 2px']);
    expect(log.of('fill')).toContain('fill 308,84 400×1 #111111');
  });
});

const hit = {
  index: 3,
  row: 1,
  label: '3',
  origin: null,
  submitNs: 0,
  startNs: 5000,
  endNs: 5001,
  outcome: 'ok',
} as const;

describe('strips', () => {
  const strip = evenStrip(2, 0, 10_000, 100, 5);

  it('are stretched over the time they were asked for, cut to what is seen', () => {
    const image = stripImage(strip, theme.sunken, theme.executors['thread-pool']);
    const seen = { ...geometry, range: { fromNs: 5000, toNs: 10_000 } };
    const log = painted({ strips: [{ strip, image }] }, { geometry: seen });
    expect(log.of('image')).toEqual(['image 50,0 50×2 to 208,54 1000×40']);
  });

  it('are more coloured the busier a lane was, and never invisible where something ran', () => {
    const faint = { ...strip, busy: strip.busy.map((_, at) => (at === 0 ? 0 : at === 1 ? 1e-6 : 1)) };
    faint.count.fill(0);
    const { pixels } = stripImage(faint, '#eeeeee', '#a00002');
    expect([...pixels.subarray(0, 4)]).toEqual([0xee, 0xee, 0xee, 255]);
    expect([...pixels.subarray(8, 12)]).toEqual([0xa0, 0x00, 0x02, 255]);
    expect(pixels[5]).toBeLessThan(0xc0);
  });

  it('leave lanes empty until it is known whether they idled', () => {
    expect(painted({}).lines.join()).not.toContain(theme.sunken);
  });

  it('carry marks of the tasks that failed', () => {
    const mark = { ...hit, outcome: 'error' } as const;
    expect(painted({ marks: [mark] }).of('fill')).toContain('fill 708,74 3×20 #cc0000');
  });

  it('become one row of a collapsed trial', () => {
    const image = summaryImage(strip, theme.sunken, theme.executors['thread-pool']);
    expect(image.height).toBe(16);
    const layout = layOut([{ id: 0, rows: 2 }], new Set([0]), 75);
    const log = painted({ strips: [{ strip, image }] }, { geometry: { ...geometry, layout } });
    expect(log.of('image')).toEqual(['image 0,0 100×16 to 208,33 1000×16']);
  });
});

describe('the hits of a search', () => {
  it('stand out from a veil over all other tasks, however short they are', () => {
    const log = painted({ bars: bars('0: 0-1000'), hits: [hit] });
    expect(log.of('fill')).toContain('fill 208,54 1000×40 #ffffffb8');
    expect(log.of('stroke')).toEqual(['stroke 708,74 4×19 #111111 1px']);
  });

  it('veil nothing while nothing is searched', () => {
    expect(painted({ bars: bars('0: 0-1000') }).lines.join()).not.toContain('b8');
  });
});

describe('the frame', () => {
  it('tells what came of a trial, failures first and in their colour', () => {
    const texts = painted({ group: { ...group, failed: 2 }, busy: 0.75 }).of('text');
    expect(texts).toContain('text "2 failed" 216,41');
    expect(texts).toContain('text "4 tasks in 10.0 µs, 1.5 of 2 lanes busy" 274,41');
  });

  it('tells repeats apart by their number where their names have no room', () => {
    const long = { ...group, name: 'process-per-task × 2', repeat: 3, repeatName: 'repeat 3' };
    expect(painted({ group: long }).of('text').join()).toContain('#3');
  });

  it('names trials and lanes, and shortens what is too long', () => {
    const laneNames = ['worker 0', 'a name that goes on and on and on and on and on'];
    const texts = painted({ group: { ...group, laneNames } }).of('text');
    expect(texts).toContain('text "thread-pool × 2" 42,41');
    expect(texts).toContain('text "worker 0" 24,64');
    expect(texts).toContain('text "a name that goes on and on a…" 24,84');
  });

  it('shows the length of a marked range and the moment under the pointer', () => {
    const texts = painted({}, { marked: { fromNs: 2000, toNs: 5000 }, pointerNs: 7500 }).of('text');
    expect(texts).toContain('text "3.000 µs" 558,14');
    expect(texts).toContain('text "7.50 µs" 958,14');
  });

  it('puts a trial where it was in the session, or at the axis’ zero', () => {
    const late = { ...group, extent: { fromNs: 50_000, toNs: 60_000 } };
    const late0 = new TaskBars(drawnTasks(tasksOf('0: 50000-51000')), late.extent, 60_000);
    const aligned = painted({ group: late, zeroNs: 50_000, bars: late0 });
    expect(aligned.of('fill')).toContain('fill 208,54 99×19 #a00002');
    const seen = { ...geometry, range: { fromNs: 45_000, toNs: 55_000 } };
    const recorded = painted({ group: late, bars: late0 }, { mode: 'recorded', geometry: seen });
    expect(recorded.of('fill')).toContain('fill 708,54 99×19 #a00002');
  });
});

const drawn = (spans: readonly Span[]): DrawLog => {
  const log = new DrawLog();
  const source = { forEach: (first: number, see: (span: Span) => void) => spans.slice(first).forEach(see) };
  drawSpans(
    log,
    source,
    {
      box: { x: 0, y: 0, width: 1000, height: 62 },
      range: { fromNs: 0, toNs: 1000 },
      zeroNs: 0,
      executor: 'event-loop',
      lanes: 2,
    },
    theme,
  );
  return log;
};

describe('live spans', () => {
  it('are bars on their lanes, failed ones hatched', () => {
    const log = drawn([
      { lane: 0, startNs: 0, endNs: 100, failed: 0 },
      { lane: 1, startNs: 500, endNs: 600, failed: 1 },
    ]);
    expect(log.of('fill')).toContain('fill 0,22 99×19 #a00001');
    expect(log.of('fill')).toContain('fill 500,42 99×19 #cc0000');
    expect(log.of('hatch')).toEqual(['hatch 500,42 99×19']);
  });

  it('are not painted one over the other within a pixel', () => {
    const tiny = Array.from({ length: 100 }, (_, at) => ({
      lane: 0,
      startNs: at / 100,
      endNs: (at + 1) / 100,
      failed: 0,
    }));
    expect(
      drawn(tiny)
        .of('fill')
        .filter((line) => line.endsWith('#a00001')).length,
    ).toBeLessThanOrEqual(2);
  });
});

it('keeps the workers of a configuration in sight where the name of its executor is too long', () => {
  const log = painted({ group: groupOf({ name: 'InterpreterPoolExecutor of a very long name × 16' }) });
  expect(log.of('text').find((entry) => entry.includes(' × '))).toMatch(/Interpreter\S*… × 16/);
});
