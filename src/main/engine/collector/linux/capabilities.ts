import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseCoreTimes, parseSched } from '../../../../shared/proc-format.ts';
import type { Capability, CapabilityName } from '../platform.ts';
import type { Refusal, SwitchRecording } from '../switch-recording.ts';
import { isSubreaper, ownAffinity, pinOwnThread, setSubreaper } from './native.ts';
import { ownCpuNs } from './own-thread.ts';
import { openSwitchRecording } from './perf/open-switch-recording.ts';
import { onlineCores } from './topology.ts';
import { tryWaits } from './waits/capability.ts';

/** What can be measured on this Linux. Each row is found by doing the thing once, and undoing it. */
export const linuxCapabilities = (): Capability[] => [
  pinning(),
  coreUtilization(),
  threadCounters(),
  migrations(),
  processCleanup(),
  ...switches(),
  gilWaits(),
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

/** All threads of the machine, their wake-ups, and those of one's own processes: each recording is opened, and closed again. */
function switches(): Capability[] {
  const everything = tryRecording('system');
  const refused = (tried: Refusal['tried']): Refusal | undefined =>
    everything.refused.find((refusal) => refusal.tried === tried);
  const single = everything.mode === 'process' ? everything : tryRecording('process');
  return [
    capability('system-switches', everything.mode === 'system', refused('system')),
    capability('process-switches', single.mode === 'process', single.refused.at(-1)),
    capability('wake-ups', everything.wakes, refused('wakes') ?? refused('system')),
  ];
}

function tryRecording(wanted: SwitchRecording['mode']) {
  const cores = onlineCores() ?? [0];
  const { recording, refused } = openSwitchRecording({ originNs: process.hrtime.bigint(), cores, wanted });
  recording?.close();
  return { mode: recording?.mode ?? null, wakes: recording?.wakes ?? false, refused };
}

function gilWaits(): Capability {
  const refusal = tryWaits();
  return refusal === null
    ? available('gil-waits')
    : missing(
        'gil-waits',
        `What threads of Python programs wait for is not known. ${refusal.reason}`,
        refusal.remedy,
      );
}

const capability = (name: CapabilityName, isThere: boolean, refusal: Refusal | undefined): Capability =>
  isThere ? available(name) : missing(name, refusal?.reason ?? '', refusal?.remedy ?? '');

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
