import type { Introductions } from '../../../../../src/main/engine/collector/scheduling/introductions.ts';
import { ProcessRoll } from '../../../../../src/main/engine/collector/scheduling/process-roll.ts';
import { Register } from '../../../../../src/main/engine/collector/scheduling/register.ts';
import { Switchboard } from '../../../../../src/main/engine/collector/scheduling/switchboard.ts';
import { ThreadRoll } from '../../../../../src/main/engine/collector/scheduling/thread-roll.ts';
import { type SliceEnd, type StreamBatch, sliceEnds } from '../../../../../src/shared/session.ts';
import { type EventNote, batchOf } from './recorded-events.ts';

/** A slice with threads by their tids, for people to read. */
export interface ReadSlice {
  readonly tid: number;
  readonly core: number;
  readonly ready: number;
  readonly start: number;
  readonly end: number;
  readonly ended: SliceEnd;
  readonly by: number;
  readonly waker: number;
}

const strangers: Introductions = {
  threadName: (_pid, tid) => `thread-${tid}`,
  commandOf: (pid) => `process ${pid}`,
  parentOf: () => null,
};

/** Processes whose command lines cannot be read, so that only the events tell what they are. */
export const nameless: Introductions = { ...strangers, commandOf: () => null };

/** A switchboard with all that belongs to it, for one recording that begins at 0. */
export class Board {
  readonly threads = new ThreadRoll();
  readonly processes: ProcessRoll;
  readonly register: Register;
  readonly switchboard: Switchboard;
  readonly #tids = new Map<number, number>();
  readonly #slices: ReadSlice[] = [];

  constructor(recorded: 'everybody' | 'workload' = 'workload', introductions: Introductions = strangers) {
    this.processes = new ProcessRoll(introductions);
    this.register = new Register(
      { threads: this.threads, processes: this.processes, introductions },
      { recorded },
    );
    this.switchboard = new Switchboard(0, this.register);
  }

  take(...notes: readonly EventNote[]): this {
    this.switchboard.take(batchOf(notes));
    return this;
  }

  /** The slices so far, those under way ended at `endNs`. */
  end(endNs: number): readonly ReadSlice[] {
    this.switchboard.end(endNs);
    return this.read();
  }

  read(): readonly ReadSlice[] {
    for (const { thread, tid } of this.threads.take()) this.#tids.set(thread, tid);
    for (const batch of this.switchboard.slices.take()) this.#keep(batch);
    return this.#slices.toSorted((a, b) => a.start - b.start || a.core - b.core);
  }

  #keep(batch: StreamBatch<'slices'>): void {
    for (let row = 0; row < batch.start.length; row++) {
      this.#slices.push({
        tid: this.#tids.get(batch.thread[row] ?? -1) ?? 0,
        core: batch.core[row] ?? -1,
        ready: batch.ready[row] ?? 0,
        start: batch.start[row] ?? 0,
        end: batch.end[row] ?? 0,
        ended: sliceEnds[batch.ended[row] ?? -1] ?? 'unknown',
        by: this.#tids.get((batch.by[row] ?? 0) - 1) ?? 0,
        waker: this.#tids.get((batch.waker[row] ?? 0) - 1) ?? 0,
      });
    }
  }
}
