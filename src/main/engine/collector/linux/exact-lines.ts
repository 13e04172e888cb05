import type { Nanoseconds } from '../../../../shared/units.ts';
import type { ThreadCounters } from '../collector.ts';
import { type ThreadSample, threadsBatch } from '../sample-rows.ts';
import type { ScheduledThread } from '../scheduling/scheduled-thread.ts';
import type { PortWriter } from '../../store/port-writer.ts';
import { ThreadLine } from './thread-journal.ts';

interface Entry {
  readonly line: ThreadLine;
  onCpuNs: number;
}

/** Samples of threads whose switches are recorded: what the events add up to, now and then, so that sums need no slices. */
export class ExactLines {
  readonly #entries = new Map<ScheduledThread, Entry>();
  #samples: ThreadSample[] = [];

  /** `runDelayOf` gives the run delay so far; null: not known. */
  sample(
    threads: Iterable<ScheduledThread>,
    nowNs: Nanoseconds,
    runDelayOf: (thread: ScheduledThread) => number | null,
  ): void {
    for (const thread of threads) {
      const onCpuNs = thread.onCpuUntil(nowNs);
      const entry = this.#entries.get(thread);
      if (entry !== undefined && entry.onCpuNs === onCpuNs) entry.line.rested(nowNs);
      else this.#ran(thread, entry ?? this.#open(thread), runDelayOf(thread), nowNs);
    }
  }

  /** The thread's last sample is that of its end. */
  end(thread: ScheduledThread, nowNs: Nanoseconds, runDelayNs: number | null): void {
    const entry = this.#entries.get(thread) ?? this.#open(thread);
    if (entry.onCpuNs !== thread.onCpuNs) this.#ran(thread, entry, runDelayNs, nowNs);
    entry.line.close();
    this.#entries.delete(thread);
  }

  flush(writer: PortWriter): void {
    if (this.#samples.length === 0) return;
    writer.append('threads', threadsBatch(this.#samples));
    this.#samples = [];
  }

  #open(thread: ScheduledThread): Entry {
    const entry = { line: new ThreadLine(thread.row, (sample) => this.#samples.push(sample)), onCpuNs: -1 };
    this.#entries.set(thread, entry);
    return entry;
  }

  #ran(thread: ScheduledThread, entry: Entry, runDelayNs: number | null, nowNs: Nanoseconds): void {
    const latest: ThreadCounters = { ...thread.countersAt(nowNs), runDelayNs };
    entry.onCpuNs = latest.onCpuNs;
    entry.line.ran({ latest, core: thread.lastCore }, nowNs);
  }
}
