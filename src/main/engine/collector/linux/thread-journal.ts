import type { ThreadRow } from '../../../../shared/session.ts';
import type { Nanoseconds } from '../../../../shared/units.ts';
import { type ThreadSample, threadsBatch } from '../sample-rows.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import type { ThreadAccount } from '../thread-account.ts';

/** Where the samples of threads go. */
export interface Journal {
  open(account: ThreadAccount): Line;
}

/** Where the samples of one thread go. */
export interface Line {
  /** The number of the thread's row; null: somebody else gives it one. */
  readonly row: number | null;
  ran(account: Sampled, nowNs: Nanoseconds): void;
  rested(nowNs: Nanoseconds): void;
  close(): void;
}

/** What a sample takes of a thread. */
export type Sampled = Pick<ThreadAccount, 'latest' | 'core'>;

const noLine: Line = { row: null, ran: () => undefined, rested: () => undefined, close: () => undefined };
/** For threads whose samples somebody else writes. */
export const noJournal: Journal = { open: () => noLine };

/** The threads of the session and their samples, on their way to the session file. */
export class ThreadJournal implements Journal {
  #threads = 0;
  #newcomers: { readonly row: number; readonly account: ThreadAccount }[] = [];
  #samples: ThreadSample[] = [];

  /** Gives the thread its row, unique in the session. */
  open(account: ThreadAccount): ThreadLine {
    const row = this.#threads++;
    this.#newcomers.push({ row, account });
    return new ThreadLine(row, (sample) => this.#samples.push(sample));
  }

  flush(writer: Pick<PortWriter, 'addThreads' | 'append'>): void {
    if (this.#newcomers.length > 0) {
      // Named only now: a thread is often renamed right after its birth.
      writer.addThreads(this.#newcomers.map(({ row, account }) => threadRow(row, account)));
      this.#newcomers = [];
    }
    if (this.#samples.length > 0) {
      writer.append('threads', threadsBatch(this.#samples));
      this.#samples = [];
    }
  }
}

/**
 * The samples of one thread. A rest is written as its first and its last moment, however long it was: the
 * counters stand still in between, and most threads rest most of the time.
 */
export class ThreadLine implements Line {
  readonly row: number;
  readonly #write: (sample: ThreadSample) => void;
  #last: ThreadSample | null = null;
  #restedUntil: Nanoseconds | null = null;

  constructor(row: number, write: (sample: ThreadSample) => void) {
    this.row = row;
    this.#write = write;
  }

  ran(account: Sampled, nowNs: Nanoseconds): void {
    this.close();
    this.#last = { time: nowNs, thread: this.row, counters: account.latest, core: account.core };
    this.#write(this.#last);
  }

  rested(nowNs: Nanoseconds): void {
    this.#restedUntil = nowNs;
  }

  /** Writes the end of a rest that has not been written yet. */
  close(): void {
    if (this.#last !== null && this.#restedUntil !== null) {
      this.#write({ ...this.#last, time: this.#restedUntil });
    }
    this.#restedUntil = null;
  }
}

const threadRow = (row: number, account: ThreadAccount): ThreadRow => ({
  thread: row,
  pid: account.pid,
  tid: account.tid,
  name: account.name,
  workload: true,
});
