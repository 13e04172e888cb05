import { trialsOf } from '../../../shared/session-report.ts';
import type { SessionReader } from '../../../shared/session.ts';

/**
 * Where things go in a Chrome trace: "processes" with "threads", which viewers show as groups of tracks. The pids and tids
 * are the trace's own, for the measured processes' come again in other trials; the real ones are in the events' args.
 */

export const coresPid = 1;
export const trialPid = (trial: number): number => trial + 2;

/** Tids are unique over the whole trace, since Perfetto takes equal tids of two processes for a reused thread. */
const tidsPerProcess = 100_000;
export const coreTid = (core: number): number => coresPid * tidsPerProcess + core;
export const submittedTid = (trial: number): number => trialPid(trial) * tidsPerProcess;
export const laneTid = (trial: number, lane: number): number => submittedTid(trial) + 1 + lane;

export const processName = (pid: number, name: string): string =>
  metadata(pid, pid * tidsPerProcess, 'process_name', { name }) +
  metadata(pid, pid * tidsPerProcess, 'process_sort_index', { sort_index: pid });

/** Processes of a profile, in the order in which they appear; above the trials. */
export const profiledPid = (process: number): number => 10_000 + process;
/** Of a profile's thread, by the number of its row; above all others. */
export const threadTid = (thread: number): number => 2_000_000_000 + thread;

/** Of whatever else a profile's process has a track for, in order of appearance; above its threads. */
export const extraTid = (track: number): number => 1_900_000_000 + track;

/** `tid`: any track of the process. */
export const profiledProcessName = (pid: number, tid: number, name: string): string =>
  metadata(pid, tid, 'process_name', { name }) +
  metadata(pid, tid, 'process_sort_index', { sort_index: pid });

export const threadName = (pid: number, tid: number, name: string): string =>
  metadata(pid, tid, 'thread_name', { name }) + metadata(pid, tid, 'thread_sort_index', { sort_index: tid });

const metadata = (pid: number, tid: number, name: string, args: object): string =>
  `${JSON.stringify({ ph: 'M', pid, tid, name, args })},\n`;

/** "trial 3 · thread-pool × 2 · repeat 1"; of a trial that did not end only its number is known. */
export function trialName(session: SessionReader, trial: number): string {
  const report = trialsOf(session.report())[trial];
  return report === undefined
    ? `trial ${trial}`
    : `trial ${trial} · ${report.executor} × ${report.workers} · repeat ${report.repeat}`;
}
