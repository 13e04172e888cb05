import { sliceEndCode } from '../../../shared/session.ts';
import { encodeColumn, decodeColumn, predecessorsByKey, readExceptions, readWords } from './column-codec.ts';
import type { EncodedColumn } from './column-codec.ts';
import { columnOf, pickRows } from './columns.ts';
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

/**
 * The wanted columns, in order of arrival, or (`anyOrder`, which costs less) in the order in which they are stored. `part` gives what
 * `encodeSlices` made. Throws RangeError when the parts cannot be slices.
 */
export function decodeSlices(
  rows: number,
  part: (name: SlicePart) => EncodedColumn,
  wanted: ReadonlySet<string>,
  anyOrder = false,
): Columns {
  const cores = decodeColumn('u16', rows, part('core'), null);
  const order = orderByCore(cores);
  const columns: Record<string, Column> = {};
  const put = (name: string, empty: (rows: number) => Column, ordered: Column): void => {
    if (!wanted.has(name)) return;
    const column = empty(rows);
    if (anyOrder) column.set(ordered);
    else intoArrival(column, ordered, order);
    columns[name] = column;
  };
  const needsReady = wanted.has('ready');
  const threads =
    needsReady || ['thread', 'by', 'waker'].some((name) => wanted.has(name)) ? words('thread') : none;
  const ended = needsReady || wanted.has('ended') || wanted.has('by') ? words('ended') : none;
  const before = needsReady || wanted.has('waker') ? predecessorsByKey(threads) : noPredecessors;
  if (wanted.has('core')) columns['core'] = anyOrder ? (pickRows({ cores }, order)['cores'] ?? cores) : cores;
  put('thread', words32, threads);
  put('ended', words8, ended);
  if (needsReady || wanted.has('start') || wanted.has('end')) {
    const { starts, ends } = integrate(rows, differences('gap', 0), differences('length', 0));
    put('start', doubles, starts);
    put('end', doubles, ends);
    if (needsReady) {
      const readies = differences('delay', 1);
      for (let row = 0; row < rows; row += 1) {
        readies[row] = likelyReady(row, starts[row] ?? 0, before, ended, ends) - (readies[row] ?? 0);
      }
      put('ready', doubles, readies);
    }
  }
  if (wanted.has('by')) {
    const takers = unfold(rows, part('by'));
    for (let row = 0; row < rows; row += 1) {
      const likely = likelyBy(row, cores, order, threads, ended);
      takers[row] = takers[row] === 0 ? likely : (takers[row] ?? 0) - 1;
    }
    put('by', words32, takers);
  }
  if (wanted.has('waker')) put('waker', words32, unfoldWakers(unfold(rows, part('waker')), before));
  return columns;

  function words(name: SlicePart): Uint32Array<ArrayBuffer> {
    const encoded = part(name);
    checkSize(rows, encoded);
    return readWords(encoded, rows);
  }

  /** Of what is stored as its zigzag plus `bias`; NaN where less than that is stored. */
  function differences(name: 'gap' | 'length' | 'delay', bias: 0 | 1): Float64Array<ArrayBuffer> {
    return unfoldTimes(rows, part(`${name} low`), part(`${name} middle`), part(name), bias);
  }
}

const words8 = (rows: number): Uint8Array<ArrayBuffer> => new Uint8Array(rows);
const words32 = (rows: number): Uint32Array<ArrayBuffer> => new Uint32Array(rows);
const doubles = (rows: number): Float64Array<ArrayBuffer> => new Float64Array(rows);

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

function unfoldWakers(wakers: Float64Array<ArrayBuffer>, before: Int32Array): Float64Array<ArrayBuffer> {
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
  gaps: Float64Array<ArrayBuffer>,
  lengths: Float64Array<ArrayBuffer>,
): { readonly starts: Float64Array<ArrayBuffer>; readonly ends: Float64Array<ArrayBuffer> } {
  let time = 0;
  for (let row = 0; row < rows; row += 1) {
    const start = time + (gaps[row] ?? 0);
    time = start + (lengths[row] ?? 0);
    gaps[row] = start;
    lengths[row] = time;
  }
  return { starts: gaps, ends: lengths };
}

/** The differences again, from their two lowest bytes and the rest. */
function unfoldTimes(
  rows: number,
  { bytes: low }: EncodedColumn,
  { bytes: middle }: EncodedColumn,
  rest: EncodedColumn,
  bias: 0 | 1,
): Float64Array<ArrayBuffer> {
  checkSize(rows, rest);
  if (rest.planes > 2) throw new RangeError('a column of slices is wider than 32 bits');
  if (low.length !== rows || middle.length !== rows) throw new RangeError('a column of slices lacks bytes');
  const high = readWords(rest, rows);
  const differences = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const word = ((low[row] ?? 0) | ((middle[row] ?? 0) << 8) | ((high[row] ?? 0) << 16)) >>> 0;
    // Int32: half of a u32 always fits.
    const zigzagged = (word - bias) >>> 0;
    differences[row] = word < bias ? Number.NaN : (zigzagged >>> 1) ^ -(zigzagged & 1);
  }
  const { at, value } = readExceptions(rest, rows);
  for (let index = 0; index < at.length; index += 1) {
    differences[at[index] ?? 0] = unzigzag((value[index] ?? 0) - bias);
  }
  return differences;
}

/** Numbers that are stored in one part. */
function unfold(rows: number, part: EncodedColumn): Float64Array<ArrayBuffer> {
  checkSize(rows, part);
  const values = new Float64Array(readWords(part, rows));
  const { at, value } = readExceptions(part, rows);
  for (let index = 0; index < at.length; index += 1) values[at[index] ?? 0] = value[index] ?? 0;
  return values;
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

function intoArrival(column: Column, ordered: Column, order: Uint32Array): void {
  for (let row = 0; row < order.length; row += 1) column[order[row] ?? 0] = ordered[row] ?? 0;
}
