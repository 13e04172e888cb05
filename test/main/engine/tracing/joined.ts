import type {
  DetailKind,
  DetailRows,
  FailureRow,
  StreamBatch,
  StreamName,
  WorkerRow,
} from '../../../../src/shared/session.ts';
import { outcomes } from '../../../../src/shared/session.ts';
import type { TraceSink } from '../../../../src/main/engine/tracing/task-rows.ts';
import { TraceReading } from '../../../../src/main/engine/tracing/trace-reading.ts';

type Row = Readonly<Record<string, number>>;

/** All that was written into a session, row by row. */
export class Gathered implements TraceSink {
  readonly #rows = new Map<StreamName, Row[]>();
  readonly #details = new Map<DetailKind, Map<number, unknown>>();
  readonly workers: WorkerRow[] = [];
  readonly failures: FailureRow[] = [];

  append<N extends StreamName>(stream: N, batch: StreamBatch<N>): void {
    const columns = Object.entries<ArrayLike<number>>(batch);
    const rows = Array.from({ length: columns[0]?.[1].length ?? 0 }, (_, row) =>
      Object.fromEntries(columns.map(([name, values]) => [name, values[row] ?? Number.NaN])),
    );
    this.#rows.set(stream, [...(this.#rows.get(stream) ?? []), ...rows]);
  }

  addDetails<K extends DetailKind>(kind: K, rows: readonly DetailRows[K][]): void {
    const known = this.#details.get(kind) ?? new Map<number, unknown>();
    for (const row of rows) known.set(row.number, row);
    this.#details.set(kind, known);
  }

  addWorkers(rows: readonly WorkerRow[]): void {
    this.workers.push(...rows);
  }

  addFailures(rows: readonly FailureRow[]): void {
    this.failures.push(...rows);
  }

  rows(stream: StreamName): readonly Row[] {
    return this.#rows.get(stream) ?? [];
  }

  details(kind: DetailKind): readonly unknown[] {
    return [...(this.#details.get(kind)?.values() ?? [])];
  }

  /** The tasks with what was traced of them, and the words of what they refer to. */
  get tasks() {
    const traced = new Map(this.rows('traced').map((row) => [row['task'], row]));
    return this.rows('tasks').map((task) =>
      Object.assign({}, task, traced.get(task['index']), {
        outcome: outcomes[task['outcome'] ?? 0],
        by: this.workers.find(({ worker }) => worker === task['worker']),
      }),
    );
  }
}

/** What a whole trace comes to when the program is over. */
export function joined(folder: string): Gathered {
  const gathered = new Gathered();
  for (const _ of new TraceReading(folder, 0n, gathered).finish());
  return gathered;
}
