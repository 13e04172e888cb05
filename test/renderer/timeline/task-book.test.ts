import { describe, expect, it } from 'vitest';
import { poolGroups } from '../../../src/renderer/timeline/pool-groups.ts';
import { TaskBars } from '../../../src/renderer/timeline/task-bars.ts';
import { TaskBook } from '../../../src/renderer/timeline/task-book.ts';
import { groupOf, tasksOf } from './sessions.ts';
import { laneOf, ran, siteOf, tracedTasks, tracingOf } from './traced-sessions.ts';

const everything = { fromNs: 0, toNs: 10_000 };
const tracing = tracingOf([
  [laneOf(7), ran(2)],
  [laneOf(9), ran(1)],
]);
const [pool] = poolGroups(tracing, null);
if (pool === undefined) throw new Error('a pool');
const book = new TaskBook([pool], [siteOf(1), siteOf(2, { callable: null })]);
const found = { trial: 0, index: 4, lane: 9, startNs: 100, endNs: null, outcome: 'lost', name: '' } as const;

describe('the tasks of a pool', () => {
  const answer = tasksOf('7: 0-10 20-30\n9: 0-50\n3: 0-5');
  const traced = tracedTasks(
    [{ submitter: 0, result: 12 }, { name: 5 }, { site: 2 }, { site: 0 }],
    [{ number: 5, text: 'Task-2' }],
  );
  const bars = new TaskBars(book.drawn(pool, answer, traced), everything, 10_000);

  it('are on the rows of their lanes; those of other lanes are none of it', () => {
    expect(bars.count).toBe(3);
    expect(bars.within(1, everything).map(({ index }) => index)).toEqual([2]);
  });

  it('are called by their own name, else by what they ran, else by their number', () => {
    const labels = [0, 1].flatMap((row) => bars.within(row, everything).map(({ label }) => label));
    expect(labels).toEqual(['work', 'Task-2', '2']);
  });

  it('know where they came from', () => {
    expect(bars.at(0, 5, 0)?.origin).toMatchObject({
      submitter: 0,
      thread: null,
      resultNs: 12,
      submittedAt: { line: 40 },
    });
  });
});

describe('a task that a search found', () => {
  it('has its place by its lane, and ends with its group where nobody saw its end', () => {
    expect(book.placed(found)).toMatchObject({ group: pool.id, row: 1, endNs: 5000, label: '4' });
    expect(book.placed({ ...found, name: 'work' }).label).toBe('work');
  });

  it('is nowhere when it never started, but within its trial', () => {
    const never = { ...found, lane: 0, startNs: null };
    expect(book.placed(never).group).toBeNull();
    const trial = new TaskBook([groupOf({ trial: 3 })], []);
    expect(trial.placed({ ...never, trial: 3 }).group).toBe(3);
  });
});
