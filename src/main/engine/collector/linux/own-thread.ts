import { readFileSync } from 'node:fs';
import os from 'node:os';
import { parseSchedstat } from '../../../../shared/proc-format.ts';
import { ownAffinity, pinOwnThread } from './native.ts';

/** Keeps the calling thread off the measured cores, when the machine has others that it may use. */
export function leaveMeasuredCores(measuredCores: readonly number[]): void {
  const others = ownAffinity()?.filter((core) => !measuredCores.includes(core)) ?? [];
  if (others.length > 0) pinOwnThread(others);
}

const ahead = -10;

/**
 * Lets the calling thread run as soon as it has something to do, where this user may decide that: on a busy machine a ring of switches
 * overflows in the time that others are served first. What it does takes no more time for that.
 */
export function goAhead(): void {
  try {
    // On Linux, 0 is the calling thread alone.
    os.setPriority(0, ahead);
  } catch {
    // Then it waits its turn, as anybody's.
  }
}

/** CPU time of the calling thread so far, in nanoseconds; null when the kernel does not tell. */
export function ownCpuNs(): number | null {
  try {
    return parseSchedstat(readFileSync('/proc/thread-self/schedstat', 'utf8'))?.onCpuNs ?? null;
  } catch {
    return null;
  }
}
