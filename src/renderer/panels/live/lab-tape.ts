import type { LiveBatch, LiveTrial } from '../../../shared/jobs.ts';
import { CoreLoadRecord } from './core-load-record.ts';
import { OutputTail } from './output-tail.ts';
import { SpanRecord } from './span-record.ts';

/** The trial of which the timeline is drawn. */
export interface TrialOnTape {
  readonly trial: LiveTrial;
  readonly spans: SpanRecord;
}

/**
 * All that a window knows of a lab or a profile under way, built up from batches in place and outside of React: at twenty batches a second,
 * state that is copied with each of them would cost more than what is drawn from it.
 */
export class LabTape {
  #nowNs = 0;
  #version = 0;
  readonly #trials = new Map<number, LiveTrial>();
  #spans: { readonly trial: number; readonly record: SpanRecord } | null = null;
  #load = new CoreLoadRecord();
  #output = new OutputTail();
  readonly #listeners = new Set<() => void>();

  /** Load of the cores so far. */
  get load(): CoreLoadRecord {
    return this.#load;
  }

  /** The last of what a profiled program printed. */
  get output(): OutputTail {
    return this.#output;
  }

  /** Grows with every batch. */
  get version(): number {
    return this.#version;
  }

  /** Nanoseconds from the session's start, as of the last batch. */
  get nowNs(): number {
    return this.#nowNs;
  }

  /** In the order in which they began. */
  get trials(): readonly LiveTrial[] {
    return [...this.#trials.values()].sort((a, b) => a.trial - b.trial);
  }

  /** The trial under way or, between two, the one that ended last; null before the first. */
  get latestTrial(): TrialOnTape | null {
    if (this.#spans === null) return null;
    const trial = this.#trials.get(this.#spans.trial);
    return trial === undefined ? null : { trial, spans: this.#spans.record };
  }

  /** Tells of every batch. Gives the function that ends it. */
  readonly onChange = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  /** Forgets everything: the history that is about to come has it all. */
  restart(): void {
    this.#nowNs = 0;
    this.#trials.clear();
    this.#spans = null;
    this.#load = new CoreLoadRecord();
    this.#output = new OutputTail();
  }

  /** Batches come in order. One that says nothing new, because the history had it already, is passed over. */
  add(batch: LiveBatch): void {
    if (batch.nowNs <= this.#nowNs) return;
    this.#nowNs = batch.nowNs;
    this.#version++;
    for (const trial of batch.trials) this.#trials.set(trial.trial, trial);
    const newest = this.#trials.get(Math.max(...this.#trials.keys()));
    if (newest !== undefined && newest.trial !== this.#spans?.trial) {
      this.#spans = { trial: newest.trial, record: new SpanRecord(newest.startNs) };
    }
    this.#spans?.record.add(batch.spans, this.#spans.trial);
    this.#load.add(batch.cores);
    this.#output.add(batch.output);
    for (const listener of this.#listeners) listener();
  }
}
