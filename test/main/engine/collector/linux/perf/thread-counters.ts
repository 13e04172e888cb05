import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseSchedstat } from '../../../../../../src/shared/proc-format.ts';
import type { Tape } from './tape.ts';

/** What /proc counts for a thread, and what can be counted on a tape. */
export interface ThreadCounters {
  readonly cpuNs: number;
  readonly blocked: number;
  readonly preempted: number;
}

export const tidsOf = (pid: number): number[] => readdirSync(`/proc/${pid}/task`).map(Number);

export const countersOf = (pid: number): Map<number, ThreadCounters> =>
  new Map(tidsOf(pid).map((tid) => [tid, readCounters(`/proc/${pid}/task/${tid}`)]));

/** What happened between two readings; a thread that is new has begun with nothing. */
export const countedSince = (
  before: ReadonlyMap<number, ThreadCounters>,
  after: ReadonlyMap<number, ThreadCounters>,
): Map<number, ThreadCounters> =>
  new Map(
    [...after].map(([tid, counters]) => {
      const earlier = before.get(tid) ?? { cpuNs: 0, blocked: 0, preempted: 0 };
      return [
        tid,
        {
          cpuNs: counters.cpuNs - earlier.cpuNs,
          blocked: counters.blocked - earlier.blocked,
          preempted: counters.preempted - earlier.preempted,
        },
      ];
    }),
  );

/** The same from the events of a thread that is on no core at the beginning and at the end. */
export function countedOnTape(tape: Tape, tid: number): ThreadCounters {
  let cpuNs = 0;
  const counts = { in: 0, blocked: 0, preempted: 0 };
  for (const { kind, tid: whose, time } of tape.events) {
    if (whose !== tid || !(kind === 'in' || kind === 'blocked' || kind === 'preempted')) continue;
    cpuNs += kind === 'in' ? -time : time;
    counts[kind]++;
  }
  return { cpuNs, blocked: counts.blocked, preempted: counts.preempted };
}

/** Waits until no thread of the process runs. */
export async function allAsleep(pid: number): Promise<void> {
  while (tidsOf(pid).some((tid) => !/\) S /.test(readFileSync(`/proc/${pid}/task/${tid}/stat`, 'utf8'))))
    await sleep(1);
}

function readCounters(folder: string): ThreadCounters {
  const status = readFileSync(`${folder}/status`, 'utf8');
  return {
    cpuNs: parseSchedstat(readFileSync(`${folder}/schedstat`, 'utf8'))?.onCpuNs ?? 0,
    blocked: Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1]),
    preempted: Number(/^nonvoluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1]),
  };
}
