import { outcomeCode } from '../../../src/shared/session.ts';
import type { Outcome, TaskBatch, Viewport } from '../../../src/shared/session.ts';
import type { DrawnTasks } from '../../../src/renderer/timeline/task-bars.ts';
import { asNanoseconds } from '../../../src/shared/units.ts';
import type { TrialGroup } from '../../../src/renderer/timeline/trial-groups.ts';

interface TaskText {
  readonly index: number;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
  readonly outcome: Outcome;
}

/**
 * Tasks written as text, a line per lane: `0: 10-20 25-30! 40-50~ 60-?`. Nanoseconds; `!` error, `~` cancelled, `-?` lost.
 * Numbered in the order of the text; submitted at 0.
 */
export function tasksOf(text: string): TaskBatch {
  const rows: TaskText[] = [];
  for (const line of text.trim().split('\n')) {
    const [lane = '', spans = ''] = line.split(':');
    for (const span of spans.trim().split(/\s+/)) {
      const [, start, end, mark] = /^(\d+)-(\d+|\?)([!~]?)$/.exec(span) ?? [];
      rows.push({
        index: rows.length,
        lane: Number(lane),
        start: Number(start),
        end: end === '?' ? Number.NaN : Number(end),
        outcome: end === '?' ? 'lost' : mark === '!' ? 'error' : mark === '~' ? 'cancelled' : 'ok',
      });
    }
  }
  const numbers = (of: (row: TaskText) => number) => rows.map((row) => of(row));
  return {
    trial: new Uint16Array(rows.length),
    index: Uint32Array.from(numbers(({ index }) => index)),
    input: new Uint32Array(rows.length),
    submit: new Float64Array(rows.length),
    start: Float64Array.from(numbers(({ start }) => start)),
    end: Float64Array.from(numbers(({ end }) => end)),
    worker: new Uint32Array(rows.length),
    lane: Uint16Array.from(numbers(({ lane }) => lane)),
    tid: new Uint32Array(rows.length),
    outcome: Uint8Array.from(numbers(({ outcome }) => outcomeCode(outcome))),
    argument_bytes: new Float64Array(rows.length).fill(Number.NaN),
    result_bytes: new Float64Array(rows.length).fill(Number.NaN),
  };
}

/** Such tasks on the rows of a trial: those of their lanes. */
export const drawnTasks = (tasks: TaskBatch): DrawnTasks => ({
  tasks,
  rowOf: (lane) => lane,
  originOf: () => null,
});

/** A strip in which every bucket of every lane is as busy and begins as many tasks. */
export const evenStrip = (
  lanes: number,
  fromNs: number,
  toNs: number,
  width: number,
  begun: number,
): Viewport => ({
  from: asNanoseconds(fromNs),
  to: asNanoseconds(toNs),
  width,
  tracks: Array.from({ length: lanes }, (_, lane) => lane),
  busy: new Float32Array(lanes * width).fill(0.5),
  dominant: new Uint32Array(lanes * width).fill(1),
  dominantShare: new Float32Array(lanes * width).fill(0.5),
  count: new Uint32Array(lanes * width).fill(begun),
});

export const groupOf = (over: Partial<TrialGroup> = {}): TrialGroup => ({
  kind: 'trial',
  id: over.trial ?? 0,
  trial: 0,
  executor: 'thread-pool',
  workers: 2,
  repeat: 1,
  lanes: 2,
  laneNumbers: Array.from({ length: over.lanes ?? 2 }, (_, lane) => lane),
  laneNames: ['worker 0', 'worker 1'],
  laneThreads: [null, null],
  extent: { fromNs: 0, toNs: 10_000 },
  name: 'thread-pool × 2',
  repeatName: '',
  summary: '4 tasks in 10.0 µs',
  failed: 0,
  throughputPerS: null,
  tasks: 4,
  ...over,
});
