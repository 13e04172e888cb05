import { describe, expect, it } from 'vitest';
import { NewestWins } from '../../../src/renderer/timeline/newest-wins.ts';
import { TimelineData } from '../../../src/renderer/timeline/timeline-data.ts';
import type { View } from '../../../src/renderer/timeline/levelled-data.ts';
import type { TimelineSource } from '../../../src/renderer/timeline/timeline-data.ts';
import { TaskBook } from '../../../src/renderer/timeline/task-book.ts';
import { evenStrip, groupOf, tasksOf } from './sessions.ts';

/** An engine with one trial of so many tasks per strip's bucket; it remembers what it was asked. */
function engineOf(begunPerBucket: number) {
  const asked: string[] = [];
  const source: TimelineSource = {
    taskStrips: async ({ groups, width }) => {
      asked.push(`strips ${groups.map(({ fromNs, toNs }) => `${fromNs}–${toNs}`).join(' ')} in ${width}`);
      return groups.map(({ lanes, fromNs, toNs }) =>
        evenStrip(lanes.length, fromNs, toNs, width, begunPerBucket),
      );
    },
    tasksWithin: async ({ fromNs, toNs }) => {
      asked.push(`tasks ${fromNs}–${toNs}`);
      const tasks = tasksOf('0: 10-20 30-40');
      return { total: tasks.index.length, tasks, traced: null };
    },
    findTasks: async ({ text }) =>
      text === 'error'
        ? {
            total: 1,
            tasks: [{ trial: 0, index: 5, lane: 1, startNs: 50, endNs: 60, outcome: 'error', name: '' }],
          }
        : { total: 0, tasks: [] },
  };
  return { asked, source };
}

const book = new TaskBook([groupOf()], []);

const noPause = (): Promise<void> => Promise.resolve();

const seen = (fromNs: number, toNs: number, things: number | null = null): View => ({
  widthPx: 100,
  groups: [
    {
      id: 0,
      tracks: [0, 1],
      things,
      summary: false,
      extent: { fromNs: 0, toNs: 10_000 },
      range: { fromNs, toNs },
    },
  ],
});

/** Looks and waits until nothing more is asked: every answer comes in a microtask. */
async function look(data: TimelineData, view: View): Promise<void> {
  data.look(view, book);
  await new Promise((settled) => setImmediate(settled));
}

describe('what the timeline asks', () => {
  it('asks for strips with a margin, and for nothing while it pans within it', async () => {
    const { asked, source } = engineOf(1000);
    const data = new TimelineData('s', source, () => undefined, noPause);
    await look(data, seen(4000, 6000));
    await look(data, seen(4200, 6200));
    expect(asked).toEqual(['strips 3500–6500 in 150']);
    await look(data, seen(5000, 7000));
    expect(asked).toHaveLength(2);
  });

  it('draws strips of earlier views until those of the present one have come', async () => {
    const { source } = engineOf(1000);
    const data = new TimelineData('s', source, () => undefined, noPause);
    await look(data, seen(0, 10_000));
    data.look(seen(4000, 4100), book);
    expect(data.strips(0)).toHaveLength(1);
    await look(data, seen(4000, 4100));
    expect(data.strips(0).map(({ from, to }) => [from, to])).toEqual([
      [-2500, 12_500],
      [3975, 4125],
    ]);
  });

  it('asks for single tasks when few are in sight', async () => {
    const { asked, source } = engineOf(0);
    const data = new TimelineData('s', source, () => undefined, noPause);
    await look(data, seen(4000, 4100));
    expect(asked).toContain('tasks 3900–4200');
    expect(data.bars(0)?.count).toBe(2);
  });

  it('asks for all tasks of a small trial once, whatever is looked at', async () => {
    const { asked, source } = engineOf(0);
    const data = new TimelineData('s', source, () => undefined, noPause);
    await look(data, seen(0, 10_000, 80));
    await look(data, seen(4000, 4100, 80));
    expect(asked.filter((question) => question.startsWith('tasks'))).toEqual(['tasks 0–10000']);
  });

  it('stays with strips, and stops asking, when the tasks turn out to be too many', async () => {
    const { asked, source } = engineOf(0);
    const refusing: TimelineSource = {
      ...source,
      tasksWithin: async ({ fromNs, toNs }) => {
        asked.push(`tasks ${fromNs}–${toNs}`);
        return { total: 1e6, tasks: null, traced: null };
      },
    };
    const data = new TimelineData('s', refusing, () => undefined, noPause);
    await look(data, seen(4000, 4100));
    await look(data, seen(4000, 4100));
    expect(asked.filter((question) => question.startsWith('tasks'))).toEqual([
      'tasks 3900–4200',
      'tasks 4000–4100',
    ]);
    expect(data.bars(0)).toBeNull();
  });

  it('marks failed tasks, which strips do not show', async () => {
    const data = new TimelineData('s', engineOf(1).source, () => undefined, noPause);
    await data.findFailures();
    await look(data, seen(0, 100));
    expect(data.marks(0)).toMatchObject([{ index: 5, row: 1, outcome: 'error' }]);
  });

  it('keeps what it has when an answer fails, and says so', async () => {
    const { source } = engineOf(1000);
    let broken = false;
    const data = new TimelineData(
      's',
      {
        ...source,
        taskStrips: (query) => (broken ? Promise.reject(new Error('gone')) : source.taskStrips(query)),
      },
      () => undefined,
      noPause,
    );
    await look(data, seen(0, 10_000));
    broken = true;
    await look(data, seen(4000, 4100));
    expect(data.failure).toEqual(new Error('gone'));
    expect(data.strips(0)).toHaveLength(1);
  });
});

describe('questions of one kind', () => {
  it('are asked one at a time, and of those that wait only the newest', async () => {
    const asked: number[] = [];
    const answered: number[] = [];
    const gates: (() => void)[] = [];
    const asker = new NewestWins<number, number>(
      (question) => {
        asked.push(question);
        return new Promise((answer) => gates.push(() => answer(question * 10)));
      },
      (_, answer) => void answered.push(answer),
      () => undefined,
      noPause,
    );
    for (const question of [1, 2, 3, 4]) asker.ask(question);
    expect(asked).toEqual([1]);
    gates[0]?.();
    await new Promise((settled) => setImmediate(settled));
    expect(asked).toEqual([1, 4]);
    gates[1]?.();
    await new Promise((settled) => setImmediate(settled));
    expect(answered).toEqual([10, 40]);
  });

  it('wait until the pause after an answer is over', async () => {
    const asked: number[] = [];
    const pause = Promise.withResolvers<void>();
    const asker = new NewestWins<number, number>(
      async (question) => {
        asked.push(question);
        return question;
      },
      () => undefined,
      () => undefined,
      () => pause.promise,
    );
    asker.ask(1);
    await new Promise((settled) => setImmediate(settled));
    asker.ask(2);
    asker.ask(3);
    await new Promise((settled) => setImmediate(settled));
    expect(asked).toEqual([1]);
    pause.resolve();
    await new Promise((settled) => setImmediate(settled));
    expect(asked).toEqual([1, 3]);
  });
});
