import { slotBytes } from '../../../shared/trace-format.ts';
import { Slots } from './slots.ts';

/** One side of a task: a record, where it lies, and whose file it is from. */
export interface Side<F> {
  readonly file: F;
  readonly slots: Slots;
  readonly index: number;
  readonly number: number;
}

const blockRuns = 1024;

/**
 * Runs that workers told of, until the submitter's side of the same task has settled. They are copied, to be found by their pool's scope and
 * by key.
 */
export class SettledRuns<F> {
  readonly #byScope = new Map<string, Map<number, number>>();
  /** Keys of tasks that settled without a run, by scope. */
  readonly #missed = new Map<string, Set<number>>();
  /** Blocks of copies; there may be a million. */
  readonly #blocks: Slots[] = [];
  /** By the place of the copy. */
  readonly #files: F[] = [];
  readonly #numbers: number[] = [];
  readonly #free: number[] = [];

  add(scope: string, key: number, { file, slots, index, number }: Side<F>): void {
    const runs = this.#byScope.get(scope) ?? new Map<number, number>();
    this.#byScope.set(scope, runs);
    const place = runs.get(key) ?? this.#free.pop() ?? this.#files.length;
    const block = (this.#blocks[Math.floor(place / blockRuns)] ??= new Slots(
      new ArrayBuffer(blockRuns * slotBytes),
    ));
    block.copy(place % blockRuns, slots, index);
    this.#files[place] = file;
    this.#numbers[place] = number;
    runs.set(key, place);
  }

  has(scope: string, key: number): boolean {
    return this.#byScope.get(scope)?.has(key) === true;
  }

  /**
   * The run of a task, which is then forgotten: it stays as it is until another one is added. Where there is none, one that comes later
   * comes too late.
   */
  take(scope: string, key: number): Side<F> | null {
    const runs = this.#byScope.get(scope);
    const place = runs?.get(key);
    if (runs === undefined || place === undefined) {
      const missed = this.#missed.get(scope) ?? new Set<number>();
      this.#missed.set(scope, missed.add(key));
      return null;
    }
    runs.delete(key);
    this.#free.push(place);
    return this.#at(place);
  }

  /** Those that no submitter told of. */
  rest(): readonly Side<F>[] {
    return [...this.#byScope].flatMap(([scope, runs]) =>
      [...runs].flatMap(([key, place]) =>
        this.#missed.get(scope)?.has(key) === true ? [] : (this.#at(place) ?? []),
      ),
    );
  }

  #at(place: number): Side<F> | null {
    const file = this.#files[place];
    const number = this.#numbers[place];
    const slots = this.#blocks[Math.floor(place / blockRuns)];
    if (file === undefined || number === undefined || slots === undefined) return null;
    return { file, slots, index: place % blockRuns, number };
  }
}
