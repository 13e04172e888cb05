import type { ProfiledThread, ProfileReport } from '../../../shared/profile-report.ts';
import type { SessionReader, ThreadRow } from '../../../shared/session.ts';
import { accountForTasks } from './account-for-tasks.ts';
import { withoutHolding } from './held-command.ts';

/**
 * The report of a profile whose recording was cut off. The stored one is as old as the program's start, so its processes are taken
 * from what had been stored of them. Counters are as of each thread's last sample; where switches were recorded one by one, CPU time is
 * the sum of its slices. Tasks are those that had settled.
 */
export function recountProfile(report: ProfileReport, session: SessionReader): ProfileReport {
  if (report.processes.some(({ threads }) => threads.length > 0)) return report;
  const tasks = accountForTasks(session);
  const counters = lastCounters(session);
  const threads = Map.groupBy(
    session.threads().filter(({ workload }) => workload),
    ({ pid }) => pid,
  );
  const stored = session.processes().filter(({ workload }) => workload);
  const processes = stored.length > 0 ? stored : report.processes;
  return {
    ...report,
    tasks,
    processes: processes.map(({ pid, ppid, command }) => ({
      pid,
      ppid,
      command: withoutHolding(command, report.argv),
      threads: (threads.get(pid) ?? []).map((row) => asLastSeen(row, counters.get(row.thread) ?? unknown)),
    })),
  };
}

type Counters = Omit<ProfiledThread, 'tid' | 'name'>;

const asLastSeen = ({ tid, name }: ThreadRow, counters: Counters): ProfiledThread => ({
  tid,
  name,
  ...counters,
});

const unknown: Counters = {
  on_cpu_ms: null,
  run_delay_ms: null,
  voluntary_switches: null,
  involuntary_switches: null,
  migrations: null,
};

/** By the numbers of the threads' rows. */
function lastCounters(session: SessionReader): ReadonlyMap<number, Counters> {
  const counters = new Map<number, Counters>();
  for (const batch of session.batches('threads')) {
    for (const [row, thread] of batch.thread.entries()) {
      counters.set(thread, {
        on_cpu_ms: known(batch.on_cpu_ns[row], 1e6),
        run_delay_ms: known(batch.run_delay_ns[row], 1e6),
        voluntary_switches: known(batch.voluntary_switches[row]),
        involuntary_switches: known(batch.involuntary_switches[row]),
        migrations: known(batch.migrations[row]),
      });
    }
  }
  for (const [thread, ns] of sliceSums(session)) {
    counters.set(thread, { ...(counters.get(thread) ?? unknown), on_cpu_ms: ns / 1e6 });
  }
  return counters;
}

function sliceSums(session: SessionReader): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { thread, start, end } of session.batches('slices')) {
    for (const [row, one] of thread.entries()) {
      sums.set(one, (sums.get(one) ?? 0) + (end[row] ?? 0) - (start[row] ?? 0));
    }
  }
  return sums;
}

/** A figure that is not known is stored as NaN. */
const known = (value: number | undefined, unit = 1): number | null =>
  value === undefined || Number.isNaN(value) ? null : value / unit;
