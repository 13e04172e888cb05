import { outcomeCode, type TaskBatch } from '../../shared/session.ts';
import type { FailureCount } from '../../shared/worker-protocol.ts';
import type { SettledTask } from './executors/executor.ts';

const batchRows = 4096;
/** Every message wakes the engine and the store beside the measured cores; ten a second cost a quarter of fifty. */
const flushEveryNs = 100e6;
const distinctFailures = 50;

export interface SettledRow {
  readonly index: number;
  readonly input: number;
  readonly submit: number;
  readonly argumentBytes: number;
  readonly settled: SettledTask;
}

/**
 * Collects settled tasks into columns and hands them on ten times a second, from within the settling itself and not only
 * from a timer: synchronous tasks on an event loop leave no turn for timers, and a runner that crashes
 * must not take more than its last tenth of a second of tasks with it.
 */
export class SettledTasks {
  readonly #send: (batch: TaskBatch) => void;
  readonly #now: () => number;
  readonly #failures = new Map<string, { -readonly [K in keyof FailureCount]: FailureCount[K] }>();
  #batch = emptyBatch(batchRows);
  #rows = 0;
  #flushedAt: number;

  constructor(now: () => number, send: (batch: TaskBatch) => void) {
    this.#now = now;
    this.#send = send;
    this.#flushedAt = now();
  }

  add({ index, input, submit, argumentBytes, settled }: SettledRow): void {
    const row = this.#rows;
    const batch = this.#batch;
    batch.index[row] = index;
    batch.input[row] = input;
    batch.submit[row] = submit;
    batch.start[row] = settled.start;
    batch.end[row] = settled.end;
    batch.worker[row] = settled.worker;
    batch.lane[row] = settled.lane;
    batch.tid[row] = settled.tid;
    batch.outcome[row] = outcomeCode(settled.outcome);
    batch.argument_bytes[row] = argumentBytes;
    batch.result_bytes[row] = settled.resultBytes;
    this.#rows = row + 1;
    if (settled.message !== null) this.#countFailure(settled, index);
    // The task's own end is clock enough; one without an end waits for the timer.
    if (this.#rows === batchRows || settled.end - this.#flushedAt > flushEveryNs) this.flush();
  }

  flush(): void {
    this.#flushedAt = this.#now();
    if (this.#rows === 0) return;
    const full = this.#batch;
    const rows = this.#rows;
    this.#batch = emptyBatch(batchRows);
    this.#rows = 0;
    this.#send(rows === batchRows ? full : firstRows(full, rows));
  }

  failures(): FailureCount[] {
    return [...this.#failures.values()];
  }

  #countFailure({ outcome, message }: SettledTask, firstTask: number): void {
    const own = `${outcome} ${message}`;
    const key = this.#failures.has(own) || this.#failures.size < distinctFailures ? own : outcome;
    const known = this.#failures.get(key);
    if (known !== undefined) known.count += 1;
    else {
      const text = key === own ? (message ?? '') : 'other messages';
      this.#failures.set(key, { outcome, message: text, count: 1, firstTask });
    }
  }
}

function emptyBatch(rows: number): TaskBatch {
  return {
    trial: new Uint16Array(rows),
    index: new Uint32Array(rows),
    input: new Uint32Array(rows),
    submit: new Float64Array(rows),
    start: new Float64Array(rows),
    end: new Float64Array(rows),
    worker: new Uint32Array(rows),
    lane: new Uint16Array(rows),
    tid: new Uint32Array(rows),
    outcome: new Uint8Array(rows),
    argument_bytes: new Float64Array(rows),
    result_bytes: new Float64Array(rows),
  };
}

function firstRows(batch: TaskBatch, rows: number): TaskBatch {
  return {
    trial: batch.trial.subarray(0, rows),
    index: batch.index.subarray(0, rows),
    input: batch.input.subarray(0, rows),
    submit: batch.submit.subarray(0, rows),
    start: batch.start.subarray(0, rows),
    end: batch.end.subarray(0, rows),
    worker: batch.worker.subarray(0, rows),
    lane: batch.lane.subarray(0, rows),
    tid: batch.tid.subarray(0, rows),
    outcome: batch.outcome.subarray(0, rows),
    argument_bytes: batch.argument_bytes.subarray(0, rows),
    result_bytes: batch.result_bytes.subarray(0, rows),
  };
}
