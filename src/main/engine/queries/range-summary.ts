import { CorelaneError } from '../../../shared/errors.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import type {
  CoreInRange,
  RangeQuery,
  RangeSummary,
  ThreadInRange,
  TrialInRange,
} from '../../../shared/session-queries.ts';
import { RangeSums, sumColumns } from '../scheduling/range-sums.ts';
import type { OpenedSession } from './opened-session.ts';

/** What threads, cores and trials did in a range, from every slice in it. */
export function rangeSummary(session: OpenedSession, { fromNs, toNs }: RangeQuery): RangeSummary {
  if (!(fromNs < toNs && Number.isFinite(toNs - fromNs))) {
    throw new CorelaneError(
      'internal',
      `The range from ${fromNs} to ${toNs} ns cannot be summed up.`,
      'This is a defect in Corelane; please report it.',
    );
  }
  const { reader, slices } = session;
  const sums = new RangeSums(fromNs, toNs, slices.isWorkload);
  const range = { from: asNanoseconds(fromNs), to: asNanoseconds(toNs) };
  for (const batch of reader.columnBatches('slices', { ...range, columns: sumColumns })) sums.add(batch);
  const extent = reader.extent('slices');
  const recordedNs =
    extent === null ? 0 : Math.max(0, Math.min(toNs, extent.to) - Math.max(fromNs, extent.from));
  return {
    fromNs,
    toNs,
    threads: threadsInRange(session, sums),
    cores: coresInRange(session, sums, recordedNs),
    trials: trialsInRange(session, fromNs, toNs),
    oversubscription: oversubscriptionOf(session, sums, recordedNs),
  };
}

function threadsInRange(session: OpenedSession, sums: RangeSums): readonly ThreadInRange[] {
  const { slices } = session;
  const rows = new Map(session.threads().map((row) => [row.thread, row]));
  return [...sums.threads]
    .map(([thread, { onCpuNs, runDelayNs, blocked, preempted, migrations }]): ThreadInRange => {
      const { pid, tid, name } = rows.get(thread) ?? { pid: 0, tid: 0, name: '' };
      const workload = slices.isWorkload[thread] === 1;
      return { thread, pid, tid, name, workload, onCpuNs, runDelayNs, blocked, preempted, migrations };
    })
    .toSorted((a, b) => b.onCpuNs - a.onCpuNs || a.thread - b.thread);
}

/** All cores of the session. What others did on them, and so how long they idled, is not known where only the workload was recorded. */
const coresInRange = (
  { slices }: OpenedSession,
  sums: RangeSums,
  recordedNs: number,
): readonly CoreInRange[] =>
  slices.demand.cores.map((core) => {
    const { workloadNs, othersNs, switches } = sums.cores.get(core) ?? nothing;
    return {
      core,
      workloadNs,
      othersNs: slices.hasOthers ? othersNs : null,
      idleNs: slices.hasOthers ? Math.max(0, recordedNs - workloadNs - othersNs) : null,
      switches,
    };
  });

const nothing = { workloadNs: 0, othersNs: 0, switches: 0 };

/** Tasks that ran in the range, as in the strips: one whose end nobody saw is there where it began. */
function trialsInRange({ tasks }: OpenedSession, fromNs: number, toNs: number): readonly TrialInRange[] {
  const { rows, spans } = tasks;
  return spans.flatMap((span, trial): TrialInRange[] => {
    if (!(span.fromNs <= toNs && span.toNs >= fromNs)) return [];
    let ran = 0;
    let ended = 0;
    for (let row = span.firstRow; row < span.endRow; row += 1) {
      const start = rows.start[row] ?? Number.NaN;
      const end = rows.end[row] ?? Number.NaN;
      if (!(start <= toNs) || (Number.isNaN(end) ? start : end) < fromNs || rows.trial[row] !== trial)
        continue;
      ran += 1;
      if (end <= toNs) ended += 1;
    }
    return ran === 0 ? [] : [{ trial, tasks: ran, ended }];
  });
}

function oversubscriptionOf({ slices }: OpenedSession, sums: RangeSums, recordedNs: number): number | null {
  const cores = [...sums.cores.values()].filter(({ workloadNs }) => workloadNs > 0).length;
  if (cores === 0 || recordedNs === 0) return null;
  let wantedNs = 0;
  for (const [thread, { onCpuNs, runDelayNs }] of sums.threads) {
    if (slices.isWorkload[thread] === 1) wantedNs += onCpuNs + runDelayNs;
  }
  return wantedNs / recordedNs / cores;
}
