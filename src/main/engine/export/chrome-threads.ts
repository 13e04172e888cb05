import type { SessionReader, StreamBatch } from '../../../shared/session.ts';
import { trialPid } from './chrome-tracks.ts';
import { microseconds } from './decimal-text.ts';

/** Trials with more workers (one per task) get no counters: a hundred tracks of a few points each explain nothing. */
const mostWorkers = 64;

/**
 * The events of thread samples: for each worker's thread a counter, in its trial, with the share of the time since the
 * previous sample that it spent on a core. Samples of other threads give nothing.
 */
export function threadEventsOf(
  session: SessionReader,
): (batch: StreamBatch<'threads'>, from: number, to: number) => string {
  const counters = countersOf(session);
  const last: ({ readonly time: number; readonly onCpu: number } | undefined)[] = [];
  return (batch, from, to) => {
    let text = '';
    for (let row = from; row < to; row++) {
      const thread = batch.thread[row] ?? 0;
      const counter = counters.get(thread);
      if (counter === undefined) continue;
      const time = batch.time[row] ?? Number.NaN;
      const onCpu = batch.on_cpu_ns[row] ?? Number.NaN;
      const before = last[thread];
      last[thread] = { time, onCpu };
      if (before === undefined || !(time > before.time)) continue;
      // The kernel's counters and our clock are read one after the other, so the share may come out above one.
      const share = Math.min(1, Math.max(0, (onCpu - before.onCpu) / (time - before.time)));
      if (Number.isNaN(share)) continue;
      text += `{"ph":"C",${counter},"ts":${microseconds(before.time)},"args":{"on CPU %":${Math.round(share * 1000) / 10}}},\n`;
    }
    return text;
  };
}

/** Thread row → its counter's "name" and "pid", for threads that are a worker of just one small enough trial. */
function countersOf(session: SessionReader): ReadonlyMap<number, string> {
  const workersOfTrial = Map.groupBy(session.workers(), ({ trial }) => trial);
  const workersOfThread = Map.groupBy(session.workers(), ({ pid, tid }) => `${pid}/${tid}`);
  return new Map(
    session.threads().flatMap(({ thread, pid, tid }) => {
      const [worker, another] = workersOfThread.get(`${pid}/${tid}`) ?? [];
      if (worker === undefined || another !== undefined) return [];
      if ((workersOfTrial.get(worker.trial)?.length ?? 0) > mostWorkers) return [];
      const name = JSON.stringify(`${worker.name === '' ? 'worker' : worker.name} (${tid})`);
      return [[thread, `"name":${name},"pid":${trialPid(worker.trial)}`] as const];
    }),
  );
}
