import { describe, expect, it } from 'vitest';
import {
  firstSorting,
  rangeTable,
  sortedRows,
  tableText,
} from '../../../src/renderer/timeline/range-tables.ts';
import { ThreadBook } from '../../../src/renderer/timeline/thread-book.ts';
import { preemptors, taskParts, wallTimeParts } from '../../../src/renderer/timeline/wall-time.ts';
import type { RangeSummary, TaskScheduling } from '../../../src/shared/session-queries.ts';
import { groupOf } from './sessions.ts';
import { trackOf } from './slice-sessions.ts';

const scheduling: TaskScheduling = {
  onCpuNs: 62e6,
  runDelayNs: 8e6,
  blockedNs: 30e6,
  cores: [0, 1],
  migrations: 2,
  preemptedBy: [
    { name: 'cc1', pid: 7, count: 12 },
    { name: 'kworker/1:2', pid: 0, count: 1 },
  ],
  shared: false,
};

describe('where the wall time of a task went', () => {
  it('is told in shares of the whole, what took none left away', () => {
    expect(
      wallTimeParts(scheduling).map(({ name, figure, length }) => `${name} ${figure} ${length}`),
    ).toEqual(['running 62 % 62.0 ms', 'waiting for a core 8.0 % 8.00 ms', 'blocked 30 % 30.0 ms']);
    expect(wallTimeParts({ ...scheduling, runDelayNs: 0 }).map(({ state }) => state)).toEqual([
      'running',
      'blocked',
    ]);
  });

  it('is told of a traced task from its submit to its result, without a part for what is not known', () => {
    const parts = {
      queueNs: 40e6,
      runningNs: 30e6,
      runDelayNs: 10e6,
      gilNs: 20e6,
      loopNs: null,
      blockedNs: 0,
      returnNs: null,
    };
    expect(taskParts(parts, false).map(({ name, figure, length }) => `${name} ${length} ${figure}`)).toEqual([
      'in the queue 40.0 ms 40 %',
      'running 30.0 ms 30 %',
      'waiting for a core 10.0 ms 10 %',
      'waiting for the GIL 20.0 ms 20 %',
    ]);
    const ofCoroutine = taskParts(
      { ...parts, gilNs: null, loopNs: 5e6, blockedNs: 10e6, returnNs: 5e6 },
      true,
    );
    expect(ofCoroutine.slice(3).map(({ name }) => name)).toEqual([
      'waiting for the loop',
      'awaiting',
      'returning the result',
    ]);
  });

  it('names who took the core', () => {
    expect(preemptors(scheduling)).toBe('preempted by cc1 (12 times), kworker/1:2 (once)');
    expect(preemptors({ ...scheduling, preemptedBy: [] })).toBe('');
  });
});

const thread = (number: number, onCpuNs: number) => ({
  thread: number,
  pid: 100,
  tid: 100 + number,
  name: 'python3',
  workload: number < 2,
  onCpuNs,
  runDelayNs: 1e6,
  blocked: 2,
  preempted: 1,
  migrations: 0,
});

describe('the tables of a marked range', () => {
  const summary: RangeSummary = {
    fromNs: 0,
    toNs: 10e6,
    threads: [thread(0, 5e6), thread(1, 3e6), thread(2, 1e6)],
    cores: [{ core: 0, workloadNs: 8e6, othersNs: null, idleNs: null, switches: 6 }],
    trials: [{ trial: 0, tasks: 4, ended: 3 }],
    oversubscription: 1.2,
  };
  const book = new ThreadBook(
    [0, 1].map((number) =>
      trackOf(number, { worker: { worker: number, trial: 0, name: `worker ${number}` } }),
    ),
  );
  const table = (name: 'threads' | 'cores' | 'trials') => rangeTable(name, summary, book, [groupOf()]);
  const texts = (name: 'threads' | 'cores' | 'trials') =>
    table(name).rows.map(({ cells }) => cells.map(({ text }) => text));

  it('tell threads, what is not known as unknown, and what all threads of a trial had together', () => {
    expect(texts('threads')[0]).toEqual(['worker 0 · 100', '100', '5.00 ms', '1.00 ms', '2', '1', '0']);
    expect(texts('threads')[2]?.[0]).toBe('python3 · 102 (other program)');
    expect(texts('cores')).toEqual([['core 0', '8.00 ms', '–', '–', '6']]);
    expect(texts('trials')).toEqual([['thread-pool × 2', '4', '3', '8.00 ms', '2.00 ms', '4', '2', '0']]);
  });

  it('are sorted by any column, figures from the greatest down first', () => {
    const threads = table('threads');
    expect(firstSorting(threads, 2)).toEqual({ column: 2, descending: true });
    expect(firstSorting(threads, 0)).toEqual({ column: 0, descending: false });
    const ascending = sortedRows(threads, { column: 2, descending: false });
    expect(ascending.map(({ cells }) => cells[2]?.text)).toEqual(['1.00 ms', '3.00 ms', '5.00 ms']);
  });

  it('are copied as lines of columns', () => {
    const cores = table('cores');
    expect(tableText(cores, cores.rows)).toBe(
      'Core\tWorkload\tOthers\tIdle\tSwitches\ncore 0\t8.00 ms\t–\t–\t6',
    );
  });
});
