import type { LiveSpans } from '../../../shared/jobs.ts';

/** One row of a span record. */
export interface Span {
  readonly lane: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly tasks: number;
  readonly failed: number;
}

/** Spans that together are narrower than this share of the trial so far can no longer be told apart on any screen. */
const finestShare = 1 / 4096;

/**
 * The spans of one trial under way, in the order in which they came. What is too narrow to be seen joins the span before it on its lane, so
 * the record, and the time that painting it takes, grow with the logarithm of time.
 */
export class SpanRecord {
  readonly #originNs: number;
  #lanes = new Uint16Array(1024);
  #starts = new Float64Array(1024);
  #ends = new Float64Array(1024);
  #tasks = new Uint32Array(1024);
  #failed = new Uint32Array(1024);
  #length = 0;
  readonly #lastOfLane = new Map<number, number>();

  /** @param originNs the trial's start */
  constructor(originNs: number) {
    this.#originNs = originNs;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes the rows of `spans` that belong to `trial`. */
  add(spans: LiveSpans, trial: number): void {
    for (let index = 0; index < spans.trial.length; index++) {
      if (spans.trial[index] !== trial) continue;
      const startNs = spans.startNs[index] ?? Number.NaN;
      const endNs = spans.endNs[index] ?? Number.NaN;
      // What never ran has no place on a time axis.
      if (Number.isNaN(endNs - startNs)) continue;
      this.#place({
        lane: spans.lane[index] ?? 0,
        startNs,
        endNs,
        tasks: spans.tasks[index] ?? 0,
        failed: spans.failed[index] ?? 0,
      });
    }
  }

  /** Calls `see` for the rows from `first` on. */
  forEach(first: number, see: (span: Span) => void): void {
    for (let row = first; row < this.#length; row++) {
      see({
        lane: this.#lanes[row] ?? 0,
        startNs: this.#starts[row] ?? 0,
        endNs: this.#ends[row] ?? 0,
        tasks: this.#tasks[row] ?? 0,
        failed: this.#failed[row] ?? 0,
      });
    }
  }

  #place(span: Span): void {
    const last = this.#lastOfLane.get(span.lane);
    if (last !== undefined && this.#joins(last, span)) {
      this.#ends[last] = Math.max(this.#ends[last] ?? 0, span.endNs);
      this.#tasks[last] = (this.#tasks[last] ?? 0) + span.tasks;
      this.#failed[last] = (this.#failed[last] ?? 0) + span.failed;
      return;
    }
    if (this.#length === this.#starts.length) this.#grow();
    const row = this.#length++;
    this.#lanes[row] = span.lane;
    this.#starts[row] = span.startNs;
    this.#ends[row] = span.endNs;
    this.#tasks[row] = span.tasks;
    this.#failed[row] = span.failed;
    this.#lastOfLane.set(span.lane, row);
  }

  /** A failure stays a span of its own among the others: it is what people look for. */
  #joins(last: number, span: Span): boolean {
    const finestNs = (span.endNs - this.#originNs) * finestShare;
    const alike = (this.#failed[last] ?? 0) > 0 === span.failed > 0;
    return alike && span.endNs - (this.#starts[last] ?? 0) <= finestNs;
  }

  #grow(): void {
    const size = this.#starts.length * 2;
    this.#lanes = enlarged(this.#lanes, new Uint16Array(size));
    this.#starts = enlarged(this.#starts, new Float64Array(size));
    this.#ends = enlarged(this.#ends, new Float64Array(size));
    this.#tasks = enlarged(this.#tasks, new Uint32Array(size));
    this.#failed = enlarged(this.#failed, new Uint32Array(size));
  }
}

function enlarged<A extends Uint16Array | Float64Array | Uint32Array>(values: A, into: A): A {
  into.set(values);
  return into;
}
