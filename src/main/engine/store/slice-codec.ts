import { sliceEndCode } from '../../../shared/session.ts';
import {
  encodeColumn,
  encodeWords,
  decodeColumn,
  predecessorsByKey,
  readExceptions,
  readWords,
} from './column-codec.ts';
import type { EncodedColumn } from './column-codec.ts';
import { columnOf } from './columns.ts';
import type { Column, Columns } from './columns.ts';

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

/** The parts of the rows; null when a time is no whole number of nanoseconds (but for `ready`, which may be unknown). */
export function encodeSlices(columns: Columns): EncodedColumn[] | null {
  const cores = columnOf(columns, 'core');
  const order = orderByCore(cores);
  const starts = timesInOrder(columns, 'start', order);
  const ends = timesInOrder(columns, 'end', order);
  const readies = timesInOrder(columns, 'ready', order);
  if (!areWhole(starts, false) || !areWhole(ends, false) || !areWhole(readies, true)) return null;
  const threads = wordsInOrder(columns, 'thread', order);
  const ended = wordsInOrder(columns, 'ended', order);
  const before = predecessorsByKey(threads);
  const gaps = new Folded(order.length);
  const lengths = new Folded(order.length);
  const delays = new Folded(order.length);
  for (let row = 0; row < order.length; row += 1) {
    const start = starts[row] ?? 0;
    const ready = readies[row] ?? 0;
    gaps.set(row, zigzag(start - (row === 0 ? 0 : (ends[row - 1] ?? 0))));
    lengths.set(row, zigzag((ends[row] ?? 0) - start));
    delays.set(
      row,
      Number.isNaN(ready) ? 0 : 1 + zigzag(likelyReady(row, start, before, ended, ends) - ready),
    );
  }
  const by = wordsInOrder(columns, 'by', order);
  const wakers = wordsInOrder(columns, 'waker', order);
  return [
    encodeColumn(cores, null),
    ...gaps.encoded(),
    ...lengths.encoded(),
    ...delays.encoded(),
    encodeWords(threads),
    encodeWords(ended),
    foldBy(by, cores, order, threads, ended).high(),
    foldWakers(wakers, before).high(),
  ];
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
        const folded = readies[row] ?? 0;
        readies[row] =
          folded === 0
            ? Number.NaN
            : likelyReady(row, starts[row] ?? 0, before, ended, ends) - unzigzag(folded - 1);
      }
      columns['ready'] = inArrival(new Float64Array(rows), readies, order);
    }
  }
  if (wanted.has('by')) {
    const folded = unfold(rows, [], part('by'));
    for (let row = 0; row < rows; row += 1) {
      const likely = likelyBy(row, cores, order, threads, ended);
      folded[row] = folded[row] === 0 ? likely : (folded[row] ?? 0) - 1;
    }
    columns['by'] = inArrival(new Uint32Array(rows), folded, order);
  }
  if (wanted.has('waker')) {
    const folded = unfold(rows, [], part('waker'));
    columns['waker'] = inArrival(new Uint32Array(rows), unfoldWakers(folded, before), order);
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

function foldBy(
  by: Uint32Array,
  cores: Column,
  order: Uint32Array,
  threads: Uint32Array,
  ended: Uint32Array,
): Folded {
  const folded = new Folded(by.length);
  for (let row = 0; row < by.length; row += 1) {
    const value = by[row] ?? 0;
    folded.set(row, value === likelyBy(row, cores, order, threads, ended) ? 0 : value + 1);
  }
  return folded;
}

/** 0: nobody; 1: whoever woke the thread the last time that somebody did; else the value + 1. */
function foldWakers(wakers: Uint32Array, before: Int32Array): Folded {
  const folded = new Folded(wakers.length);
  const last = new Uint32Array(wakers.length);
  for (let row = 0; row < wakers.length; row += 1) {
    const waker = wakers[row] ?? 0;
    const previous = before[row] ?? -1;
    const known = previous < 0 ? 0 : (last[previous] ?? 0);
    last[row] = waker === 0 ? known : waker;
    folded.set(row, waker === 0 ? 0 : waker === known ? 1 : waker + 1);
  }
  return folded;
}

function unfoldWakers(folded: Float64Array, before: Int32Array): Float64Array {
  const last = new Uint32Array(folded.length);
  for (let row = 0; row < folded.length; row += 1) {
    const stored = folded[row] ?? 0;
    const previous = before[row] ?? -1;
    const known = previous < 0 ? 0 : (last[previous] ?? 0);
    const waker = stored === 0 ? 0 : stored === 1 ? known : stored - 1;
    last[row] = waker === 0 ? known : waker;
    folded[row] = waker;
  }
  return folded;
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

/** Whole numbers from zero on, as 32 bits each; the few that need more are exceptions. */
class Folded {
  readonly #words: Uint32Array<ArrayBuffer>;
  readonly #exceptions: number[] = [];
  readonly #large: number[] = [];

  constructor(rows: number) {
    this.#words = new Uint32Array(rows);
  }

  set(row: number, value: number): void {
    if (value < two32) {
      this.#words[row] = value;
      return;
    }
    this.#exceptions.push(row);
    this.#large.push(value);
  }

  /** The lowest bytes, those above them, and the rest. */
  encoded(): readonly EncodedColumn[] {
    const words = this.#words;
    const low = new Uint8Array(words.length);
    const middle = new Uint8Array(words.length);
    const rest = new Uint32Array(words.length);
    for (let row = 0; row < words.length; row += 1) {
      const word = words[row] ?? 0;
      low[row] = word;
      middle[row] = word >>> 8;
      rest[row] = word >>> 16;
    }
    return [bytePart(low), bytePart(middle), encodeWords(rest, this.#exceptions, this.#large)];
  }

  /** All in one. */
  high(): EncodedColumn {
    return encodeWords(this.#words, this.#exceptions, this.#large);
  }
}

const bytePart = (bytes: Uint8Array<ArrayBuffer>): EncodedColumn => ({
  mode: 'plain',
  planes: 1,
  exceptions: 0,
  bytes,
});

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
const unzigzag = (folded: number): number => (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2);

/** Whole numbers of nanoseconds, whose differences are exact; −0 would come back as 0. */
function areWhole(times: Float64Array, orUnknown: boolean): boolean {
  for (let row = 0; row < times.length; row += 1) {
    const time = times[row] ?? 0;
    const isWhole = time - Math.trunc(time) === 0 && time <= largestTime && time >= -largestTime;
    if (!(isWhole || (orUnknown && Number.isNaN(time))) || (time === 0 && 1 / time < 0)) return false;
  }
  return true;
}

/** The rows in order of their cores, those of a core in order of arrival. */
function orderByCore(cores: Column): Uint32Array {
  let largest = 0;
  for (let row = 0; row < cores.length; row += 1) largest = Math.max(largest, cores[row] ?? 0);
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

function timesInOrder(columns: Columns, name: string, order: Uint32Array): Float64Array<ArrayBuffer> {
  const times = columnOf(columns, name);
  const ordered = new Float64Array(order.length);
  for (let row = 0; row < order.length; row += 1) ordered[row] = times[order[row] ?? 0] ?? 0;
  return ordered;
}

function wordsInOrder(columns: Columns, name: string, order: Uint32Array): Uint32Array<ArrayBuffer> {
  const words = columnOf(columns, name);
  const ordered = new Uint32Array(order.length);
  for (let row = 0; row < order.length; row += 1) ordered[row] = words[order[row] ?? 0] ?? 0;
  return ordered;
}

function inArrival<C extends Column>(into: C, ordered: Uint32Array | Float64Array, order: Uint32Array): C {
  for (let row = 0; row < order.length; row += 1) into[order[row] ?? 0] = ordered[row] ?? 0;
  return into;
}
