import type { TaskProbe } from '../../../../shared/worker-protocol.ts';

/** What a task alone took of time and of a core, without what others took of it. */

/**
 * Of the wall time, what the task had: without what other programs and other virtual machines took. What was stolen is an estimate, so at least what it
 * was on a core remains.
 */
export function ownNsOf(probe: TaskProbe): number {
  const undelayedNs = Math.max(probe.wallNs - probe.runDelayNs, 1);
  return Math.max(undelayedNs - stolenNsOf(probe), Math.min(probe.onCpuNs, undelayedNs), 1);
}

/** Helper threads (the compiler's, the garbage collector's) can make it more than one core; more than "all the time" it cannot say. */
export const onCpuShareOf = (probe: TaskProbe): number => Math.min(1, probe.onCpuNs / ownNsOf(probe));

/** The same of the thread that called it; null: not known. */
export const callerShareOf = (probe: TaskProbe): number | null => {
  const { callerOnCpuNs } = probe;
  if (callerOnCpuNs === undefined || callerOnCpuNs === null) return null;
  return Math.min(1, callerOnCpuNs / ownNsOf(probe));
};

/**
 * Share of wall time on a core, of a task running alone: at least this is CPU-bound. Clear of the shares that people mean by a mixed task: one that computes for
 * 3 ms of 10 was measured at 0.285 to 0.301 on a busy machine, and would be IO-bound in one run and mixed in the next were the limit 0.3.
 */
export const cpuBoundFrom = 0.75;
/** And at most this is IO-bound. */
export const ioBoundUpTo = 0.25;

/** Less is a few ticks, of which no share can be told. */
const enoughNs = 50e6;

/**
 * What the host took while the task could have run. That is known of the cores and not of a thread; what cores lost for each second that they ran, the task is
 * taken to have lost as well: alone, it is nearly all that they ran. (The kernel's CPU time of a thread is without stolen time where it accounts
 * for it, CONFIG_PARAVIRT_TIME_ACCOUNTING, as distributions' kernels do. A program that computes then looks as if it waited.)
 */
function stolenNsOf({ cores, onCpuNs }: TaskProbe): number {
  if (cores === undefined || cores === null || cores.busyNs <= 0) return 0;
  if (cores.busyNs + cores.stolenNs < enoughNs) return 0;
  return (onCpuNs * cores.stolenNs) / cores.busyNs;
}
