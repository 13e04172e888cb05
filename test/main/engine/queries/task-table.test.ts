import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SessionTasks } from '../../../../src/main/engine/queries/session-tasks.ts';
import { taskTable } from '../../../../src/main/engine/queries/task-table.ts';
import { outcomeCode, outcomes } from '../../../../src/shared/session.ts';
import { taskColumns } from '../../../../src/shared/session-queries.ts';
import type { TaskColumn, TaskFilter, TaskTableQuery } from '../../../../src/shared/session-queries.ts';
import { trialReport } from '../export/recorded-session.ts';
import { anyTasks, columnsOf } from './any-tasks.ts';
import type { AnyTask } from './any-tasks.ts';

const names = {
  trials: [trialReport('event-loop', 1), trialReport('thread-pool', 1), trialReport('process-pool', 2)],
  workers: new Map(
    ['event loop', 'Thread 0', 'process 0', 'process 1'].map((name, worker) => [
      worker,
      { worker, trial: 0, pid: 1, tid: 1, name, affinity: null },
    ]),
  ),
  traces: null,
};

const tasksOf = (tasks: readonly AnyTask[]) => ({
  tasks: new SessionTasks(columnsOf(tasks)),
  threadRows: () => -1,
});

const query = (parts: Partial<TaskTableQuery>): TaskTableQuery => ({
  session: '',
  filter: { trial: null, outcome: null, api: null, text: '' },
  sort: { column: 'start', descending: false },
  first: 0,
  count: 1000,
  ...parts,
});

/** The table as one would write it without thought for a million rows: places in the list. */
function plainTable(tasks: readonly AnyTask[], filter: TaskFilter, sort: TaskTableQuery['sort']): number[] {
  const rows = [...tasks.entries()].filter(
    ([, task]) =>
      (filter.trial === null || task.trial === filter.trial) &&
      (filter.outcome === null || task.outcome === filter.outcome) &&
      isMeant(task, filter.text),
  );
  const known = rows.filter(([, task]) => valueOf(task, sort.column) !== null);
  const unknown = rows.filter(([, task]) => valueOf(task, sort.column) === null);
  const sign = sort.descending ? -1 : 1;
  known.sort(([, a], [, b]) => sign * ((valueOf(a, sort.column) ?? 0) - (valueOf(b, sort.column) ?? 0)));
  return [...known, ...unknown].map(([place]) => place);
}

function isMeant(task: AnyTask, text: string): boolean {
  if (text === '') return true;
  if (/\d$/.test(text) && !text.includes(' ')) return task.index === Number(text.replace('#', ''));
  const worker = task.start === null ? '' : (names.workers.get(task.worker)?.name ?? '');
  return (
    task.outcome === text.toLowerCase() ||
    (names.trials[task.trial]?.executor ?? '').includes(text.toLowerCase()) ||
    worker.toLowerCase().includes(text.toLowerCase())
  );
}

function valueOf(task: AnyTask, column: TaskColumn): number | null {
  const { submit, start, end } = task;
  switch (column) {
    case 'trial':
      return task.trial;
    case 'index':
      return task.index;
    case 'outcome':
      return outcomeCode(task.outcome);
    case 'submit':
      return submit;
    case 'start':
      return start;
    case 'queue':
      return start === null || submit === null ? null : start - submit;
    case 'run':
      return start === null || end === null ? null : end - start;
    case 'worker':
      return start === null ? null : task.worker;
    case 'argument_bytes':
      return Number.isNaN(task.argument_bytes) ? null : (task.argument_bytes ?? null);
    // Nothing was traced of these tasks.
    case 'result_bytes':
    case 'api':
    case 'name':
    case 'callable':
    case 'cpu':
      return null;
  }
}

const anyFilter = fc.record({
  trial: fc.option(fc.nat(2)),
  outcome: fc.option(fc.constantFrom(...outcomes)),
  api: fc.constant(null),
  text: fc.constantFrom('', '', '3', '#7', 'ok', 'ERROR', 'pool', 'thread', 'thread 0', 'loop', 'nothing'),
});
const anySort = fc.record({ column: fc.constantFrom(...taskColumns), descending: fc.boolean() });

describe('the task table', () => {
  it('holds the rows that pass the filter, sorted by any column', () => {
    fc.assert(
      fc.property(anyTasks, anyFilter, anySort, (tasks, filter, sort) => {
        const page = taskTable(tasksOf(tasks), () => names, query({ filter, sort }));
        const expected = plainTable(tasks, filter, sort);
        expect([...page.tasks.input]).toEqual(expected);
        expect(page.total).toBe(expected.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same in pages as at once', () => {
    fc.assert(
      fc.property(anyTasks, anySort, fc.integer({ min: 1, max: 70 }), (tasks, sort, count) => {
        const session = tasksOf(tasks);
        const whole = taskTable(session, () => names, query({ sort }));
        const paged: number[] = [];
        for (let first = 0; first < whole.total; first += count) {
          const page = taskTable(session, () => names, query({ sort, first, count }));
          expect(page.first).toBe(first);
          paged.push(...page.tasks.input);
        }
        expect(paged).toEqual([...whole.tasks.input]);
      }),
    );
  });

  it('gives an empty page beyond its end', () => {
    const session = tasksOf(fc.sample(anyTasks, 1)[0] ?? []);
    const page = taskTable(session, () => names, query({ first: 5000, count: 10 }));
    expect(page.tasks.index).toHaveLength(0);
  });

  it('gives pages that own their memory, as it is moved away from them', () => {
    const session = tasksOf([anyOf('ok'), anyOf('error')]);
    const page = taskTable(session, () => names, query({ count: 1 }));
    structuredClone(page, { transfer: [page.tasks.start.buffer] });
    expect([...taskTable(session, () => names, query({ count: 1 })).tasks.start]).toEqual([1]);
  });
});

const anyOf = (outcome: AnyTask['outcome']): AnyTask => ({
  trial: 0,
  index: 0,
  worker: 0,
  submit: 0,
  start: 1,
  end: 2,
  outcome,
});
