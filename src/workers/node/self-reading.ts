import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import {
  type CoreTimes,
  parseChildrenTime,
  parseCoreTimes,
  parseSched,
  parseSchedstat,
  parseStat,
  parseStatus,
} from '../../shared/proc-format.ts';
import type { CoresMeanwhile, ThreadReading } from '../../shared/worker-protocol.ts';

/** The calling thread as the kernel numbers it; `tid` is 0 where the system does not tell. */
export function nativeThreadId(): { readonly pid: number; readonly tid: number } {
  try {
    const [pid, , tid] = readlinkSync('/proc/thread-self').split('/').map(Number);
    if (pid !== undefined && tid !== undefined) return { pid, tid };
  } catch {
    // No /proc here: macOS, Windows.
  }
  return { pid: process.pid, tid: 0 };
}

/** Reads the calling thread, or every thread of this process; empty where there is no /proc. */
export function readSelf(scope: 'thread' | 'process'): ThreadReading[] {
  const self = nativeThreadId();
  if (self.tid === 0) return [];
  bringOwnCountersUpToDate();
  const aliveNs = performance.now() * 1e6;
  const tids = scope === 'thread' ? [self.tid] : ownThreads();
  return tids.map((tid) => readThread(self.pid, tid, aliveNs)).filter((reading) => reading !== null);
}

/** CPU time of child processes that have ended; 0 where the system does not tell. */
export function readEndedChildrenNs(): number {
  try {
    return parseChildrenTime(readFileSync('/proc/self/stat', 'utf8')) ?? 0;
  } catch {
    return 0;
  }
}

/** What all cores together did so far; null where the system does not tell. */
export function readCores(): CoresMeanwhile | null {
  try {
    const cores = parseCoreTimes(readFileSync('/proc/stat', 'utf8'));
    const sum = (of: (core: CoreTimes) => number): number => cores.reduce((all, core) => all + of(core), 0);
    return {
      busyNs: sum(({ userNs, systemNs }) => userNs + systemNs),
      stolenNs: sum(({ stealNs }) => stealNs),
    };
  } catch {
    return null;
  }
}

/**
 * The kernel adds a running thread's time to its counters only at ticks and switches, up to 10 ms late.
 * Asking for the process's CPU time makes it do so for the calling thread now.
 */
function bringOwnCountersUpToDate(): void {
  process.cpuUsage();
}

function ownThreads(): number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [];
  }
}

function readThread(pid: number, tid: number, aliveNs: number): ThreadReading | null {
  const read = (file: string): string => {
    try {
      return readFileSync(`/proc/self/task/${tid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  const run = parseSchedstat(read('schedstat'));
  if (run === null) return null;
  const switches = parseSched(read('sched')) ?? parseStatus(read('status'));
  return {
    pid,
    tid,
    onCpuNs: run.onCpuNs,
    runDelayNs: run.runDelayNs,
    voluntarySwitches: switches?.voluntarySwitches ?? null,
    involuntarySwitches: switches?.involuntarySwitches ?? null,
    migrations: switches?.migrations ?? null,
    aliveNs,
    core: parseStat(read('stat'))?.core ?? null,
  };
}
