import type { BusyThread, TreeActivity } from '../../../../shared/jobs.ts';

/** A thread that is alive, and how much it ran so far. */
export interface MeteredThread {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly core: number | null;
}

const listed = 10;

/** Tells who was busy since the last telling. The first telling is from the trial's start. */
export class ActivityMeter<T extends MeteredThread> {
  #toldNs: number;
  #told = new Map<T, number>();

  /** `onCpuNs` of threads that were there already are what they begin with. */
  constructor(startNs: number, present: Iterable<readonly [thread: T, onCpuNs: number]>) {
    this.#toldNs = startNs;
    this.#told = new Map(present);
  }

  tell(
    nowNs: number,
    threads: Iterable<readonly [thread: T, onCpuNs: number]>,
    rest: Pick<TreeActivity, 'processes' | 'switches'>,
  ): TreeActivity {
    const elapsedNs = nowNs - this.#toldNs;
    const told = new Map(threads);
    const busy = [...told]
      .map(([thread, onCpuNs]) => ({ thread, ranNs: onCpuNs - (this.#told.get(thread) ?? 0) }))
      .filter(({ ranNs }) => ranNs > 0)
      .toSorted((a, b) => b.ranNs - a.ranNs)
      .slice(0, listed)
      .map(({ thread, ranNs }) => busyThread(thread, ranNs, elapsedNs));
    this.#toldNs = nowNs;
    this.#told = told;
    return { ...rest, threads: told.size, busiest: busy };
  }
}

const busyThread = (
  { pid, tid, name, core }: MeteredThread,
  ranNs: number,
  elapsedNs: number,
): BusyThread => ({ pid, tid, name, core, busy: elapsedNs <= 0 ? 0 : Math.min(1, ranNs / elapsedNs) });
