import type { StreamBatch } from '../../../shared/session.ts';
import type { SessionReader } from '../../../shared/session.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { isBatchOf, joinRows, pickRows, rowsOf } from '../store/columns.ts';
import type { Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';
import { stableOrder } from './stable-order.ts';

/** What of a stream touches a range, if it is little enough. */
export interface RowsWithin<N extends 'steps' | 'spans'> {
  /** Exact up to the limit; more than it when there are more. */
  readonly total: number;
  readonly rows: StreamBatch<N> | null;
}

/** Rows from `start` to `end` that touch the range and are wanted, by start. Reading ends where they are more than the limit. */
export function rowsWithin<N extends 'steps' | 'spans'>(
  reader: SessionReader,
  stream: N,
  { fromNs, toNs, limit }: { readonly fromNs: number; readonly toNs: number; readonly limit: number },
  isWanted: (batch: StreamBatch<N>, row: number) => boolean = () => true,
): RowsWithin<N> {
  const parts: Columns[] = [];
  let total = 0;
  if (fromNs <= toNs) {
    const range = { from: asNanoseconds(fromNs), to: asNanoseconds(toNs) };
    for (const batch of reader.batches(stream, range)) {
      const wanted = Uint32Array.from(batch.start.keys()).filter((row) => isWanted(batch, row));
      total += wanted.length;
      if (total > limit) return { total, rows: null };
      parts.push(pickRows(batch, wanted));
    }
  }
  const joined = joinRows(streamLayouts[stream].columns, parts);
  if (!isBatchOf(stream, joined)) throw new RangeError(`the rows of ${stream} lack columns`);
  const rows = rowsOf(joined) === 0 ? joined : pickRows(joined, stableOrder(joined.start, false));
  if (!isBatchOf(stream, rows)) throw new RangeError(`the rows of ${stream} lack columns`);
  return { total, rows };
}
