import type { ThreadRow } from '../../../shared/session.ts';
import type { SchedulingTracks, ThreadTrack } from '../../../shared/session-queries.ts';
import { commandsOf, workersOf } from '../scheduling/thread-names.ts';
import { worthSeeing } from '../scheduling/worth-seeing.ts';
import type { OpenedSession } from './opened-session.ts';
import { mostTasks, whereTasksRan } from './task-ranges.ts';

/** The cores and threads of which a session has slices, and where a first view of them should look. */
export function schedulingTracks(session: OpenedSession): SchedulingTracks {
  const { demand } = session.slices;
  return {
    scheduling: session.report()?.scheduling ?? null,
    cores: demand.cores,
    threads: threadTracks(session),
    worthSeeing: firstView(session),
  };
}

/** Of a lab the busiest part of the busiest trial, of a program of where its tasks ran. */
function firstView({ reader, tasks, slices: { demand } }: OpenedSession): SchedulingTracks['worthSeeing'] {
  if (reader.header.command === 'lab') return worthSeeing(demand, tasks.spans);
  const ranges = whereTasksRan(tasks.rows);
  return worthSeeing(demand, ranges) ?? mostTasks(ranges);
}

function threadTracks(session: OpenedSession): readonly ThreadTrack[] {
  const { reader, slices, tasks } = session;
  const { totals, isWorkload } = slices;
  const rows = new Map(session.threads().map((row) => [row.thread, row]));
  const commandOf = commandsOf(reader.processes());
  const workerOf = workersOf(session.workers().values(), (trial, fromNs, toNs) => {
    const span = tasks.spans[trial];
    return span !== undefined && span.fromNs <= toNs && span.toNs >= fromNs;
  });
  const tracks = totals.threads.map((thread): ThreadTrack => {
    const row = rows.get(thread) ?? unknownThread(thread);
    const firstNs = totals.firstNs[thread] ?? 0;
    const lastNs = totals.lastNs[thread] ?? 0;
    const worker = workerOf(row, firstNs, lastNs);
    return {
      thread,
      pid: row.pid,
      tid: row.tid,
      name: row.name,
      command: commandOf(row.pid, firstNs),
      workload: isWorkload[thread] === 1,
      worker: worker && { worker: worker.worker, trial: worker.trial, name: worker.name },
      firstNs,
      lastNs,
      onCpuNs: totals.onCpuNs[thread] ?? 0,
      slices: totals.slices[thread] ?? 0,
    };
  });
  return tracks.toSorted(
    (a, b) => Number(b.workload) - Number(a.workload) || a.firstNs - b.firstNs || a.thread - b.thread,
  );
}

/** A recording that was cut off may have slices of a thread whose row it did not come to write. */
const unknownThread = (thread: number): ThreadRow => ({
  thread,
  pid: 0,
  tid: 0,
  name: '',
  workload: false,
});
