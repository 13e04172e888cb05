import type { Percentiles } from '../../../shared/lab-report.ts';
import { outcomeCode, type TaskBatch } from '../../../shared/session.ts';
import { percentiles } from '../../../shared/statistics.ts';
import { nanosecondsPerMillisecond } from '../../../shared/units.ts';

const ok = outcomeCode('ok');

/** What is counted of a batch of tasks. */
export type TalliedColumns = Pick<TaskBatch, 'index' | 'submit' | 'start' | 'end' | 'outcome'>;

/** Settled tasks of one trial, as far as its report needs them: counts, durations, queue waits and the time span. */
export class TaskTally {
  #settled = 0;
  #failed = 0;
  #firstSubmit = Number.POSITIVE_INFINITY;
  #lastEnd = Number.NEGATIVE_INFINITY;
  readonly #runMs: Float64Array[] = [];
  readonly #queueMs: Float64Array[] = [];

  add(batch: TalliedColumns): void {
    const rows = batch.index.length;
    const runMs = new Float64Array(rows);
    const queueMs = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const submit = batch.submit[row] ?? Number.NaN;
      const start = batch.start[row] ?? Number.NaN;
      const end = batch.end[row] ?? Number.NaN;
      runMs[row] = (end - start) / nanosecondsPerMillisecond;
      queueMs[row] = (start - submit) / nanosecondsPerMillisecond;
      if (batch.outcome[row] !== ok) this.#failed += 1;
      if (submit < this.#firstSubmit) this.#firstSubmit = submit;
      if (end > this.#lastEnd) this.#lastEnd = end;
    }
    this.#settled += rows;
    this.#runMs.push(runMs);
    this.#queueMs.push(queueMs);
  }

  get settled(): number {
    return this.#settled;
  }

  get failed(): number {
    return this.#failed;
  }

  /** First submit to last end; null before any task ended. */
  get spanNs(): number | null {
    const span = this.#lastEnd - this.#firstSubmit;
    return Number.isFinite(span) ? span : null;
  }

  taskMs(): Percentiles {
    return percentiles(concatenate(this.#runMs, this.#settled));
  }

  queueMs(): Percentiles {
    return percentiles(concatenate(this.#queueMs, this.#settled));
  }
}

function concatenate(parts: readonly Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
