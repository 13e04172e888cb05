import { sliceEndCode } from '../../../shared/session.ts';
import { encodeColumn, decodeColumn, predecessorsByKey, readExceptions, readWords } from './column-codec.ts';
import type { EncodedColumn } from './column-codec.ts';
import { columnOf } from './columns.ts';
import type { Column, Columns } from './columns.ts';
import { FoldedNumbers, ThreadMemory } from './slice-folding.ts';

/**
 * Slices as bytes: what follows from other columns is not stored. Rows are put in order of their cores, each core's in order of arrival;
 * then a slice begins a little after the one before it ends, and what pushed it off is the one after it. `core` alone stays in order of
 * arrival, and tells it for the others. docs/session-format.md has the rules.
 */

/** What a chunk of slices stores, in this order. Times are three parts, their lowest bytes apart: each packs best by itself. */
export const slicePartNames = [
  'core',
  'gap low',
  'gap middle',
  'gap',
  'length low',
  'length middle',
  'length',
  'delay low',
  'delay middle',
  'delay',
  'thread',
  'ended',
  'by',
  'waker',
] as const;
export type SlicePart = (typeof slicePartNames)[number];

const largestTime = 2 ** 50;
const two32 = 2 ** 32;
const preempted = sliceEndCode('preempted');

/**
 * The parts of the rows; null when a time is no whole number of nanoseconds (but for `ready`, which may be unknown). They hold until the
 * next call: all memory is used again, since what is thrown away here is collected while the measured program runs.
 */
export function encodeSlices(columns: Columns): EncodedColumn[] | null {
  const cores = columnOf(columns, 'core');
  const order = orderByCore(cores);
  const ended = inOrder(columnOf(columns, 'ended'), order);
  if (!foldTimes(columns, order)) return null;
  foldThreads(columns, order);
  return [
    encodeColumn(cores, null),
    ...folded.gap.parted(),
    ...folded.length.parted(),
    ...folded.delay.parted(),
    folded.thread.whole(),
    encodeColumn(ended, null),
    folded.by.whole(),
    folded.waker.whole(),
  ];
}

const folded = {
  gap: new FoldedNumbers(),
  length: new FoldedNumbers(),
  delay: new FoldedNumbers(),
  thread: new FoldedNumbers(),
  by: new FoldedNumbers(),
  waker: new FoldedNumbers(),
};

/** What is known of each thread while its rows are folded. */
const threadMemory = new ThreadMemory();

/** Folds the times; false when one of them is no whole number. */
function foldTimes(columns: Columns, order: Uint32Array): boolean {
  const starts = columnOf(columns, 'start');
  const ends = columnOf(columns, 'end');
  const readies = columnOf(columns, 'ready');
  const endings = columnOf(columns, 'ended');
  const slots = threadMemory.slotsOf(columnOf(columns, 'thread'));
  const { pushedAt } = threadMemory;
  const { gap, length, delay } = folded;
  for (const numbers of [gap, length, delay]) numbers.reset(order.length);
  let before = 0;
  for (let position = 0; position < order.length; position += 1) {
    const row = order[position] ?? 0;
    const start = starts[row] ?? 0;
    const end = ends[row] ?? 0;
    const ready = readies[row] ?? 0;
    const isUnknown = Number.isNaN(ready);
    if (!isWhole(start) || !isWhole(end) || !(isUnknown || isWhole(ready))) return false;
    const slot = slots[row] ?? 0;
    const pushed = pushedAt[slot] ?? Number.NaN;
    gap.set(position, zigzag(start - before));
    length.set(position, zigzag(end - start));
    delay.set(position, isUnknown ? 0 : 1 + zigzag((Number.isNaN(pushed) ? start : pushed) - ready));
    // A thread that was pushed off is ready from then on.
    pushedAt[slot] = endings[row] === preempted ? end : Number.NaN;
    before = end;
  }
  return true;
}

/** Folds who ran, who pushed it off, and who woke it. */
function foldThreads(columns: Columns, order: Uint32Array): void {
  const threads = columnOf(columns, 'thread');
  const cores = columnOf(columns, 'core');
  const endings = columnOf(columns, 'ended');
  const takers = columnOf(columns, 'by');
  const wakers = columnOf(columns, 'waker');
  const slots = threadMemory.slotsOf(threads);
  const { lastWaker } = threadMemory;
  const { thread, by, waker } = folded;
  for (const numbers of [thread, by, waker]) numbers.reset(order.length);
  for (let position = 0; position < order.length; position += 1) {
    const row = order[position] ?? 0;
    thread.set(position, threads[row] ?? 0);
    const taker = takers[row] ?? 0;
    let likely = 0;
    if (endings[row] === preempted && position + 1 < order.length) {
      const next = order[position + 1] ?? 0;
      if (cores[next] === cores[row]) likely = ((threads[next] ?? 0) + 1) % two32;
    }
    by.set(position, taker === likely ? 0 : taker + 1);
    const slot = slots[row] ?? 0;
    const woke = wakers[row] ?? 0;
    // 0: nobody; 1: whoever woke the thread the last time that somebody did; else the value + 1.
    if (woke === 0) waker.set(position, 0);
    else waker.set(position, woke === lastWaker[slot] ? 1 : woke + 1);
    if (woke !== 0) lastWaker[slot] = woke;
  }
}

/** The wanted columns, in order of arrival. `part` gives what `encodeSlices` made. Throws RangeError when the parts cannot be slices. */
export function decodeSlices(
  rows: number,
  part: (name: SlicePart) => EncodedColumn,
  wanted: ReadonlySet<string>,
): Columns {
  const cores = decodeColumn('u16', rows, part('core'), null);
  const order = orderByCore(cores);
  const columns: Record<string, Column> = {};
  if (wanted.has('core')) columns['core'] = cores;
  const needsReady = wanted.has('ready');
  const threads =
    needsReady || ['thread', 'by', 'waker'].some((name) => wanted.has(name)) ? words('thread') : none;
  const ended = needsReady || wanted.has('ended') || wanted.has('by') ? words('ended') : none;
  const before = needsReady || wanted.has('waker') ? predecessorsByKey(threads) : noPredecessors;
  if (wanted.has('thread')) columns['thread'] = inArrival(new Uint32Array(rows), threads, order);
  if (wanted.has('ended')) columns['ended'] = inArrival(new Uint8Array(rows), ended, order);
  if (needsReady || wanted.has('start') || wanted.has('end')) {
    const { starts, ends } = integrate(
      rows,
      unfold(rows, [part('gap low'), part('gap middle')], part('gap')),
      unfold(rows, [part('length low'), part('length middle')], part('length')),
    );
    if (wanted.has('start')) columns['start'] = inArrival(new Float64Array(rows), starts, order);
    if (wanted.has('end')) columns['end'] = inArrival(new Float64Array(rows), ends, order);
    if (needsReady) {
      const readies = unfold(rows, [part('delay low'), part('delay middle')], part('delay'));
      for (let row = 0; row < rows; row += 1) {
        const stored = readies[row] ?? 0;
        readies[row] =
          stored === 0
            ? Number.NaN
            : likelyReady(row, starts[row] ?? 0, before, ended, ends) - unzigzag(stored - 1);
      }
      columns['ready'] = inArrival(new Float64Array(rows), readies, order);
    }
  }
  if (wanted.has('by')) {
    const takers = unfold(rows, [], part('by'));
    for (let row = 0; row < rows; row += 1) {
      const likely = likelyBy(row, cores, order, threads, ended);
      takers[row] = takers[row] === 0 ? likely : (takers[row] ?? 0) - 1;
    }
    columns['by'] = inArrival(new Uint32Array(rows), takers, order);
  }
  if (wanted.has('waker')) {
    const wakers = unfoldWakers(unfold(rows, [], part('waker')), before);
    columns['waker'] = inArrival(new Uint32Array(rows), wakers, order);
  }
  return columns;

  function words(name: SlicePart): Uint32Array<ArrayBuffer> {
    const encoded = part(name);
    checkSize(rows, encoded);
    return readWords(encoded, rows);
  }
}

const none = new Uint32Array(0);
const noPredecessors = new Int32Array();

/** A thread that was pushed off is ready from then on; others mostly become so shortly before they start. */
function likelyReady(
  row: number,
  start: number,
  before: Int32Array,
  ended: Uint32Array,
  ends: Float64Array,
): number {
  const last = before[row] ?? -1;
  return last >= 0 && ended[last] === preempted ? (ends[last] ?? 0) : start;
}

/** Who takes a core from a thread is the next to run there. */
function likelyBy(
  row: number,
  cores: Column,
  order: Uint32Array,
  threads: Uint32Array,
  ended: Uint32Array,
): number {
  if (ended[row] !== preempted || row + 1 >= order.length) return 0;
  const isSameCore = cores[order[row] ?? 0] === cores[order[row + 1] ?? 0];
  return isSameCore ? ((threads[row + 1] ?? 0) + 1) % two32 : 0;
}

function unfoldWakers(wakers: Float64Array, before: Int32Array): Float64Array {
  const last = new Uint32Array(wakers.length);
  for (let row = 0; row < wakers.length; row += 1) {
    const stored = wakers[row] ?? 0;
    const previous = before[row] ?? -1;
    const known = previous < 0 ? 0 : (last[previous] ?? 0);
    const waker = stored === 0 ? 0 : stored === 1 ? known : stored - 1;
    last[row] = waker === 0 ? known : waker;
    wakers[row] = waker;
  }
  return wakers;
}

function integrate(
  rows: number,
  gaps: Float64Array,
  lengths: Float64Array,
): { readonly starts: Float64Array; readonly ends: Float64Array } {
  let time = 0;
  for (let row = 0; row < rows; row += 1) {
    const start = time + unzigzag(gaps[row] ?? 0);
    time = start + unzigzag(lengths[row] ?? 0);
    gaps[row] = start;
    lengths[row] = time;
  }
  return { starts: gaps, ends: lengths };
}

/** The numbers again, from `bytes` that were taken off below and the rest. */
function unfold(rows: number, bytes: readonly EncodedColumn[], rest: EncodedColumn): Float64Array {
  checkSize(rows, rest);
  const words = readWords(
    { ...rest, planes: rest.planes + bytes.length, bytes: ahead(rows, bytes, rest) },
    rows,
  );
  const values = new Float64Array(words);
  const { at, value } = readExceptions(rest, rows);
  for (let index = 0; index < at.length; index += 1) values[at[index] ?? 0] = value[index] ?? 0;
  return values;
}

/** The bytes and then the rest's planes, as if they had never been apart. */
function ahead(rows: number, bytes: readonly EncodedColumn[], rest: EncodedColumn): Uint8Array<ArrayBuffer> {
  if (bytes.length === 0) return rest.bytes;
  if (bytes.length + rest.planes > 4) throw new RangeError('a column of slices is wider than 32 bits');
  const joined = new Uint8Array((bytes.length + rest.planes) * rows);
  for (const [index, part] of bytes.entries()) {
    if (part.bytes.length !== rows) throw new RangeError('a column of slices lacks bytes');
    joined.set(part.bytes, index * rows);
  }
  joined.set(rest.bytes.subarray(0, rest.planes * rows), bytes.length * rows);
  return joined;
}

function checkSize(rows: number, { planes, exceptions, bytes }: EncodedColumn): void {
  if (planes > 4 || bytes.length !== planes * rows + exceptions * 12) {
    throw new RangeError(`a column of slices has ${bytes.length} bytes for ${rows} rows`);
  }
}

const zigzag = (difference: number): number => (difference >= 0 ? difference * 2 : -difference * 2 - 1);
const unzigzag = (stored: number): number => (stored % 2 === 0 ? stored / 2 : -(stored + 1) / 2);

/** A whole number of nanoseconds, whose differences are exact; −0 would come back as 0. */
const isWhole = (time: number): boolean =>
  time - Math.trunc(time) === 0 &&
  time <= largestTime &&
  time >= -largestTime &&
  (time !== 0 || 1 / time > 0);

/** The rows in order of their cores, those of a core in order of arrival. */
function orderByCore(cores: Column): Uint32Array {
  let largest = 0;
  for (let row = 0; row < cores.length; row += 1) {
    const core = cores[row] ?? 0;
    if (core > largest) largest = core;
  }
  const places = new Uint32Array(largest + 2);
  for (let row = 0; row < cores.length; row += 1) {
    const core = cores[row] ?? 0;
    places[core + 1] = (places[core + 1] ?? 0) + 1;
  }
  for (let core = 1; core < places.length; core += 1) {
    places[core] = (places[core] ?? 0) + (places[core - 1] ?? 0);
  }
  const order = new Uint32Array(cores.length);
  for (let row = 0; row < cores.length; row += 1) {
    const core = cores[row] ?? 0;
    const place = places[core] ?? 0;
    order[place] = row;
    places[core] = place + 1;
  }
  return order;
}

function inOrder(values: Column, order: Uint32Array): Uint8Array<ArrayBuffer> {
  const ordered = new Uint8Array(order.length);
  for (let position = 0; position < order.length; position += 1) {
    ordered[position] = values[order[position] ?? 0] ?? 0;
  }
  return ordered;
}

function inArrival<C extends Column>(into: C, ordered: Uint32Array | Float64Array, order: Uint32Array): C {
  for (let row = 0; row < order.length; row += 1) into[order[row] ?? 0] = ordered[row] ?? 0;
  return into;
}
