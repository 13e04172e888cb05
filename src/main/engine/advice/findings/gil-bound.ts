import { counted, formatMean, formatShare } from '../../../../shared/figures.ts';
import { type WaitTimes, waitShares } from '../../scheduling/wait-shares.ts';
import type { Rule, SchedulingEvidence } from './evidence.ts';
import type { GilEvidence } from './gil/gil-evidence.ts';
import { milliseconds, rangeMs, wallOf } from './measures.ts';
import { cut, nameOfPool, worstOf } from './traced/places.ts';

/**
 * Of the threads' time, but for that in which they were ready and had no core, which says more about the machine than about them. That
 * much, and it is the GIL that they wait for more than for anything else.
 */
const shareFrom = 0.5;
/** With less of it, when they reach no more than one core together, as two threads do that take turns. */
const sharedCoreShareFrom = 0.25;
const coresUpTo = 1.1;
/** Of all of the threads' time: less may come of one that held the GIL and lost its core to others. */
const evenReadyShareFrom = 0.05;
const shareOfTimeFrom = 0.1;
const timeFromNs = 300e6;

/**
 * Threads of a Python process wanted to run at the same time, and waited for its GIL instead: together they got no further than one would.
 * Not when they waited for a lock of their own, or for input and output. Who held the GIL is not said: samples do not tell.
 */
export const gilBound: Rule = (evidence) =>
  worstOf(evidence.gil.flatMap((one) => foundIn(evidence, one) ?? []));

function foundIn({ scope }: SchedulingEvidence, evidence: GilEvidence) {
  const { pid, program, contendedNs, from, to, threads, waits, onCpuNs, pool } = evidence;
  if (contendedNs < timeFromNs || contendedNs < shareOfTimeFrom * wallOf(scope)) return null;
  const shares = sharesOf(waits, onCpuNs);
  const cores = onCpuNs / contendedNs;
  const isBound = shares.gil >= shareFrom || (shares.gil >= sharedCoreShareFrom && cores <= coresUpTo);
  const seenShare = waitShares(waits)?.gil ?? 0;
  if (!isBound || seenShare < evenReadyShareFrom) return null;
  const who = `${counted(threads, 'thread')} of ${pool === null ? cut(program) : nameOfPool(pool)}`;
  const found = {
    severity: waits.gilNs,
    finding: {
      id: 'gil-bound',
      title: `${who} waited for the GIL ${formatShare(shares.gil)} of their time, and kept ${formatMean(cores)} cores busy.`,
      evidence: {
        gil_share: shares.gil,
        gil_wait_ms: milliseconds(waits.gilNs),
        cores_reached: cores,
        threads,
        on_cpu_share: shares.onCpu,
        lock_share: shares.lock,
        io_share: shares.io,
        contended_ms: milliseconds(contendedNs),
        share_of_time: Math.min(1, contendedNs / wallOf(scope)),
        pid,
        pool: pool?.name ?? null,
      },
      range_ms: rangeMs(scope, from, to),
      remedy:
        'Run this work in processes (ProcessPoolExecutor in place of ThreadPoolExecutor, Pool in place of ThreadPool), each of which has a GIL of its own; ' +
        'or do it in code that releases the GIL while it computes (NumPy, zlib, hashlib, an extension of your own); or run it with a free-threaded build of Python (python3.13t or newer).',
    },
  };
  return { found, where: pool?.name ?? `pid ${pid}` };
}

/** What a thread was seen running at is both on a core and ready for one; its CPU time tells the two apart. */
function sharesOf({ runningNs, gilNs, lockNs, ioNs }: WaitTimes, cpuNs: number) {
  const onCpuNs = Math.min(cpuNs, runningNs);
  const allNs = Math.max(1, onCpuNs + gilNs + lockNs + ioNs);
  return { onCpu: onCpuNs / allNs, gil: gilNs / allNs, lock: lockNs / allNs, io: ioNs / allNs };
}
