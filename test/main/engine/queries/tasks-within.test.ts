import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SessionTasks } from '../../../../src/main/engine/queries/session-tasks.ts';
import { tasksWithin } from '../../../../src/main/engine/queries/tasks-within.ts';
import { anyTasks, columnsOf } from './any-tasks.ts';
import type { AnyTask } from './any-tasks.ts';

/** Places in the list of those that touch the range while they run, by start. */
const plainly = (tasks: readonly AnyTask[], trial: number, fromNs: number, toNs: number): number[] =>
  [...tasks.entries()]
    .flatMap(([place, { trial: of, start, end }]) =>
      of === trial && start !== null && start <= toNs && (end ?? start) >= fromNs ? [{ place, start }] : [],
    )
    .toSorted((a, b) => a.start - b.start)
    .map(({ place }) => place);

describe('the tasks within a range', () => {
  const anyRange = fc.tuple(fc.integer({ min: -5, max: 50 }), fc.integer({ min: 0, max: 60 }));

  it('are those of the trial that run in it, by start, or only their number when they are too many', () => {
    fc.assert(
      fc.property(anyTasks, fc.nat(3), anyRange, fc.nat(40), (tasks, trial, [fromNs, length], limit) => {
        const session = new SessionTasks(columnsOf(tasks));
        const toNs = fromNs + length;
        const found = tasksWithin(session, { session: '', trial, fromNs, toNs, limit });
        const expected = plainly(tasks, trial, fromNs, toNs);
        expect(found.total).toBe(expected.length);
        expect(found.tasks === null ? null : [...found.tasks.input]).toEqual(
          expected.length > limit ? null : expected,
        );
      }),
      { numRuns: 500 },
    );
  });
});
