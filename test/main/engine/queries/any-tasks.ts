import * as fc from 'fast-check';
import { outcomes } from '../../../../src/shared/session.ts';
import { taskBatch } from '../export/recorded-session.ts';
import type { TaskRow } from '../export/recorded-session.ts';

/** Tasks of a few trials, workers and moments, so that equal values, unknown ones and touching times are frequent. */
export interface AnyTask extends TaskRow {
  readonly trial: number;
  readonly index: number;
  readonly worker: number;
  readonly outcome: (typeof outcomes)[number];
}

const moment = fc.integer({ min: 0, max: 20 });

const anyTask: fc.Arbitrary<AnyTask> = fc
  .record({
    trial: fc.nat(2),
    index: fc.nat(9),
    submit: moment,
    queue: fc.option(moment, { freq: 4 }),
    run: fc.option(moment, { freq: 4 }),
    worker: fc.nat(3),
    lane: fc.nat(2),
    outcome: fc.constantFrom(...outcomes),
    argument_bytes: fc.constantFrom(Number.NaN, 0, 8, 800),
  })
  .map(({ queue, run, submit, ...task }): AnyTask => {
    const start = queue === null ? null : submit + queue;
    return Object.assign(task, { submit, start, end: start === null || run === null ? null : start + run });
  });

export const anyTasks = fc.array(anyTask, { maxLength: 60 });

/** The tasks as the store's columns, to be told apart by `input`: their place in the list. */
export const columnsOf = (tasks: readonly AnyTask[]) =>
  taskBatch(tasks.map((task, input) => ({ ...task, input })));
