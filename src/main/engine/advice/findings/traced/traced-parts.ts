import type { SessionReader } from '../../../../../shared/session.ts';

/**
 * What the hook saw of each task, by the task's index: 45 bytes for each of a million. Its rows come in another order than those of tasks, as
 * one that was submitted within a task is only written when that one has settled.
 */
export class TracedParts {
  readonly length: number;
  /** Numbers of sites' rows; 0: nothing is known of the task. */
  readonly site: Uint32Array;
  readonly error: Uint32Array;
  /** Index + 1 of the task that submitted it; 0: none did. */
  readonly parent: Uint32Array;
  readonly flags: Uint8Array;
  readonly submitPid: Uint32Array;
  readonly submitTid: Uint32Array;
  readonly workerPid: Uint32Array;
  readonly result: Float64Array;
  readonly argumentNs: Float32Array;
  readonly resultNs: Float32Array;
  readonly longestStepNs: Float32Array;

  constructor(session: SessionReader) {
    this.length = session.count('tasks');
    const numbers = (): Uint32Array => new Uint32Array(this.length);
    const figures = (): Float32Array => new Float32Array(this.length).fill(Number.NaN);
    this.site = numbers();
    this.error = numbers();
    this.parent = numbers();
    this.flags = new Uint8Array(this.length);
    this.submitPid = numbers();
    this.submitTid = numbers();
    this.workerPid = numbers();
    this.result = new Float64Array(this.length).fill(Number.NaN);
    this.argumentNs = figures();
    this.resultNs = figures();
    this.longestStepNs = figures();
    this.#read(session);
  }

  /** The tasks from the one that submitted this one up to the first. */
  lineOf(task: number): readonly number[] {
    const line: number[] = [];
    // A damaged session may hold a circle.
    for (let at = this.parent[task] ?? 0; at !== 0 && line.length < mostInLine; at = this.parent[at - 1] ?? 0)
      line.push(at - 1);
    return line;
  }

  /** Each pair of places of which tasks of the one submitted tasks of the other. */
  *pairs(): Generator<readonly [outer: number, inner: number]> {
    const seen = new Map<number, Set<number>>();
    for (let task = 0; task < this.length; task += 1) {
      const parent = this.parent[task] ?? 0;
      if (parent === 0) continue;
      const outer = this.site[parent - 1] ?? 0;
      const inner = this.site[task] ?? 0;
      const known = seen.get(outer) ?? new Set();
      seen.set(outer, known);
      if (known.has(inner)) continue;
      known.add(inner);
      yield [outer, inner];
    }
  }

  #read(session: SessionReader): void {
    for (const batch of session.batches('traced')) {
      for (let row = 0; row < batch.task.length; row += 1) {
        const task = batch.task[row] ?? 0;
        if (task >= this.length) continue;
        this.site[task] = batch.site[row] ?? 0;
        this.error[task] = batch.error[row] ?? 0;
        this.parent[task] = batch.parent[row] ?? 0;
        this.flags[task] = batch.flags[row] ?? 0;
        this.submitPid[task] = batch.submit_pid[row] ?? 0;
        this.submitTid[task] = batch.submit_tid[row] ?? 0;
        this.workerPid[task] = batch.worker_pid[row] ?? 0;
        this.result[task] = batch.result[row] ?? Number.NaN;
        this.argumentNs[task] = batch.argument_ns[row] ?? Number.NaN;
        this.resultNs[task] = batch.result_ns[row] ?? Number.NaN;
        this.longestStepNs[task] = batch.longest_step_ns[row] ?? Number.NaN;
      }
    }
  }
}

const mostInLine = 100;
