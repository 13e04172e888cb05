import type { ColumnKind, ColumnName, StreamBatch, StreamName } from '../../../shared/session.ts';
import { streamLayouts } from './format.ts';

/** The rows of any stream, column by column: what codecs and messages carry, whatever the stream is. */
export type Column =
  | Float64Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;
export type Columns = Readonly<Record<string, Column>>;

const columnTypes = {
  time: Float64Array,
  f64: Float64Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;

export const newColumn = (kind: ColumnKind, rows: number): Column => new columnTypes[kind](rows);

/** Whether `columns` are rows of this stream: each column there, of its kind, and all equally long. */
export const isBatchOf = <N extends StreamName>(
  stream: N,
  columns: object,
): columns is Columns & StreamBatch<N> => areColumns(stream, columns, null);

/** Whether `columns` are rows of this stream, of which the wanted columns are there. */
export const hasColumns = <N extends StreamName, C extends ColumnName<N>>(
  stream: N,
  columns: object,
  wanted: readonly C[],
): columns is Columns & Pick<StreamBatch<N>, C> => areColumns(stream, columns, new Set<string>(wanted));

function areColumns(stream: StreamName, columns: object, wanted: ReadonlySet<string> | null): boolean {
  const values: Readonly<Record<string, unknown>> = { ...columns };
  const lengths = new Set<number>();
  for (const [name, kind] of streamLayouts[stream].columns) {
    if (wanted !== null && !wanted.has(name)) continue;
    const column = values[name];
    if (!(column instanceof columnTypes[kind])) return false;
    lengths.add(column.length);
  }
  return lengths.size === 1;
}

export function columnOf(columns: Columns, name: string): Column {
  const column = columns[name];
  if (column === undefined) throw new RangeError(`the column ${name} is missing`);
  return column;
}

export function rowsOf(columns: Columns): number {
  for (const column of Object.values(columns)) return column.length;
  return 0;
}

/** Rows [from, to) as new columns. */
export const sliceRows = (columns: Columns, from: number, to: number): Columns =>
  mapColumns(columns, (column) => column.slice(from, to));

/** Rows [from, to) in the same memory. */
export const viewRows = (columns: Columns, from: number, to: number): Columns =>
  mapColumns(columns, (column) => column.subarray(from, to));

/** The rows at `order`, in that order. */
export const pickRows = (columns: Columns, order: Uint32Array): Columns =>
  mapColumns(columns, (column) => {
    const picked = column.slice(0, order.length);
    for (let position = 0; position < order.length; position += 1) {
      picked[position] = column[order[position] ?? 0] ?? 0;
    }
    return picked;
  });

/** All rows of the parts, in order; the parts have the columns of `kinds`. */
export function joinRows(
  kinds: readonly (readonly [string, ColumnKind])[],
  parts: readonly Columns[],
): Columns {
  const rows = parts.reduce((sum, part) => sum + rowsOf(part), 0);
  const joined: Record<string, Column> = {};
  for (const [name, kind] of kinds) {
    const column = newColumn(kind, rows);
    let at = 0;
    for (const part of parts) {
      const values = columnOf(part, name);
      column.set(values, at);
      at += values.length;
    }
    joined[name] = column;
  }
  return joined;
}

function mapColumns(columns: Columns, change: (column: Column) => Column): Columns {
  const changed: Record<string, Column> = {};
  for (const [name, column] of Object.entries(columns)) changed[name] = change(column);
  return changed;
}

/** The earliest and latest known time of the rows; everything when no row has a known time. */
export function timeSpan(columns: Columns, times: readonly string[]): { t0: number; t1: number } {
  let t0 = Infinity;
  let t1 = -Infinity;
  for (const name of times) {
    const clock = columnOf(columns, name);
    for (let row = 0; row < clock.length; row += 1) {
      const time = clock[row] ?? Number.NaN;
      if (time < t0) t0 = time;
      if (time > t1) t1 = time;
    }
  }
  return t0 <= t1 ? { t0, t1 } : { t0: -Infinity, t1: Infinity };
}

/** The rows whose time touches [from, to]: all columns as they are when every row does. */
export function rowsTouching(columns: Columns, times: readonly string[], from: number, to: number): Columns {
  const rows = rowsOf(columns);
  const kept = new Uint32Array(rows);
  const clocks = times.map((name) => columnOf(columns, name));
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    let begin = Infinity;
    let end = -Infinity;
    for (const clock of clocks) {
      const time = clock[row] ?? Number.NaN;
      if (time < begin) begin = time;
      if (time > end) end = time;
    }
    const unknown = begin > end;
    if (unknown || (begin <= to && end >= from)) kept[count++] = row;
  }
  return count === rows ? columns : pickRows(columns, kept.subarray(0, count));
}
