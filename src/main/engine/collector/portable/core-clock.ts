import os from 'node:os';
import type { CoreUse } from '../../../../shared/lab-report.ts';
import { nanosecondsPerMillisecond } from '../../../../shared/units.ts';

/** Cumulative time of each core in each state, in nanoseconds; the index is the core. */
export type CoreClock = readonly CoreTime[];

export interface CoreTime {
  readonly userNs: number;
  readonly systemNs: number;
  readonly idleNs: number;
}

/** The time that one core spent in each state. */
export interface SpentTime extends CoreTime {
  readonly core: number;
}

/** The cores as Node knows them on every system. Nice is user time, interrupts are system time. */
export function readCoreClock(): CoreClock {
  return os.cpus().map(({ times }) => ({
    userNs: (times.user + times.nice) * nanosecondsPerMillisecond,
    systemNs: (times.sys + times.irq) * nanosecondsPerMillisecond,
    idleNs: times.idle * nanosecondsPerMillisecond,
  }));
}

/** Each core's times between two readings, without the cores for which the system has counted nothing meanwhile. */
export function spentSince(before: CoreClock, after: CoreClock): SpentTime[] {
  return after.flatMap((now, core) => {
    const then = before[core];
    if (then === undefined) return [];
    const spent = {
      core,
      userNs: Math.max(0, now.userNs - then.userNs),
      systemNs: Math.max(0, now.systemNs - then.systemNs),
      idleNs: Math.max(0, now.idleNs - then.idleNs),
    };
    return spent.userNs + spent.systemNs + spent.idleNs === 0 ? [] : [spent];
  });
}

/** The share of the time between two readings that each core was not idle. */
export const busyShares = (before: CoreClock, after: CoreClock): CoreUse[] =>
  spentSince(before, after).map(({ core, userNs, systemNs, idleNs }) => ({
    core,
    busy: (userNs + systemNs) / (userNs + systemNs + idleNs),
  }));
