import { expect, it } from 'vitest';
import { ThreadJournal } from '../../../../../src/main/engine/collector/linux/thread-journal.ts';
import type { ThreadSample } from '../../../../../src/main/engine/collector/sample-rows.ts';
import { ThreadAccount, unstarted } from '../../../../../src/main/engine/collector/thread-account.ts';
import type { PortWriter } from '../../../../../src/main/engine/store/port-writer.ts';
import type { StreamBatch, StreamName, ThreadRow } from '../../../../../src/shared/session.ts';
import { fromMilliseconds } from '../../../../../src/shared/units.ts';

/** Takes down what a journal hands on. */
class Page implements Pick<PortWriter, 'addThreads' | 'append'> {
  readonly rows: ThreadRow[] = [];
  readonly times: number[] = [];

  append<N extends StreamName>(_stream: N, batch: StreamBatch<N>): void {
    for (const [column, values] of Object.entries<Iterable<number>>(batch)) {
      if (column === 'time') this.times.push(...values);
    }
  }

  addThreads(rows: readonly ThreadRow[]): void {
    this.rows.push(...rows);
  }
}

const newAccount = (tid: number): ThreadAccount => new ThreadAccount(1, tid, fromMilliseconds(0), unstarted);
const milliseconds = (sample: Pick<ThreadSample, 'time'>): number => sample.time / 1e6;

it('writes a rest as its first and its last moment', () => {
  const journal = new ThreadJournal();
  const account = newAccount(2);
  const line = journal.open(account);
  line.ran(account, fromMilliseconds(20));
  for (const ms of [40, 60, 80, 100]) line.rested(fromMilliseconds(ms));
  line.ran(account, fromMilliseconds(120));
  line.rested(fromMilliseconds(140));
  line.close();
  const page = new Page();
  journal.flush(page);
  expect(page.times.map((time) => milliseconds({ time }))).toEqual([20, 100, 120, 140]);
});

it('gives each thread a row of its own, under the name that it has by then', () => {
  const journal = new ThreadJournal();
  const [first, second] = [newAccount(2), newAccount(3)];
  journal.open(first);
  journal.open(second);
  second.name = 'worker';
  const page = new Page();
  journal.flush(page);
  journal.flush(page);
  expect(page.rows).toEqual([
    { thread: 0, pid: 1, tid: 2, name: '', workload: true },
    { thread: 1, pid: 1, tid: 3, name: 'worker', workload: true },
  ]);
});
