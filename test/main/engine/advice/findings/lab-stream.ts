import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { labFindings } from '../../../../../src/main/engine/advice/findings/findings.ts';
import { isBatchOf, joinRows, newColumn } from '../../../../../src/main/engine/store/columns.ts';
import { streamLayouts } from '../../../../../src/main/engine/store/format.ts';
import { openSession } from '../../../../../src/main/engine/store/reader.ts';
import type { Finding, LabReport } from '../../../../../src/shared/lab-report.ts';
import type {
  ProcessRow,
  SessionReader,
  StreamBatch,
  StreamName,
  ThreadRow,
} from '../../../../../src/shared/session.ts';
import { inSession } from './schedule.ts';

type Rows = Readonly<Record<string, readonly (number | null)[]>>;

/** What findings of a lab are made from, whatever the format of sessions is: it lies in test/fixtures/findings, a zstd frame of JSON. */
export interface LabStream {
  readonly report: Pick<LabReport, 'trials' | 'scheduling'>;
  readonly threads: readonly ThreadRow[];
  readonly processes: readonly ProcessRow[];
  readonly tasks: Rows;
  readonly slices: Rows;
  readonly cores: Rows;
  readonly losses: Rows;
}

export function packLab(path: string, { trials, scheduling }: LabReport): Buffer {
  const session = openSession(path);
  try {
    const stream: LabStream = {
      report: { trials, scheduling },
      threads: session.threads(),
      processes: session.processes(),
      tasks: rowsIn(session, 'tasks'),
      slices: rowsIn(session, 'slices'),
      cores: rowsIn(session, 'cores'),
      losses: rowsIn(session, 'losses'),
    };
    return zstdCompressSync(JSON.stringify(stream));
  } finally {
    session.close();
  }
}

export const unpackLab = (packed: Buffer): LabStream => JSON.parse(zstdDecompressSync(packed).toString());

/** Records it again, as a session of today, and looks for findings in that. */
export const findingsInLab = (lab: LabStream): Promise<readonly Finding[]> =>
  inSession(
    (writer) => {
      writer.addThreads(lab.threads);
      writer.addProcesses(lab.processes);
      writer.append('tasks', batchOf('tasks', lab.tasks));
      writer.append('slices', batchOf('slices', lab.slices));
      writer.append('cores', batchOf('cores', lab.cores));
      writer.append('losses', batchOf('losses', lab.losses));
    },
    (session) => labFindings(session.path, { ...lab.report, unrecorded: [], ownPids: [] }),
  );

/** NaN, which JSON does not know, is null. */
function rowsIn(session: SessionReader, name: StreamName): Rows {
  const columns = joinRows(streamLayouts[name].columns, [...session.batches(name)]);
  return Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, [...values]]));
}

function batchOf<N extends StreamName>(name: N, rows: Rows): StreamBatch<N> {
  const columns = Object.fromEntries(
    streamLayouts[name].columns.map(([column, kind]) => {
      const values = rows[column] ?? [];
      const filled = newColumn(kind, values.length);
      filled.set(values.map((value) => value ?? Number.NaN));
      return [column, filled];
    }),
  );
  if (!isBatchOf(name, columns)) throw new Error(`these are no rows of ${name}`);
  return columns;
}
