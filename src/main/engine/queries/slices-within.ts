import type { SessionReader, StreamBatch, ViewportQuery } from '../../../shared/session.ts';
import type { SlicesWithin, SlicesWithinQuery } from '../../../shared/session-queries.ts';
import { asNanoseconds } from '../../../shared/units.ts';
import { isBatchOf, joinRows, pickRows } from '../store/columns.ts';
import type { Columns } from '../store/columns.ts';
import { streamLayouts } from '../store/format.ts';
import { stableOrder } from './stable-order.ts';

/**
 * The slices in a range: those of the cores while they last, and those of the threads from when they are ready, as a thread's
 * track shows its waiting too. The total is exact up to the limit. Beyond it nothing is read that need not be: it is what begins
 * in the range by the precomputed strips, whose buckets may reach beyond the range's ends.
 */
export function slicesWithin(reader: SessionReader, query: SlicesWithinQuery): SlicesWithin {
  const begun = begunWithin(reader, query);
  if (begun > query.limit * certainlyTooMany) return { total: begun, slices: null };
  const found: Columns[] = [];
  let total = 0;
  const range = { from: asNanoseconds(query.fromNs), to: asNanoseconds(query.toNs) };
  const isMeant = sliceFilter(query);
  for (const batch of reader.batches('slices', range)) {
    const rows = rowsMeant(batch, isMeant);
    total += rows.length;
    if (total > query.limit) return { total: Math.max(total, begun), slices: null };
    found.push(pickRows(batch, rows));
  }
  return { total, slices: inOrderOfStart(found) };
}

/** Strips tell the number of slices to within their buckets at the range's ends: this far above the limit there is no doubt. */
const certainlyTooMany = 1.5;
const countedParts = 256;

/** How many slices begin in the range, on the cores or of the threads, whichever are more; some are both. */
function begunWithin(reader: SessionReader, { fromNs, toNs, cores, threads }: SlicesWithinQuery): number {
  if (!(fromNs < toNs)) return 0;
  const count = (group: ViewportQuery['group'], tracks: readonly number[]): number => {
    if (tracks.length === 0) return 0;
    const range = { from: asNanoseconds(fromNs), to: asNanoseconds(toNs), width: countedParts };
    return reader.viewport({ group, tracks, ...range }).count.reduce((sum, of) => sum + of, 0);
  };
  return Math.max(count('cores', cores), count('threads', threads));
}

type SliceFilter = (batch: StreamBatch<'slices'>, row: number) => boolean;

function sliceFilter({ fromNs, toNs, cores, threads }: SlicesWithinQuery): SliceFilter {
  const ofCores = new Set(cores);
  const ofThreads = new Set(threads);
  return ({ ready, start, end, core, thread }, row) => {
    if (!((end[row] ?? Number.NaN) >= fromNs)) return false;
    const began = start[row] ?? Number.NaN;
    if (began <= toNs && ofCores.has(core[row] ?? 0)) return true;
    const since = ready[row] ?? Number.NaN;
    return (began <= toNs || since <= toNs) && ofThreads.has(thread[row] ?? 0);
  };
}

function rowsMeant(batch: StreamBatch<'slices'>, isMeant: SliceFilter): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(batch.start.length);
  let count = 0;
  for (let row = 0; row < rows.length; row += 1) if (isMeant(batch, row)) rows[count++] = row;
  return rows.slice(0, count);
}

function inOrderOfStart(parts: readonly Columns[]): StreamBatch<'slices'> {
  const joined = joinRows(streamLayouts.slices.columns, parts);
  if (!isBatchOf('slices', joined)) throw new RangeError('the rows of slices lack columns');
  const ordered = pickRows(joined, stableOrder(joined.start, false));
  if (!isBatchOf('slices', ordered)) throw new RangeError('the rows of slices lack columns');
  return ordered;
}
