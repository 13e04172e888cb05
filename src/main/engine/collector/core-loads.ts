import type { LiveCores } from '../../../shared/jobs.ts';
import type { CoreRow } from './sample-rows.ts';

/**
 * The load of each core over all the rows together, as one reading at the time of its last row. Single rows cover a tick or
 * two of the kernel, which would make of every load a jump between nothing, half and all.
 */
export function coreLoads(rows: readonly CoreRow[]): LiveCores {
  const sums = new Map<number, { timeNs: number; busyNs: number; totalNs: number }>();
  for (const row of rows) {
    const sum = sums.get(row.core) ?? { timeNs: 0, busyNs: 0, totalNs: 0 };
    const busyNs = row.userNs + row.systemNs + known(row.stealNs);
    sums.set(row.core, {
      timeNs: row.time,
      busyNs: sum.busyNs + busyNs,
      totalNs: sum.totalNs + busyNs + row.idleNs + known(row.iowaitNs),
    });
  }
  const cores = [...sums].sort(([a], [b]) => a - b);
  return {
    timeNs: Float64Array.from(cores, ([, { timeNs }]) => timeNs),
    core: Uint16Array.from(cores, ([core]) => core),
    busy: Float32Array.from(cores, ([, { busyNs, totalNs }]) => (totalNs === 0 ? 0 : busyNs / totalNs)),
  };
}

/** What the system does not tell is in none of the other sums either. */
const known = (ns: number): number => (Number.isNaN(ns) ? 0 : ns);
