import { readFileSync } from 'node:fs';
import { parseSchedstat } from '../../../../shared/proc-format.ts';
import { ownAffinity, pinOwnThread } from './native.ts';

/** Keeps the calling thread off the measured cores, when the machine has others that it may use. */
export function leaveMeasuredCores(measuredCores: readonly number[]): void {
  const others = ownAffinity()?.filter((core) => !measuredCores.includes(core)) ?? [];
  if (others.length > 0) pinOwnThread(others);
}

/** CPU time of the calling thread so far, in nanoseconds; null when the kernel does not tell. */
export function ownCpuNs(): number | null {
  try {
    return parseSchedstat(readFileSync('/proc/thread-self/schedstat', 'utf8'))?.onCpuNs ?? null;
  } catch {
    return null;
  }
}
