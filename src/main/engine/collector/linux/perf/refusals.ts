import os from 'node:os';
import type { Refusal } from '../../switch-recording.ts';

const { EPERM, EACCES, ENOSYS, ENOENT, EMFILE, ENFILE, ENOMEM, EAGAIN } = os.constants.errno;

type Tried = Refusal['tried'];

/** In the middle of a sentence. */
const subject: Record<Tried, string> = {
  system: 'the switches of all threads of the machine',
  process: 'the switches of single processes',
  wakes: 'who wakes which thread',
};

/** What lifts the kernel's own limit, besides being root. */
const permission: Record<Tried, string> = {
  system: 'Run Corelane as root or with CAP_PERFMON, or set kernel.perf_event_paranoid to 0 or less',
  process: 'Set kernel.perf_event_paranoid to 2 or less, or run Corelane as root or with CAP_PERFMON',
  wakes: 'Run Corelane as root or with CAP_PERFMON, or set kernel.perf_event_paranoid to -1',
};

/** Why the kernel refused to open an event, from the error number that it gave. */
export function refusedToOpen(tried: Tried, error: number): Refusal {
  return { tried, error, ...explained(tried, error) };
}

/** Why the kernel refused to map the rings, even small ones. */
export function refusedToMap(tried: Tried, error: number): Refusal {
  if (error !== EPERM && error !== ENOMEM && error !== EAGAIN) return refusedToOpen(tried, error);
  return {
    tried,
    error,
    reason: `The kernel gives this user no more locked memory, which recording ${subject[tried]} needs for each core (${nameOf(error)}).`,
    remedy:
      'Raise the limit of locked memory (ulimit -l, or LimitMEMLOCK of the service), or kernel.perf_event_mlock_kb; other profilers of the same user take from the same limit.',
  };
}

export const wakesNotMounted: Refusal = {
  tried: 'wakes',
  error: ENOENT,
  reason: "Wake-ups are not recorded, since the kernel's tracing file system is not mounted.",
  remedy: 'Mount it as root: mount -t tracefs tracefs /sys/kernel/tracing',
};

export const wakesNotReadable: Refusal = {
  tried: 'wakes',
  error: EACCES,
  reason: "Wake-ups are not recorded, since the kernel's tracing file system may not be read.",
  remedy: 'Run Corelane as root, or let this user read /sys/kernel/tracing/events/sched/sched_waking/format.',
};

export const systemOfAnotherNamespace: Refusal = {
  tried: 'system',
  error: EPERM,
  reason:
    'In a container with its own process ids the kernel shows all threads outside of it as an idle core.',
  remedy: 'Run Corelane outside of the container, or the container with the ids of the host (--pid=host).',
};

function explained(tried: Tried, error: number): Pick<Refusal, 'reason' | 'remedy'> {
  const name = nameOf(error);
  if (error === EACCES) {
    return {
      reason: `The kernel does not let this user record ${subject[tried]} (${name}).`,
      remedy: `${permission[tried]}.`,
    };
  }
  if (error === EPERM) {
    return {
      reason: `Recording ${subject[tried]} is forbidden here, by the kernel or by a container's seccomp profile (${name}).`,
      remedy: `${permission[tried]}; in a container, allow perf_event_open in its seccomp profile.`,
    };
  }
  if (error === ENOSYS || error === ENOENT) {
    return {
      reason: `This kernel, or the sandbox around it, has no perf events, so it cannot record ${subject[tried]} (${name}).`,
      remedy:
        'Use a kernel built with CONFIG_PERF_EVENTS (those of all common distributions are), and allow perf_event_open in the container.',
    };
  }
  if (error === EMFILE || error === ENFILE) {
    return {
      reason: `There are no more file descriptors for recording ${subject[tried]} (${name}).`,
      remedy:
        'Raise the limit of open files (ulimit -n): one is needed for each core, and for each followed thread on each core.',
    };
  }
  if (error === ENOMEM) {
    return {
      reason: `The kernel has no memory for recording ${subject[tried]} (${name}).`,
      remedy: 'End programs that hold much memory, or raise the memory limit of the container.',
    };
  }
  return {
    reason: `The kernel refuses to record ${subject[tried]} (${name}).`,
    remedy: `${permission[tried]}; a sandbox around it has to allow perf_event_open too.`,
  };
}

const nameOf = (error: number): string =>
  Object.entries(os.constants.errno).find(([, number]) => number === error)?.[0] ?? `error ${error}`;
