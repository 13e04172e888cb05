import type { DetailRows } from '../../../shared/session.ts';
import { slotOffsets, tracedApis, type TracedApi, type TraceStrings } from '../../../shared/trace-format.ts';
import { HeldSteps } from './held-steps.ts';
import type { TraceHeader } from './slot-file.ts';
import type { Side } from './settled-runs.ts';
import type { Slots } from './slots.ts';
import type { TraceDetails } from './trace-details.ts';
import type { TraceFiles } from './trace-folder.ts';
import { errorAt, nameAt, placeAt, poolAt, programAt } from './trace-strings.ts';

/** A pool as one process knows it. */
export interface KnownPool {
  readonly scope: string;
  /** Null: it is none for people, and has a scope only to join what two processes recorded of one task. */
  readonly row: DetailRows['pools'] | null;
}

/** APIs without pools. */
const poolless: ReadonlySet<TracedApi> = new Set<TracedApi>([
  'threading.Thread',
  'multiprocessing.Process',
  'asyncio.Task',
  'worker_threads.Worker',
  'child_process',
  'cluster',
]);

/** What is known of one process or thread besides its records: what the numbers in them stand for in the session. */
export class TracedFile {
  readonly files: TraceFiles;
  readonly held = new HeldSteps();
  readonly #details: TraceDetails;
  #program: number | null = null;
  #told: TraceHeader | null = null;
  readonly #sites = new Map<string, number>();
  readonly #pools = new Map<number, KnownPool | null>();
  readonly #names = new Map<number, number>();
  readonly #errors = new Map<number, string>();
  /** Threads of loops, and by the number of a coroutine's record which of them is its, from 1. */
  readonly #loops: number[] = [];
  #loopOf = new Uint8Array(0);
  /** By the number of a record: that of its task, plus 1. */
  #tasks = new Uint32Array(0);

  constructor(files: TraceFiles, details: TraceDetails) {
    this.files = files;
    this.#details = details;
  }

  /** Only asked for of files that have one. */
  get header(): TraceHeader {
    return this.files.slots.header ?? noHeader;
  }

  get ownPid(): number {
    return this.header.pid;
  }

  /** Says what is known of the program, if that has changed. */
  tellProgram(): void {
    const { header } = this;
    const told = this.#told;
    const isOrderly = !Number.isNaN(header.endNs);
    if (told !== null && isOrderly !== Number.isNaN(told.endNs) && told.dropped === header.dropped) return;
    this.#told = header;
    this.#program ??= this.#details.nextProgram();
    const program = programAt(this.files.strings, header.program);
    this.#details.program({
      number: this.#program,
      language: header.language,
      pid: header.pid,
      tid: header.tid,
      runtime: program?.runtime ?? '',
      executable: program?.executable ?? '',
      argv: program?.argv ?? [],
      orderly: isOrderly,
      dropped: header.dropped,
    });
  }

  /** The number of the site of a task's record. Where the worker alone knows what it ran, `run` says it. */
  site(slots: Slots, index: number, api: TracedApi, run: Side<TracedFile> | null): number {
    const callable = slots.word(index, slotOffsets.callable);
    const site = slots.word(index, slotOffsets.site);
    const pool = slots.word(index, slotOffsets.pool);
    const isOwn = callable !== 0 || run === null;
    const key = `${api} ${callable} ${site} ${pool}`;
    const known = isOwn ? this.#sites.get(key) : undefined;
    if (known !== undefined) return known;
    const number = this.#details.site({
      api,
      callable: isOwn
        ? placeAt(this.files.strings, callable)
        : placeAt(run.file.files.strings, run.slots.word(run.index, slotOffsets.callable)),
      submitted_at: placeAt(this.files.strings, site),
      pool: this.pool(slots, index, api)?.row?.number ?? null,
    });
    if (isOwn) this.#sites.set(key, number);
    return number;
  }

  /** Null: it went to none, or it is not known which. */
  pool(slots: Slots, index: number, api: TracedApi): KnownPool | null {
    const number = slots.word(index, slotOffsets.pool);
    if (number === 0) return null;
    const known = this.#pools.get(number);
    if (known !== undefined) return known;
    const pool = poolAt(this.files.strings, number);
    const made = pool === null ? null : { scope: pool.scope, row: this.#poolRow(api, pool, null) };
    this.#pools.set(number, made);
    return made;
  }

  /** This process submits to the pool, so it is taken for its maker. */
  claimPool(slots: Slots, index: number, api: TracedApi): KnownPool | null {
    const known = this.pool(slots, index, api);
    if (known === null || known.row?.pid !== 0) return known;
    const pool = poolAt(this.files.strings, slots.word(index, slotOffsets.pool));
    if (pool === null) return known;
    const claimed = { scope: known.scope, row: this.#poolRow(api, pool, this.ownPid) };
    this.#pools.set(slots.word(index, slotOffsets.pool), claimed);
    return claimed;
  }

  #poolRow(api: TracedApi, pool: TraceStrings['pool'], makerPid: number | null): DetailRows['pools'] | null {
    return poolless.has(api) ? null : this.#details.pool(api, pool, makerPid);
  }

  /** The number of a record's name in the session. */
  name(slots: Slots, index: number): number {
    const number = slots.word(index, slotOffsets.name);
    if (number === 0) return 0;
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    const made = this.#details.name(nameAt(this.files.strings, number) ?? '');
    remember(this.#names, number, made);
    return made;
  }

  nameText(slots: Slots, index: number): string {
    return nameAt(this.files.strings, slots.word(index, slotOffsets.name)) ?? '';
  }

  /** What a record's task failed with, as text: `ValueError: no such thing`; empty: it is not known. */
  error(slots: Slots, index: number): string {
    const number = slots.word(index, slotOffsets.error);
    if (number === 0) return '';
    const known = this.#errors.get(number);
    if (known !== undefined) return known;
    const error = errorAt(this.files.strings, number);
    const text = error === null ? '' : [error.type, error.message].filter((part) => part !== '').join(': ');
    remember(this.#errors, number, text);
    return text;
  }

  /** The task of a record has this number in the session; `loop`: the thread of the loop on which a coroutine ran, null of others. */
  setTask(record: number, task: number, loop: number | null): void {
    if (record >= this.#tasks.length) {
      const length = Math.max(256, record + 1, 2 * this.#tasks.length);
      this.#tasks = extended(this.#tasks, new Uint32Array(length));
      this.#loopOf = extended(this.#loopOf, new Uint8Array(length));
    }
    this.#tasks[record] = task + 1;
    if (loop !== null) this.#loopOf[record] = this.#placeOfLoop(loop);
  }

  /** The thread of the loop on which the coroutine of a record ran; null: it is none. */
  loopOf(record: number): number | null {
    return this.#loops[(this.#loopOf[record] ?? 0) - 1] ?? null;
  }

  #placeOfLoop(tid: number): number {
    const known = this.#loops.indexOf(tid);
    if (known !== -1) return known + 1;
    // Steps beyond the loops that a byte can tell apart go without a place rather than to the wrong one.
    return this.#loops.length < 255 ? this.#loops.push(tid) : 0;
  }

  /** The number of a record's task in the session, plus 1; 0: it has not settled. */
  taskAfter(record: number): number {
    return this.#tasks[record] ?? 0;
  }
}

/** What was looked up last is looked up again, as all tasks of one function have one name, but a million tasks may all have their own. */
const mostRemembered = 10_000;

function remember<V>(known: Map<number, V>, number: number, value: V): void {
  if (known.size === mostRemembered) known.clear();
  known.set(number, value);
}

function extended<A extends Uint32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

const noHeader: TraceHeader = {
  language: 'python',
  pid: 0,
  ppid: 0,
  tid: null,
  startNs: Number.NaN,
  endNs: Number.NaN,
  dropped: 0,
  program: 0,
};

/** The API of a record; null: none that this version knows. */
export const apiOf = (slots: Slots, index: number): TracedApi | null =>
  tracedApis[slots.byte(index, slotOffsets.api)] ?? null;
