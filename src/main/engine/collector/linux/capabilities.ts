import { readFileSync } from 'node:fs';
import { parseCoreTimes, parseSched } from '../../../../shared/proc-format.ts';
import type { Capability, CapabilityName } from '../platform.ts';
import { isSubreaper, ownAffinity, pinOwnThread, setSubreaper } from './native.ts';
import { ownCpuNs } from './own-thread.ts';
import { tryPerfEvents } from './perf/permission.ts';

/** What can be measured on this Linux. Each row is found by doing the thing once, and undoing it. */
export const linuxCapabilities = (): Capability[] => [
  pinning(),
  coreUtilization(),
  threadCounters(),
  migrations(),
  processCleanup(),
  exactSwitches(),
];

function pinning(): Capability {
  const cores = ownAffinity();
  const error = cores === null ? null : pinOwnThread(cores);
  if (cores !== null && error === null) return available('pinning');
  return missing(
    'pinning',
    error === null
      ? 'The kernel does not tell which cores a thread may run on.'
      : `The kernel refuses to pin a thread (error ${error}).`,
    'Allow sched_setaffinity in the sandbox or container profile, or run with --pin none.',
  );
}

function coreUtilization(): Capability {
  if (parseCoreTimes(textOf('/proc/stat')).length > 0) return available('core-utilization');
  return missing(
    'core-utilization',
    '/proc/stat has no times per core.',
    'Run where /proc is mounted and not replaced by a sandbox; until then the busy shares come from Node.',
  );
}

function threadCounters(): Capability {
  if (hasThreadCounters()) return available('thread-counters');
  return missing(
    'thread-counters',
    '/proc/PID/task/TID/schedstat is missing or empty, so CPU time and run delay per thread are not known.',
    'Use a kernel built with SCHED_INFO (every common distribution has it), outside of a sandbox that replaces /proc.',
  );
}

/** Whether this kernel counts each thread's CPU time and run delay. */
export const hasThreadCounters = (): boolean => (ownCpuNs() ?? 0) > 0;

function migrations(): Capability {
  if (parseSched(textOf('/proc/thread-self/sched'))?.migrations != null) return available('migrations');
  return missing(
    'migrations',
    '/proc/PID/task/TID/sched is missing or does not count migrations.',
    'Use a kernel built with SCHED_DEBUG; everything else is measured without it.',
  );
}

function processCleanup(): Capability {
  const before = isSubreaper();
  const works = before !== null && setSubreaper(true) && isSubreaper() === true;
  if (before !== null) setSubreaper(before);
  if (works) return available('process-cleanup');
  return missing(
    'process-cleanup',
    'The kernel does not let this process adopt the orphans of what it starts.',
    'Allow prctl in the sandbox or container profile; until then a killed Corelane may leave grandchildren of tasks running.',
  );
}

/** The kernel's permission is one thing; this version does not make use of it, and says so. */
function exactSwitches(): Capability {
  const permission = tryPerfEvents();
  const now = 'This version samples the counters in /proc and does not record single switches';
  if ('scope' in permission) {
    const scope = permission.scope === 'system' ? 'system-wide' : 'per-process';
    return missing(
      'exact-switches',
      `${now}; the kernel would allow ${scope} recording.`,
      "Nothing to change on this machine: totals are the kernel's own, single switches come with a later version.",
    );
  }
  return missing(
    'exact-switches',
    `${now}; the kernel would refuse it too (error ${permission.refusedWith}).`,
    "Totals are the kernel's own all the same. For a later version: lower kernel.perf_event_paranoid to 2 or less, and allow perf_event_open in the container.",
  );
}

const available = (name: CapabilityName): Capability => ({
  name,
  available: true,
  reason: null,
  remedy: null,
});

const missing = (name: CapabilityName, reason: string, remedy: string): Capability => ({
  name,
  available: false,
  reason,
  remedy,
});

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
