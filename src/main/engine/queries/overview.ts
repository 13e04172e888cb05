import { trialsOf } from '../../../shared/session-report.ts';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { SessionReader, WorkerRow } from '../../../shared/session.ts';
import type { SessionOverview, TrialExtent } from '../../../shared/session-queries.ts';
import type { TrialReport } from '../../../shared/lab-report.ts';
import { streamNames } from '../store/format.ts';
import { knownOrNull } from './known.ts';
import type { OpenedSession } from './opened-session.ts';
import { tracingOverview } from './tracing-overview.ts';
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
    trials:
      reader.header.command === 'lab'
        ? trialsOf(report).map((trial, number) => extentOf(number, trial, tasks.spans[number], workers))
        : tasks.spans.map((span, number) => extentOfProfile(number, span, laneNamesOf(reader))),
    tracing: tracingOverview(session),
    failures: reader.failures(),
    tasks: tasks.count,
    samples: reader.count('samples'),
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

/** A profile's tasks went to whatever the program handed them to, each as often as it did. */
function extentOfProfile(trial: number, span: TrialSpan, names: ReadonlyMap<number, string>): TrialExtent {
  const { laneHolders: holders } = span;
  return {
    trial,
    executor: null,
    workers: null,
    repeat: 1,
    fromNs: knownOrNull(span.fromNs),
    toNs: knownOrNull(span.toNs),
    lanes: holders.length,
    laneNames: holders.map((_, lane) => names.get(lane) ?? ''),
    laneWorkers: holders.map((holder) => (typeof holder === 'number' ? holder : null)),
  };
}

/** `ThreadPoolExecutor-0_1 · tid 4711`. */
const laneNamesOf = (reader: SessionReader): ReadonlyMap<number, string> =>
  new Map(
    reader
      .details('lanes')
      .map(({ number, name, tid }) => [number, tid === null ? name : `${name} · tid ${tid}`]),
  );

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
