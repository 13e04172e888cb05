import type { DetailKind, DetailRows, WorkerRow } from '../../../shared/session.ts';
import type { TracedApi, TraceStrings } from '../../../shared/trace-format.ts';
import { PairTable } from '../store/pair-table.ts';

/** What details go to. */
export interface DetailSink {
  addDetails<K extends DetailKind>(kind: K, rows: readonly DetailRows[K][]): void;
  addWorkers(rows: readonly WorkerRow[]): void;
}

/** Names beyond these are left out: they are for people, who read no hundred thousand, and are held in memory by whoever shows them. */
const mostNames = 100_000;

/** Numbers what the tasks of a traced program refer to: each site, pool, name and worker once, whichever process told of it. */
export class TraceDetails {
  readonly #sink: DetailSink;
  readonly #sites = new Map<string, number>();
  readonly #names = new Map<string, number>();
  /** By scope. */
  readonly #pools = new Map<string, DetailRows['pools']>();
  /** Their numbers, by pid and tid: a program may start a thread for each of a million tasks. */
  readonly #workers = new PairTable();
  #programs = 0;
  #fresh = emptyRows();

  constructor(sink: DetailSink) {
    this.#sink = sink;
  }

  site(site: Omit<DetailRows['sites'], 'number'>): number {
    const key = JSON.stringify(site);
    return this.#numbered(this.#sites, key, (number) => this.#fresh.sites.push({ number, ...site }));
  }

  /** 0: no name, or one too many. */
  name(text: string): number {
    if (text === '') return 0;
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size === mostNames) return 0;
    return this.#numbered(this.#names, text, (number) => this.#fresh.names.push({ number, text }));
  }

  /** `makerPid`: the process that made it; null: whoever tells of it does not know. */
  pool(api: TracedApi, pool: TraceStrings['pool'], makerPid: number | null): DetailRows['pools'] {
    const known = this.#pools.get(pool.scope);
    if (known !== undefined && (makerPid === null || known.pid !== 0)) return known;
    const number = known?.number ?? this.#pools.size + 1;
    const workers = pool.workers === 0 ? null : pool.workers;
    const row = { number, api, name: pool.name, pid: makerPid ?? 0, workers };
    this.#pools.set(pool.scope, row);
    this.#fresh.pools.push(row);
    return row;
  }

  /** The number of the worker that a thread is; `name` counts when it is first told of. */
  worker(pid: number, tid: number, name: string): number {
    const known = this.#workers.get(pid, tid);
    if (!Number.isNaN(known)) return known;
    const worker = this.#workers.size;
    this.#workers.set(pid, tid, worker);
    this.#fresh.workers.push({ worker, trial: 0, pid, tid, name, affinity: null });
    return worker;
  }

  lane(row: DetailRows['lanes']): void {
    this.#fresh.lanes.push(row);
  }

  nextProgram(): number {
    return (this.#programs += 1);
  }

  /** Given again under its number, it replaces the row before. */
  program(row: DetailRows['programs']): void {
    this.#fresh.programs.push(row);
  }

  /** Hands on what is new. Before the rows that refer to it, so that whoever reads on finds it. */
  flush(): void {
    const { sites, pools, lanes, programs, names, workers } = this.#fresh;
    this.#fresh = emptyRows();
    if (sites.length > 0) this.#sink.addDetails('sites', sites);
    if (pools.length > 0) this.#sink.addDetails('pools', pools);
    if (lanes.length > 0) this.#sink.addDetails('lanes', lanes);
    if (programs.length > 0) this.#sink.addDetails('programs', programs);
    if (names.length > 0) this.#sink.addDetails('names', names);
    if (workers.length > 0) this.#sink.addWorkers(workers);
  }

  #numbered(numbers: Map<string, number>, key: string, onNew: (number: number) => void): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size + 1;
    numbers.set(key, number);
    onNew(number);
    return number;
  }
}

const emptyRows = () => ({
  sites: new Array<DetailRows['sites']>(),
  pools: new Array<DetailRows['pools']>(),
  lanes: new Array<DetailRows['lanes']>(),
  programs: new Array<DetailRows['programs']>(),
  names: new Array<DetailRows['names']>(),
  workers: new Array<WorkerRow>(),
});
