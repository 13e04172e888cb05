import { trialsOf } from '../../../shared/session-report.ts';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { SessionReader, WorkerRow } from '../../../shared/session.ts';
import type { SessionOverview, TrialExtent } from '../../../shared/session-queries.ts';
import type { TrialReport } from '../../../shared/lab-report.ts';
import { streamNames } from '../store/format.ts';
import { knownOrNull } from './known.ts';
import type { OpenedSession } from './opened-session.ts';
import type { LaneHolder, TrialSpan } from './trial-spans.ts';

/** What a session holds, and where its trials lie. */
export function describeSession(session: OpenedSession): SessionOverview {
  const { reader, tasks } = session;
  const report = session.report();
  const workers = session.workers();
  return {
    path: reader.path,
    name: basename(reader.path, '.corelane'),
    sizeBytes: statSync(reader.path).size,
    header: reader.header,
    complete: reader.complete,
    report,
    trials: trialsOf(report).map((trial, number) => extentOf(number, trial, tasks.spans[number], workers)),
    failures: reader.failures(),
    tasks: tasks.count,
    endNs: lastMoment(reader),
  };
}

function extentOf(
  trial: number,
  { executor, workers, repeat }: TrialReport,
  span: TrialSpan | undefined,
  rows: ReadonlyMap<number, WorkerRow>,
): TrialExtent {
  const holders = span?.laneHolders ?? [];
  return {
    trial,
    executor,
    workers,
    repeat,
    fromNs: knownOrNull(span?.fromNs),
    toNs: knownOrNull(span?.toNs),
    lanes: holders.length,
    laneNames: holders.map((holder) => laneName(holder, rows)),
    laneWorkers: holders.map((holder) => (typeof holder === 'number' ? holder : null)),
  };
}

/** `thread 0 · tid 4711 · core 1`; empty when no worker held the lane, or several did. */
function laneName(holder: LaneHolder, rows: ReadonlyMap<number, WorkerRow>): string {
  const worker = typeof holder === 'number' ? rows.get(holder) : undefined;
  if (worker === undefined) return '';
  const { name, tid, affinity } = worker;
  const parts = [name];
  if (tid !== 0) parts.push(`tid ${tid}`);
  if (affinity !== null) parts.push(`${affinity.length === 1 ? 'core' : 'cores'} ${affinity.join(', ')}`);
  return parts.join(' · ');
}

/** The last moment of which anything tells, from the chunk index: no chunk is read. */
const lastMoment = (reader: SessionReader): number =>
  Math.max(0, ...streamNames.map((stream) => reader.extent(stream)?.to ?? 0));
