import type { FlightEvidence } from './traced-evidence.ts';

/**
 * Whether tasks overlap between submit and end, told from their order of settling alone: tasks that never do settle in the order in which
 * they were submitted.
 */
export class FlightTally {
  #tasks = 0;
  #overlapping = 0;
  #inFlightNs = 0;
  #from = Number.NaN;
  #to = Number.NaN;
  #lastEnd = Number.NaN;

  /** `end`: as the worker saw it; the submitter may have the result later, and the next task then waits for it. */
  add(submit: number, end: number, result: number): void {
    const settled = Number.isNaN(result) ? end : Math.max(end, result);
    if (Number.isNaN(submit) || Number.isNaN(settled)) return;
    this.#tasks += 1;
    if (submit < this.#lastEnd) this.#overlapping += 1;
    else this.#inFlightNs += Math.max(0, settled - Math.max(submit, later(this.#to, submit)));
    this.#lastEnd = later(this.#lastEnd, end);
    this.#from = Number.isNaN(this.#from) ? submit : Math.min(this.#from, submit);
    this.#to = later(this.#to, settled);
  }

  evidence(): FlightEvidence {
    return {
      tasks: this.#tasks,
      overlapping: this.#overlapping,
      inFlightNs: this.#inFlightNs,
      from: this.#from,
      to: this.#to,
    };
  }
}

/** The later of two moments, of which the first may not be known. */
const later = (known: number, other: number): number => (known > other ? known : other);
