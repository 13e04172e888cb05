import { readlinkSync } from 'node:fs';

/** The first namespace of process ids has this number on every kernel (PROC_PID_INIT_INO). */
const hostPidNamespace = 'pid:[4026531836]';

/**
 * Whether this process sees all threads by the kernel's own ids. Elsewhere those outside of its container have none, which is what the idle
 * thread has, and tracepoints name threads by ids that mean others here.
 */
export function sharesThreadIds(): boolean {
  try {
    return readlinkSync('/proc/self/ns/pid') === hostPidNamespace;
  } catch {
    return false;
  }
}
