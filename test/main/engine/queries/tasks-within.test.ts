import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SessionTasks } from '../../../../src/main/engine/queries/session-tasks.ts';
import { tasksWithin } from '../../../../src/main/engine/queries/tasks-within.ts';
import type { TasksWithinQuery } from '../../../../src/shared/session-queries.ts';
import { anyTasks, columnsOf } from './any-tasks.ts';
import type { AnyTask } from './any-tasks.ts';

/** Places in the list of those that touch the range while they run, by start. */
const plainly = (
  tasks: readonly AnyTask[],
  { trial, lanes, fromNs, toNs }: Omit<TasksWithinQuery, 'session' | 'limit'>,
): number[] =>
  [...tasks.entries()]
    .flatMap(([place, { trial: of, lane = 0, start, end }]) =>
      of === trial &&
      start !== null &&
      start <= toNs &&
      (end ?? start) >= fromNs &&
      (lanes?.includes(lane) ?? true)
        ? [{ place, start }]
        : [],
    )
    .toSorted((a, b) => a.start - b.start)
    .map(({ place }) => place);

describe('the tasks within a range', () => {
  const anyRange = fc.tuple(fc.integer({ min: -5, max: 50 }), fc.integer({ min: 0, max: 60 }));

  const anyLanes = fc.option(fc.subarray([0, 1, 2]));

  it('are those of the trial, and of the lanes asked for, that run in it, by start, or only their number when they are too many', () => {
    fc.assert(
      fc.property(anyTasks, fc.nat(3), anyLanes, anyRange, fc.nat(40), (tasks, trial, only, of, limit) => {
        const session = { tasks: new SessionTasks(columnsOf(tasks)), threadRows: () => -1 };
        const [fromNs, length] = of;
        const asked = { trial, fromNs, toNs: fromNs + length, ...(only === null ? {} : { lanes: only }) };
        const found = tasksWithin(session, { session: '', ...asked, limit });
        const expected = plainly(tasks, asked);
        expect(found.total).toBe(expected.length);
        expect(found.tasks === null ? null : [...found.tasks.input]).toEqual(
          expected.length > limit ? null : expected,
        );
      }),
      { numRuns: 500 },
    );
  });
});
