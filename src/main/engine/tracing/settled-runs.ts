import { RecordCache, type ReadRecords } from './record-cache.ts';
import { RunIndex, type RunPlace } from './run-index.ts';
import type { Slots } from './slots.ts';

/** One side of a task: a record, where it lies, and whose file it is from. */
export interface Side<F> {
  readonly file: F;
  readonly slots: Slots;
  readonly index: number;
  readonly number: number;
}

/**
 * Runs that workers told of, until the submitter's side of the same task has settled. Found by their pool's scope and by key; what they say
 * stays in their files, which are read again then: a million of them would be a hundred megabytes.
 */
export class SettledRuns<F> {
  readonly #byScope = new Map<string, RunIndex>();
  readonly #records: RecordCache<F>;

  constructor(read: ReadRecords<F>) {
    this.#records = new RecordCache(read);
  }

  add(scope: string, key: number, { file, number }: Side<F>): void {
    const place = { file: this.#records.numberOf(file), record: number };
    this.#records.written(place.file, number);
    this.#indexOf(scope).set(key, place);
  }

  has(scope: string, key: number): boolean {
    return this.#byScope.get(scope)?.has(key) === true;
  }

  /**
   * The run of a task, which is then forgotten: it stays as it is until another one is asked for. Where there is none, one that comes later
   * comes too late.
   */
  take(scope: string, key: number): Side<F> | null {
    const runs = this.#indexOf(scope);
    const place = runs.take(key);
    if (runs.size === 0) this.#byScope.delete(scope);
    return place === null ? null : this.#at(place);
  }

  /** Those that no submitter told of, each until the next one. */
  *rest(): Iterable<Side<F>> {
    for (const runs of this.#byScope.values()) {
      for (const place of runs.rest()) {
        const side = this.#at(place);
        if (side !== null) yield side;
      }
    }
  }

  #indexOf(scope: string): RunIndex {
    const known = this.#byScope.get(scope);
    if (known !== undefined) return known;
    const made = new RunIndex();
    this.#byScope.set(scope, made);
    return made;
  }

  #at({ file: number, record }: RunPlace): Side<F> | null {
    const file = this.#records.fileAt(number);
    const found = this.#records.at(number, record);
    return file === null || found === null ? null : { file, ...found, number: record };
  }
}
