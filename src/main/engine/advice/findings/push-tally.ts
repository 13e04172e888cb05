import type { Scheduling } from '../../../../shared/lab-report.ts';
import type { CulpritName } from './culprit-names.ts';
import type { Culprit, Pushes } from './evidence.ts';

/** A thread of the workload that was pushed off `core` at `at` by somebody else. */
interface Push {
  readonly thread: number;
  readonly core: number;
  readonly at: number;
  /** Row of the culprit + 1; 0: somebody outside, nobody knows who. */
  readonly by: number;
  /** When the pushed thread ran again, on whatever core; NaN: not seen yet. */
  again: number;
  /** When a thread of the workload was on the core again; NaN: not seen yet. */
  returned: number;
}

/** In process mode, what lies between two switches of one core: a thread that took it from outside stays for longer than this. */
const switchingNs = 10e3;

/**
 * Who pushed the workload's threads off, and how long they held what they took: from the push until the pushed thread runs again,
 * or another thread of the workload has the core, whichever is first. What a pushed thread waits beyond that, it waits for its own kind.
 *
 * Slices are told when they end, and one that ended by preemption not before its core's next event: the pushed thread may have been
 * on another core by then. So either moment may be heard of first, and a push is judged when both are known.
 */
export class PushTally {
  readonly #mode: Scheduling['mode'];
  readonly #isWorkload: (thread: number) => boolean;
  readonly #byThread = new Map<number, Push>();
  readonly #byCore = new Map<number, Push>();
  /** Start of each thread's newest slice. */
  readonly #starts: number[] = [];
  readonly #culprits = new Map<number, { times: number; takenNs: number }>();
  readonly #victims = new Set<number>();
  #times = 0;
  #takenNs = 0;
  #firstNs = Number.NaN;
  #lastNs = Number.NaN;

  constructor(mode: Scheduling['mode'], isWorkload: (thread: number) => boolean) {
    this.#mode = mode;
    this.#isWorkload = isWorkload;
  }

  /** A slice of a thread of the workload. */
  slice(thread: number, core: number, start: number): void {
    const there = this.#byCore.get(core);
    if (there !== undefined && start >= there.at) {
      there.returned = start;
      this.#byCore.delete(core);
      this.#judge(there);
    }
    this.#starts[thread] = Math.max(start, this.#starts[thread] ?? start);
    const own = this.#byThread.get(thread);
    if (own !== undefined && start >= own.at) {
      own.again = start;
      this.#byThread.delete(thread);
      this.#judge(own);
    }
  }

  /** A slice of a thread of the workload ended so. `by` as in the stream `slices`. */
  preempted(thread: number, core: number, at: number, by: number): void {
    const outside = by === 0 ? this.#mode === 'process' : !this.#isWorkload(by - 1);
    if (!outside) return;
    const newest = this.#starts[thread] ?? Number.NaN;
    const again = newest >= at ? newest : Number.NaN;
    const push: Push = { thread, core, at, by, again, returned: Number.NaN };
    if (Number.isNaN(again)) this.#byThread.set(thread, push);
    this.#byCore.set(core, push);
  }

  result(nameOf: (thread: number) => CulpritName): Pushes {
    for (const push of this.#byCore.values()) {
      // No thread of the workload came back to that core.
      push.returned = push.again;
      this.#judge(push);
    }
    this.#byCore.clear();
    return {
      times: this.#times,
      takenNs: this.#takenNs,
      victims: this.#victims.size,
      firstNs: this.#firstNs,
      lastNs: this.#lastNs,
      culprits: this.#named(nameOf),
    };
  }

  #judge({ thread, at, by, again, returned }: Push): void {
    if (Number.isNaN(again) || Number.isNaN(returned)) return;
    const until = Math.min(again, returned);
    const takenNs = until - at;
    if (by === 0 && takenNs < switchingNs) return;
    this.#times += 1;
    this.#takenNs += takenNs;
    this.#victims.add(thread);
    if (!(this.#firstNs <= at)) this.#firstNs = at;
    if (!(this.#lastNs >= until)) this.#lastNs = until;
    const culprit = this.#culprits.get(by) ?? { times: 0, takenNs: 0 };
    this.#culprits.set(by, { times: culprit.times + 1, takenNs: culprit.takenNs + takenNs });
  }

  /** Processes of one program are one culprit. */
  #named(nameOf: (thread: number) => CulpritName): readonly Culprit[] {
    const programs = Map.groupBy(
      [...this.#culprits].map(([by, figures]) => ({ name: by === 0 ? null : nameOf(by - 1), figures })),
      ({ name }) => name?.program ?? null,
    );
    return [...programs]
      .map(([program, same]) => ({
        name:
          program === null
            ? null
            : withProcesses(program, new Set(same.map(({ name }) => name?.pid ?? null))),
        times: same.reduce((sum, { figures }) => sum + figures.times, 0),
        takenNs: same.reduce((sum, { figures }) => sum + figures.takenNs, 0),
      }))
      .sort((a, b) => b.takenNs - a.takenNs);
  }
}

function withProcesses(program: string, pids: ReadonlySet<number | null>): string {
  const [pid] = pids;
  if (pids.size > 1) return `${program} (${pids.size} processes)`;
  return pid == null ? program : `${program} (pid ${pid})`;
}
