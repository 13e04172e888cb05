import { trialsOf } from '../../../shared/session-report.ts';
import type { SessionReader } from '../../../shared/session.ts';
import { counterHead, counterKey, writeCounter } from './chrome-counters.ts';
import { trialPid } from './chrome-tracks.ts';
import type { RowWriter } from './row-text.ts';

/** With more workers (one per task) a trial gets no counters: a hundred tracks of a few points each explain nothing. */
const mostWorkersPerLane = 2;

/**
 * Writes the events of thread samples: for each worker's thread a counter, in its trial, with the share of the time since the
 * previous sample that it spent on a core. Samples of other threads give nothing.
 */
export function threadWriter(session: SessionReader): RowWriter<'threads'> {
  const counters = countersOf(session);
  const last: ({ readonly time: number; readonly onCpu: number } | undefined)[] = [];
  return (batch, from, to, page) => {
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
      writeCounter(counter, before.time, onCpuKey, share, page);
    }
  };
}

const onCpuKey = counterKey('on CPU %');

/** Thread row → the head of its counter, for threads that are a worker of just one small enough trial. */
function countersOf(session: SessionReader): ReadonlyMap<number, Uint8Array> {
  // Where slices are recorded, a profile's threads have tracks that say more; and it has no trial for counters to be of.
  if (session.header.command === 'profile') return new Map();
  const trials = trialsOf(session.report());
  const workersOfTrial = Map.groupBy(session.workers(), ({ trial }) => trial);
  const workersOfThread = Map.groupBy(session.workers(), ({ pid, tid }) => `${pid}/${tid}`);
  return new Map(
    session.threads().flatMap(({ thread, pid, tid }) => {
      const [worker, another] = workersOfThread.get(`${pid}/${tid}`) ?? [];
      if (worker === undefined || another !== undefined) return [];
      const lanes = trials[worker.trial]?.workers ?? 1;
      if ((workersOfTrial.get(worker.trial)?.length ?? 0) > lanes * mostWorkersPerLane) return [];
      const name = `${worker.name === '' ? 'worker' : worker.name} (${tid})`;
      return [[thread, counterHead(name, trialPid(worker.trial))] as const];
    }),
  );
}
