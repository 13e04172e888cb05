import { describe, expect, it } from 'vitest';
import { nearestOnRow, neighbourOf } from '../../../src/renderer/timeline/neighbour.ts';
import { askLane } from '../../../src/renderer/timeline/row-questions.ts';
import { TaskBars } from '../../../src/renderer/timeline/task-bars.ts';
import type { TaskBatch } from '../../../src/shared/session.ts';
import { TaskBook } from '../../../src/renderer/timeline/task-book.ts';
import { drawnTasks, groupOf, tasksOf } from './sessions.ts';
import type { TasksWithinQuery } from '../../../src/shared/session-queries.ts';

const extent = { fromNs: 0, toNs: 1e9 };

/** Answers as the engine does, and tells nothing of more than `limit` tasks. */
function answering(all: TaskBatch, limit: number) {
  const tasksWithin = async ({ fromNs, toNs }: TasksWithinQuery) => {
    const rows = [...all.index.keys()].filter(
      (row) => (all.start[row] ?? 0) <= toNs && (all.end[row] ?? 0) >= fromNs,
    );
    if (rows.length > limit) return { total: rows.length, tasks: null, traced: null };
    const pick = <A extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(column: A, into: A): A => {
      for (const [at, row] of rows.entries()) into[at] = column[row] ?? 0;
      return into;
    };
    const count = rows.length;
    const tasks: TaskBatch = {
      trial: new Uint16Array(count),
      index: pick(all.index, new Uint32Array(count)),
      input: new Uint32Array(count),
      submit: new Float64Array(count),
      start: pick(all.start, new Float64Array(count)),
      end: pick(all.end, new Float64Array(count)),
      worker: new Uint32Array(count),
      lane: pick(all.lane, new Uint16Array(count)),
      tid: new Uint32Array(count),
      outcome: pick(all.outcome, new Uint8Array(count)),
      argument_bytes: new Float64Array(count),
      result_bytes: new Float64Array(count),
    };
    return { total: count, tasks, traced: null };
  };
  const group = groupOf({ extent });
  const book = new TaskBook([group], []);
  return (lane: number) => askLane({ tasksWithin }, 's', book, group, lane);
}

/** Two lanes: one with a task every 100 ns, one with three tasks far apart. */
const dense = Array.from({ length: 5000 }, (_, at) => `${at * 100}-${at * 100 + 90}`).join(' ');
const tasks = tasksOf(`0: ${dense}\n1: 50-60 400000-400050 900000000-900000100`);

describe('going from task to task', () => {
  it('reaches every task of a lane, there and back, however many others there are', async () => {
    const ask = answering(tasks, 50)(1);
    const bars = new TaskBars(drawnTasks(tasks), extent, extent.toNs);
    const first = bars.at(1, 55, 0);
    if (first === null) throw new Error('the lane begins with a task');
    const second = await neighbourOf(ask, first, 'next', extent);
    const third = second && (await neighbourOf(ask, second, 'next', extent));
    expect([second?.startNs, third?.startNs]).toEqual([400_000, 900_000_000]);
    expect(third && (await neighbourOf(ask, third, 'next', extent))).toBeNull();
    expect((third && (await neighbourOf(ask, third, 'previous', extent)))?.startNs).toBe(400_000);
    expect(await neighbourOf(ask, first, 'previous', extent)).toBeNull();
  });

  it('steps to the very next task where a lane is dense', async () => {
    const at = new TaskBars(drawnTasks(tasks), extent, extent.toNs).at(0, 250_050, 0);
    if (at === null) throw new Error('the lane is dense');
    const next = await neighbourOf(answering(tasks, 50)(0), at, 'next', extent);
    expect(next?.index).toBe(at.index + 1);
  });

  it('finds what ran at a moment, or else what is nearest', async () => {
    const ask = answering(tasks, 50);
    expect((await nearestOnRow(ask(1), 400_020, extent))?.startNs).toBe(400_000);
    expect((await nearestOnRow(ask(1), 390_000, extent))?.startNs).toBe(400_000);
    expect((await nearestOnRow(ask(1), 1000, extent))?.startNs).toBe(50);
    expect(await nearestOnRow(ask(7), 1000, extent)).toBeNull();
  });
});
