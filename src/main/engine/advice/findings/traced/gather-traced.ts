import type { DetailRows, SessionReader } from '../../../../../shared/session.ts';
import { spanKinds, type TracedApi, type TracedLanguage } from '../../../../../shared/trace-format.ts';
import type { EvidenceScope } from '../evidence.ts';
import type { People } from '../people.ts';
import { heavyOf } from './heavy-coroutines.ts';
import { joinedTasks, type JoinedTask } from './joined-tasks.ts';
import { LoopTally, PresenceCount } from './loop-tally.ts';
import { Nestings } from './nestings.ts';
import { PoolTally } from './pool-tally.ts';
import { SubmitTally, trivialTaskNs } from './submit-tally.ts';
import { threadKey } from './thread-key.ts';
import { ThreadWindows } from './thread-windows.ts';
import { TracedParts } from './traced-parts.ts';
import { isUnfinishedElsewhere, UntoldDeaths } from './untold-deaths.ts';
import type {
  Hold,
  LoopEvidence,
  LoopWait,
  PoolEvidence,
  SubmitEvidence,
  TracedEvidence,
} from './traced-evidence.ts';

const heldLoop = spanKinds.indexOf('held-loop');
const noWait: LoopWait = { runDelayNs: 0, stolenNs: 0 };
const asyncioApi = 'asyncio.Task';
/** A thread or a process for each task. */
const startsOneFor: ReadonlySet<TracedApi> = new Set<TracedApi>([
  'threading.Thread',
  'multiprocessing.Process',
  'worker_threads.Worker',
]);

/**
 * What the tasks of a traced program did; null: none was traced. Streams are read one after the other and not held; what is held is sums for
 * each place that submits, each pool and each loop, 45 bytes for each task and 16 more for each of a pool's. Throws session-unreadable as the
 * reader does.
 */
export function gatherTraced(
  session: SessionReader,
  scope: EvidenceScope,
  people: People,
): TracedEvidence | null {
  if (scope.trial !== null || !isTraced(session)) return null;
  return new Gathering(session, scope, people).evidence();
}

const isTraced = (session: SessionReader): boolean =>
  session.count('traced') > 0 || session.count('spans') > 0 || session.details('pools').length > 0;

class Gathering {
  readonly #session: SessionReader;
  readonly #windows: ThreadWindows;
  readonly #sites: ReadonlyMap<number, DetailRows['sites']>;
  readonly #workers: ReadonlyMap<number, { readonly pid: number; readonly tid: number }>;
  readonly #languages: ReadonlyMap<number, TracedLanguage>;
  readonly #names = new Map<number, string>();
  readonly #allSubmits: SubmitTally[] = [];
  /** By the submitting thread. */
  readonly #submits = new Map<DetailRows['sites'], Map<number, SubmitTally>>();
  readonly #pools: ReadonlyMap<number, PoolTally>;
  readonly #deaths: UntoldDeaths;
  readonly #soloWorkers = new Set<number>();
  readonly #loops = new Map<number, LoopTally>();
  readonly #parts: TracedParts;

  constructor(session: SessionReader, scope: EvidenceScope, people: People) {
    this.#session = session;
    this.#parts = new TracedParts(session);
    this.#deaths = new UntoldDeaths(people.processes);
    this.#windows = new ThreadWindows(scope, people);
    this.#sites = new Map(session.details('sites').map((row) => [row.number, row]));
    this.#workers = new Map(session.workers().map((row) => [row.worker, row]));
    this.#languages = new Map(session.details('programs').map(({ pid, language }) => [pid, language]));
    this.#pools = new Map(session.details('pools').map((row) => [row.number, new PoolTally(row, scope)]));
  }

  evidence(): TracedEvidence {
    for (const { number, text } of this.#session.details('names')) this.#names.set(number, text);
    for (const task of joinedTasks(this.#session, this.#parts)) this.#addTask(task);
    this.#addDeaths();
    this.#addSteps();
    this.#addSpans();
    const holds = this.#holdsByLoop();

    const submits = this.#allSubmits.map((tally) => this.#submitEvidence(tally));
    const pools = this.#poolEvidence();
    const nestings = new Nestings(this.#parts, this.#sites, pools).evidence((inner) => this.#workOf(inner));
    const loops = [...this.#loops.values()].map((loop) => this.#loopEvidence(loop, holds.get(loop) ?? []));
    this.#windows.read(this.#session);
    return {
      submits,
      pools,
      nestings,
      loops,
      soloThreads: this.#soloThreads(),
      hasTasks: this.#submits.size > 0,
    };
  }

  readonly #nameOf = (name: number): string | null => this.#names.get(name) ?? null;

  #addTask(task: JoinedTask): void {
    const site = this.#sites.get(task.site);
    if (site === undefined) return;
    const submits = this.#submitsOf(site, task);
    submits.add(task, this.#nameOf);
    if (site.pool !== null) {
      this.#pools.get(site.pool)?.add(task, site);
      if (isUnfinishedElsewhere(task)) this.#deaths.add(site.pool, task, submits);
    }
    if (startsOneFor.has(site.api)) this.#soloWorkers.add(task.worker);
    if (site.api !== asyncioApi) return;
    const { pid, tid } = this.#workers.get(task.worker) ?? { pid: task.submitPid, tid: task.submitTid };
    this.#loop(pid, tid).task(task, site);
  }

  #submitsOf(site: DetailRows['sites'], task: JoinedTask): SubmitTally {
    let ofSite = this.#submits.get(site);
    if (ofSite === undefined) this.#submits.set(site, (ofSite = new Map()));
    const key = threadKey(task.submitPid, task.submitTid);
    let tally = ofSite.get(key);
    if (tally === undefined) {
      ofSite.set(key, (tally = new SubmitTally(site, task)));
      this.#allSubmits.push(tally);
    }
    return tally;
  }

  #loop(pid: number, tid: number): LoopTally {
    const key = threadKey(pid, tid);
    let loop = this.#loops.get(key);
    if (loop === undefined) this.#loops.set(key, (loop = new LoopTally(pid, tid)));
    return loop;
  }

  /** Nobody tells of a worker of `multiprocessing.Pool` that died: others of its pool live on. */
  #addDeaths(): void {
    const lanes = Map.groupBy(this.#session.details('lanes'), ({ pool }) => pool);
    this.#deaths.tell((pool) => (lanes.get(pool) ?? []).map(({ pid }) => pid), this.#nameOf);
  }

  #addSteps(): void {
    for (const { task, pid, tid, start, end } of this.#session.batches('steps')) {
      for (let row = 0; row < task.length; row += 1) {
        const loop = this.#loops.get(threadKey(pid[row] ?? 0, tid[row] ?? 0));
        const to = end[row] ?? Number.NaN;
        if (!Number.isNaN(to)) loop?.step(task[row] ?? 0, start[row] ?? 0, to);
      }
    }
  }

  #addSpans(): void {
    for (const { kind, name, pid, tid, start, end } of this.#session.batches('spans')) {
      for (let row = 0; row < kind.length; row += 1) {
        if (kind[row] !== heldLoop) continue;
        this.#loop(pid[row] ?? 0, tid[row] ?? 0).held(
          this.#nameOf(name[row] ?? 0),
          start[row] ?? 0,
          end[row] ?? 0,
        );
      }
    }
  }

  /** A second look at the tasks, and only where a loop was held. */
  #holdsByLoop(): ReadonlyMap<LoopTally, readonly Omit<Hold, 'wait'>[]> {
    const held = [...this.#loops.values()].filter(({ holds }) => holds.length > 0);
    const counts = new Map(
      held.map((loop) => [loop, new PresenceCount(loop.holds, (task) => this.#parts.lineOf(task))]),
    );
    if (held.length > 0) {
      const batches = this.#session.columnBatches('tasks', { columns: ['index', 'submit', 'end', 'worker'] });
      for (const batch of batches) {
        for (let row = 0; row < batch.index.length; row += 1) {
          const index = batch.index[row] ?? 0;
          if (this.#siteOfTask(index)?.api !== asyncioApi) continue;
          const thread = this.#workers.get(batch.worker[row] ?? 0);
          const loop = this.#loops.get(threadKey(thread?.pid ?? 0, thread?.tid ?? 0));
          const count = loop === undefined ? undefined : counts.get(loop);
          count?.add({ index, submit: batch.submit[row] ?? 0, end: batch.end[row] ?? Number.NaN });
        }
      }
    }
    return new Map([...counts].map(([loop, count]) => [loop, count.holds((task) => this.#siteOfTask(task))]));
  }

  #siteOfTask(task: number): DetailRows['sites'] | null {
    return this.#sites.get(this.#parts.site[task] ?? 0) ?? null;
  }

  #submitEvidence(tally: SubmitTally): SubmitEvidence {
    const { site, submitter, tasks, runNs, firstSubmit, lastSubmit } = tally;
    const pool = site.pool === null ? null : (this.#pools.get(site.pool)?.row ?? null);
    const isTrivial = site.api !== asyncioApi && tasks > 1 && runNs / tasks <= trivialTaskNs;
    const rows = isTrivial ? this.#windows.rowsOf(submitter.pid, submitter.tid) : [];
    return tally.evidence(pool, this.#windows.open(rows, firstSubmit, lastSubmit));
  }

  #poolEvidence(): readonly PoolEvidence[] {
    const lanes = Map.groupBy(this.#session.details('lanes'), ({ pool }) => pool);
    return [...this.#pools.values()].map((tally) => {
      const seen = Math.max(lanes.get(tally.row.number)?.length ?? 0, tally.workers.size);
      // A pool that replaces its workers, or lets idle ones go, starts more than it ever has at a time.
      const started = Math.min(seen, tally.row.workers ?? Infinity);
      return tally.evidence(started, this.#windows.open(this.#rowsOfPool(tally), tally.from, tally.to));
    });
  }

  #workOf(pools: readonly PoolEvidence[]) {
    const tallies = pools.flatMap(({ row }) => this.#pools.get(row.number) ?? []);
    return this.#windows.open(
      tallies.flatMap((tally) => this.#rowsOfPool(tally)),
      Math.min(...tallies.map(({ from }) => from)),
      Math.max(...tallies.map(({ to }) => to)),
    );
  }

  #rowsOfPool({ workers }: PoolTally): readonly number[] {
    return [...workers].flatMap((worker) => this.#rowsOfWorker(worker));
  }

  #soloThreads(): ReadonlySet<number> {
    return new Set([...this.#soloWorkers].flatMap((worker) => this.#rowsOfWorker(worker)));
  }

  #rowsOfWorker(worker: number): readonly number[] {
    const thread = this.#workers.get(worker);
    return thread === undefined ? [] : this.#windows.rowsOf(thread.pid, thread.tid);
  }

  #loopEvidence(loop: LoopTally, holds: readonly Omit<Hold, 'wait'>[]): LoopEvidence {
    const { pid, tid } = loop;
    const rows = this.#windows.rowsOf(pid, tid);
    const waits = this.#windows.openEach(rows, holds);
    const heavy = heavyOf([...loop.heavy.values()], (task) => this.#parts.lineOf(task));
    return {
      pid,
      tid,
      holds: holds.map((hold, nth) => Object.assign({}, hold, { wait: waits[nth] ?? noWait })),
      language: this.#languages.get(pid) ?? null,
      heavy: heavy === null ? null : { ...heavy, work: this.#windows.open(rows, heavy.from, heavy.to) },
    };
  }
}
