import { describe, expect, it } from 'vitest';
import { CorelaneError } from '../../../../../src/shared/errors.ts';
import type { TaskTablePage } from '../../../../../src/shared/session-queries.ts';
import { taskGridColumns } from '../../../../../src/renderer/panels/session/tasks/task-grid-columns.ts';
import { TaskPages } from '../../../../../src/renderer/panels/session/tasks/task-pages.ts';
import { taskRows } from '../../../../../src/renderer/panels/session/tasks/task-row.ts';
import { siteOf, tracedTasks } from '../../../timeline/traced-sessions.ts';

const total = 100_000;

/** A page in which a task's number is its row. */
function page(first: number, count: number): TaskTablePage {
  const rows = Array.from({ length: Math.min(count, total - first) }, (_, at) => first + at);
  return {
    total,
    first,
    traced: null,
    tasks: {
      trial: Uint16Array.from(rows, () => 1),
      index: Uint32Array.from(rows),
      input: Uint32Array.from(rows),
      submit: Float64Array.from(rows, () => 100),
      start: Float64Array.from(rows, (row) => (row === 3 ? Number.NaN : 150)),
      end: Float64Array.from(rows, (row) => (row <= 4 ? Number.NaN : 400)),
      worker: Uint32Array.from(rows, () => 7),
      lane: Uint16Array.from(rows, () => 0),
      tid: Uint32Array.from(rows, () => 4711),
      outcome: Uint8Array.from(rows, (row) => (row === 3 ? 2 : 0)),
      argument_bytes: Float64Array.from(rows, () => 8),
      result_bytes: Float64Array.from(rows, () => Number.NaN),
    },
  };
}

/** Pages that come when the test says so. */
function pagesOnDemand() {
  const open: { first: number; answer: () => void; refuse: (error: Error) => void }[] = [];
  const pages = new TaskPages(
    (first, count) =>
      new Promise((resolve, reject) => {
        open.push({ first, answer: () => resolve(page(first, count)), refuse: reject });
      }),
    new Map(),
  );
  const changed = () =>
    new Promise<void>((resolve) => {
      const stop = pages.subscribe(() => {
        stop();
        resolve();
      });
    });
  const next = async (how: 'answer' | 'refuse' = 'answer') => {
    const change = changed();
    const request = open.shift();
    if (how === 'answer') request?.answer();
    else request?.refuse(new CorelaneError('session-unreadable', 'The file is gone.', 'Choose another.'));
    await change;
  };
  return { pages, asked: () => open.map(({ first }) => first), next };
}

describe('pages of the task table', () => {
  it('come for what is in view', async () => {
    const { pages, next } = pagesOnDemand();
    pages.show(0, 30);
    expect([pages.total, pages.row(12)]).toEqual([null, null]);
    await next();
    expect(pages.total).toBe(total);
    expect(pages.row(12)).toMatchObject({
      trial: 1,
      index: 12,
      queueNs: 50,
      runNs: 250,
      worker: 7,
      resultBytes: null,
    });
  });

  it('say null of what a task never did', async () => {
    const { pages, next } = pagesOnDemand();
    pages.show(0, 30);
    await next();
    expect(pages.row(3)).toMatchObject({ outcome: 'cancelled', startNs: null, queueNs: null, worker: null });
    expect(pages.row(4)).toMatchObject({ startNs: 150, runNs: null });
  });

  it('skip what was passed on the way', async () => {
    const { pages, asked, next } = pagesOnDemand();
    for (let first = 0; first < 50_000; first += 500) pages.show(first, first + 30);
    expect(asked()).toEqual([0, 400]);
    await next();
    expect(asked()).toEqual([400, 49_400]);
  });

  it('tell why they do not come, and are asked for again at the next look', async () => {
    const { pages, asked, next } = pagesOnDemand();
    pages.show(0, 30);
    await next('refuse');
    expect(pages.error?.message).toBe('The file is gone.');
    expect(asked()).toEqual([]);
    pages.show(0, 30);
    await next();
    expect(pages.error).toBeNull();
  });
});

describe('rows of traced tasks', () => {
  const sites = new Map([siteOf(1), siteOf(2, { callable: null })].map((site) => [site.number, site]));
  const traced = tracedTasks(
    [{ cpu: 2e6 }, { name: 4 }, { site: 2 }, { site: 0 }],
    [{ number: 4, text: 'Task-2' }],
  );
  const rows = taskRows({ ...page(0, 4), traced }, sites);
  const texts = (column: string) => {
    const found = taskGridColumns('profile').find((one) => one.column === column);
    return rows.map((row) => found?.text(row, () => ''));
  };

  it('say what ran and where, its own name first, and nothing of what was not traced', () => {
    expect(texts('name')).toEqual(['main.<locals>.work', 'Task-2', '–', '–']);
    expect(texts('callable')).toEqual(['crawl.py:12', 'crawl.py:12', '–', '–']);
    expect(texts('api')).toEqual(['ThreadPoolExecutor', 'ThreadPoolExecutor', 'ThreadPoolExecutor', '–']);
    expect(texts('cpu')).toEqual(['2.00 ms', '–', '–', '–']);
  });

  it('have no column for a configuration, which a profile has none of', () => {
    expect(taskGridColumns('profile').map(({ column }) => column)).not.toContain('trial');
    expect(taskGridColumns('lab').map(({ column }) => column)).not.toContain('api');
  });
});
