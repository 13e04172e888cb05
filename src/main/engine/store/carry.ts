import { carryColumns } from './format.ts';
import { columnOf, newColumn, pickRows, rowsOf } from './columns.ts';
import type { Columns } from './columns.ts';

/** The last switch seen on each core, by its time: what the core is doing from there on. */
export type Carry = Map<number, { time: number; thread: number }>;

/** Moves `carry` past the given switches. Of equal times the later row counts. */
export function advanceCarry(carry: Carry, switches: Columns): void {
  const times = columnOf(switches, 'time');
  const cores = columnOf(switches, 'core');
  const threads = columnOf(switches, 'thread');
  for (let row = 0; row < times.length; row += 1) {
    const core = cores[row] ?? 0;
    const time = times[row] ?? Number.NaN;
    const known = carry.get(core);
    if (known === undefined) {
      if (!Number.isNaN(time)) carry.set(core, { time, thread: threads[row] ?? 0 });
    } else if (time >= known.time) {
      known.time = time;
      known.thread = threads[row] ?? 0;
    }
  }
}

export function carryToColumns(carry: Carry): Columns {
  const [core, time, thread] = carryColumns.map(([, kind]) => newColumn(kind, carry.size));
  let row = 0;
  for (const [number, { time: since, thread: running }] of carry) {
    if (core !== undefined) core[row] = number;
    if (time !== undefined) time[row] = since;
    if (thread !== undefined) thread[row] = running;
    row += 1;
  }
  return { ...(core && { core }), ...(time && { time }), ...(thread && { thread }) };
}

export function carryFromColumns(columns: Columns): Carry {
  const carry: Carry = new Map();
  advanceCarry(carry, columns);
  return carry;
}

/** Switches grouped by core, in each core's order of arrival: the order in which a chunk stores them. */
export function groupByCore(switches: Columns): Columns {
  const cores = columnOf(switches, 'core');
  const rows = rowsOf(switches);
  const places = new Uint32Array(65537);
  for (const core of cores) places[core + 1] = (places[core + 1] ?? 0) + 1;
  for (let core = 1; core < places.length; core += 1) {
    places[core] = (places[core] ?? 0) + (places[core - 1] ?? 0);
  }
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const core = cores[row] ?? 0;
    const place = places[core] ?? 0;
    order[place] = row;
    places[core] = place + 1;
  }
  return pickRows(switches, order);
}
