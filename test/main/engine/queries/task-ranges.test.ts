import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostTasks, whereTasksRan } from '../../../../src/main/engine/queries/task-ranges.ts';
import { taskBatch } from '../export/recorded-session.ts';

const ms = 1e6;
const task = (start: number | null, end: number | null) => ({
  submit: 0,
  start: start === null ? null : start * ms,
  end: end === null ? null : end * ms,
});

/** To the part of a 512th. */
const rangesOf = (...tasks: ReturnType<typeof task>[]) =>
  whereTasksRan(taskBatch(tasks)).map(({ fromNs, toNs, begun }) => [
    Math.round(fromNs / ms),
    Math.round(toNs / ms),
    begun,
  ]);

describe('where tasks ran', () => {
  it('is one range for each time that some ran, with how many began in it', () => {
    expect(rangesOf(task(1000, 1200), task(1100, 1300), task(1900, 2024), task(null, null))).toEqual([
      [1000, 1302, 2],
      [1900, 2024, 1],
    ]);
  });

  it('is not divided by pauses that are short beside the whole', () => {
    expect(rangesOf(task(0, 500), task(505, 1024))).toEqual([[0, 1024, 2]]);
  });

  it('holds a task whose end nobody saw where it began', () => {
    expect(rangesOf(task(0, null), task(500, 1024))).toEqual([
      [0, 2, 1],
      [500, 1024, 1],
    ]);
  });

  it('is nowhere when none started', () => {
    expect(rangesOf(task(null, null))).toEqual([]);
    expect(mostTasks([])).toBeNull();
  });

  it('holds every task, once', () => {
    const anyTask = fc.tuple(fc.nat(1e6), fc.nat(1e5)).map(([start, length]) => task(start, start + length));
    fc.assert(
      fc.property(fc.array(anyTask, { minLength: 1, maxLength: 50 }), (tasks) => {
        const ranges = whereTasksRan(taskBatch(tasks));
        expect(ranges.reduce((sum, { begun }) => sum + begun, 0)).toBe(tasks.length);
        for (const { start, end } of tasks) {
          const holding = ranges.filter(
            ({ fromNs, toNs }) => fromNs <= (start ?? 0) + 1 && (end ?? 0) <= toNs + 1,
          );
          expect(holding).toHaveLength(1);
        }
      }),
    );
  });
});

describe('a first view of tasks alone', () => {
  it('looks at the range in which most began, or as much of it as can be read', () => {
    const ranges = [
      { fromNs: 0, toNs: 10, begun: 5 },
      { fromNs: 20, toNs: 60, begun: 40 },
    ];
    expect(mostTasks(ranges, 40)).toEqual({ fromNs: 20, toNs: 60 });
    expect(mostTasks(ranges, 10)).toEqual({ fromNs: 20, toNs: 30 });
  });
});
