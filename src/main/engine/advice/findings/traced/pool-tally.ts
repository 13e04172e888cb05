import type { DetailRows } from '../../../../../shared/session.ts';
import { slotFlags } from '../../../../../shared/trace-format.ts';
import type { EvidenceScope } from '../evidence.ts';
import { TaskTally } from '../task-tally.ts';
import { FlightTally } from './flight-tally.ts';
import type { JoinedTask } from './joined-tasks.ts';
import type { MovedBytes, PoolEvidence, ThreadWork } from './traced-evidence.ts';

/** Adds up the tasks of one pool; 16 bytes for each stay, to tell how many ran at the same time. */
export class PoolTally {
  readonly row: DetailRows['pools'];
  /** Rows of workers that ran its tasks. */
  readonly workers = new Set<number>();
  from = Number.NaN;
  to = Number.NaN;
  #tasks = 0;
  #runNs = 0;
  #awaitedAtOnce = 0;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #moved = { tasks: 0, runNs: 0, argumentNs: 0, resultNs: 0, argumentBytes: 0, resultBytes: 0 };
  readonly #flight = new FlightTally();
  readonly #handedOver: TaskTally;
  readonly #bySite = new Map<DetailRows['sites'], number>();

  constructor(row: DetailRows['pools'], scope: EvidenceScope) {
    this.row = row;
    this.#handedOver = new TaskTally(scope);
  }

  add(task: JoinedTask, site: DetailRows['sites']): void {
    const { submit, start, end, lane, index } = task;
    this.#tasks += 1;
    this.#bySite.set(site, (this.#bySite.get(site) ?? 0) + 1);
    if ((task.flags & slotFlags.awaitedAtOnce) !== 0) this.#awaitedAtOnce += 1;
    this.#flight.add(submit, end, task.result);
    if (!(this.from <= submit)) this.from = submit;
    for (const time of [submit, start, end]) if (!(time <= this.to) && !Number.isNaN(time)) this.to = time;
    if (Number.isNaN(start)) return;
    this.workers.add(task.worker);
    this.#starts.push(start);
    // Nobody saw its end: its worker was busy with it until then, whenever that was.
    this.#ends.push(Number.isNaN(end) ? Infinity : end);
    if (Number.isNaN(end)) return;
    this.#runNs += end - start;
    this.#move(task, end - start);
    this.#handedOver.addTask({ lane, index, submit, start, end });
  }

  evidence(started: number, work: ThreadWork | null): PoolEvidence {
    const [mainSite] = [...this.#bySite].sort(([, a], [, b]) => b - a)[0] ?? [];
    return {
      row: this.row,
      started,
      tasks: this.#tasks,
      busiest: mostAtOnce(this.#starts, this.#ends),
      runNs: this.#runNs,
      from: this.from,
      to: this.to,
      moved: this.moved,
      flight: this.#flight.evidence(),
      awaitedAtOnce: this.#awaitedAtOnce,
      work,
      handedOver: this.#handedOver.evidence(),
      mainSite: mainSite ?? null,
    };
  }

  get moved(): MovedBytes {
    return this.#moved;
  }

  #move({ argumentNs, resultNs, argumentBytes, resultBytes }: JoinedTask, runNs: number): void {
    if (Number.isNaN(argumentNs) && Number.isNaN(resultNs)) return;
    this.#moved.tasks += 1;
    this.#moved.runNs += runNs;
    this.#moved.argumentNs += known(argumentNs);
    this.#moved.resultNs += known(resultNs);
    this.#moved.argumentBytes += known(argumentBytes);
    this.#moved.resultBytes += known(resultBytes);
  }
}

const known = (figure: number): number => (Number.isNaN(figure) ? 0 : figure);

/** Of stays [start, end): the most that there were at any moment. */
export function mostAtOnce(starts: readonly number[], ends: readonly number[]): number {
  const begins = Float64Array.from(starts).sort();
  const stops = Float64Array.from(ends).sort();
  let most = 0;
  let over = 0;
  for (let begun = 0; begun < begins.length; begun += 1) {
    while ((stops[over] ?? Infinity) <= (begins[begun] ?? 0)) over += 1;
    most = Math.max(most, begun + 1 - over);
  }
  return most;
}
