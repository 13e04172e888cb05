import type { ColumnKind } from '../../../shared/session.ts';
import { newColumn } from './columns.ts';
import type { Column } from './columns.ts';

/**
 * One column as bytes, exactly. Values are split into byte planes (all lowest bytes, then all second
 * bytes, …), which zstd compresses far better than whole values.
 *
 * `plain` holds the values themselves; `delta` holds zigzag differences to an earlier row. A double that
 * is no safe integer (NaN, −0, infinity, fraction, too large) is an exception in `delta`: it is listed
 * with its row, and later rows differ from the value before it. `raw` holds the values one after the other
 * as they are in memory: chunks that are soon rewritten are not worth more.
 */
export interface EncodedColumn {
  readonly mode: 'plain' | 'delta' | 'raw';
  /** Bytes per value that were kept; the higher ones are all zero. */
  readonly planes: number;
  readonly exceptions: number;
  /** planes × rows bytes, then per exception its row (u32), then per exception its value (f64); little-endian. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Row of the previous value each row differs from, −1 for none. Null stands for "the row before". */
export type Predecessors = Int32Array | null;

/** Keeps every difference, zigzagged, within 2^53. */
const largestRegular = 2 ** 50;
const two32 = 2 ** 32;

/** For each row the last row before it with the same key, −1 for none. */
export function predecessorsByKey(keys: Column): Int32Array {
  let largest = 0;
  for (let row = 0; row < keys.length; row += 1) largest = Math.max(largest, keys[row] ?? 0);
  return largest <= largestTabledKey ? predecessorsByTable(keys, largest) : predecessorsByMap(keys);
}

/** Cores, lanes and rows of threads are small numbers; process ids may not be. */
const largestTabledKey = 0xffff;

function predecessorsByTable(keys: Column, largest: number): Int32Array {
  const last = new Int32Array(largest + 1).fill(-1);
  const predecessors = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row += 1) {
    const key = keys[row] ?? 0;
    predecessors[row] = last[key] ?? -1;
    last[key] = row;
  }
  return predecessors;
}

function predecessorsByMap(keys: Column): Int32Array {
  const last = new Map<number, number>();
  const predecessors = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row += 1) {
    const key = keys[row] ?? 0;
    predecessors[row] = last.get(key) ?? -1;
    last.set(key, row);
  }
  return predecessors;
}

export function encodeColumn(values: Column, predecessors: Predecessors): EncodedColumn {
  return values instanceof Float64Array
    ? encodeDoubles(values, predecessors)
    : encodeIntegers(values, predecessors);
}

export const rawColumn = (values: Column): EncodedColumn => ({
  mode: 'raw',
  planes: values.BYTES_PER_ELEMENT,
  exceptions: 0,
  bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

/** Inverse of `encodeColumn` and `rawColumn`. Throws RangeError when the bytes cannot be a column of that many rows. */
export function decodeColumn(
  kind: ColumnKind,
  rows: number,
  encoded: EncodedColumn,
  predecessors: Predecessors,
): Column {
  const expected = encoded.planes * rows + encoded.exceptions * 12;
  if (encoded.bytes.length !== expected || encoded.planes > 8) {
    throw new RangeError(`a column has ${encoded.bytes.length} bytes where ${expected} belong`);
  }
  const column = newColumn(kind, rows);
  if (encoded.mode === 'raw') {
    new Uint8Array(column.buffer).set(encoded.bytes);
    return column;
  }
  if (column instanceof Float64Array) decodeDoubles(column, encoded, predecessors);
  else decodeIntegers(column, encoded, predecessors);
  return column;
}

const isRegular = (value: number): boolean =>
  Number.isInteger(value) && Math.abs(value) <= largestRegular && !Object.is(value, -0);

const zigzag = (difference: number): number => (difference >= 0 ? difference * 2 : -difference * 2 - 1);
const unzigzag = (folded: number): number => (folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2);

function encodeDoubles(values: Float64Array, predecessors: Predecessors): EncodedColumn {
  const rows = values.length;
  const folded = new Float64Array(rows);
  /** What a row's successors differ from: its value, or its predecessor's when it is an exception. */
  const reference = new Float64Array(rows);
  const exceptions: number[] = [];
  let largest = 0;
  for (let row = 0; row < rows; row += 1) {
    const before = predecessors === null ? row - 1 : (predecessors[row] ?? -1);
    const base = before < 0 ? 0 : (reference[before] ?? 0);
    const value = values[row] ?? 0;
    if (isRegular(value)) {
      reference[row] = value;
      const difference = zigzag(value - base);
      folded[row] = difference;
      if (difference > largest) largest = difference;
    } else {
      reference[row] = base;
      exceptions.push(row);
    }
  }
  if (exceptions.length * 4 > rows) return encodePlainDoubles(values);
  const planes = bytesNeeded(largest);
  const bytes = new Uint8Array(planes * rows + exceptions.length * 12);
  writePlanes(folded, planes, bytes);
  writeExceptions(
    exceptions.map((row) => values[row] ?? Number.NaN),
    exceptions,
    bytes,
    planes * rows,
  );
  return { mode: 'delta', planes, exceptions: exceptions.length, bytes };
}

function encodePlainDoubles(values: Float64Array): EncodedColumn {
  const rows = values.length;
  const raw = new Uint8Array(values.slice().buffer);
  const bytes = new Uint8Array(rows * 8);
  for (let plane = 0; plane < 8; plane += 1) {
    for (let row = 0; row < rows; row += 1) bytes[plane * rows + row] = raw[row * 8 + plane] ?? 0;
  }
  return { mode: 'plain', planes: 8, exceptions: 0, bytes };
}

function decodeDoubles(column: Float64Array, encoded: EncodedColumn, predecessors: Predecessors): void {
  const rows = column.length;
  if (encoded.mode === 'plain') {
    const raw = new Uint8Array(column.buffer);
    for (let plane = 0; plane < encoded.planes; plane += 1) {
      for (let row = 0; row < rows; row += 1) raw[row * 8 + plane] = encoded.bytes[plane * rows + row] ?? 0;
    }
    return;
  }
  // An exception's difference is stored as 0: it holds its reference until its own value replaces it.
  readDifferences(encoded, column);
  for (let row = 0; row < rows; row += 1) {
    const before = predecessors === null ? row - 1 : (predecessors[row] ?? -1);
    if (before >= 0) column[row] = (column[before] ?? 0) + (column[row] ?? 0);
  }
  const { at, value } = readExceptions(encoded, rows);
  for (const [index, row] of at.entries()) column[row] = value[index] ?? Number.NaN;
}

function encodeIntegers(column: Exclude<Column, Float64Array>, predecessors: Predecessors): EncodedColumn {
  // One type for every width: the loop below is then compiled once, for it.
  const values = new Uint32Array(column);
  const rows = values.length;
  const largestValue = largestWord(values);
  // Single bytes compress well as they are, and are read back at once.
  if (largestValue <= 0xff) return encodeBytes(values, largestValue);
  const differences = new Float64Array(rows);
  let largestDifference = 0;
  let near = 0;
  for (let row = 0; row < rows; row += 1) {
    const before = predecessors === null ? row - 1 : (predecessors[row] ?? -1);
    const value = values[row] ?? 0;
    const difference = value - (before < 0 ? 0 : (values[before] ?? 0));
    const folded = difference >= 0 ? difference * 2 : difference * -2 - 1;
    differences[row] = folded;
    if (folded > largestDifference) largestDifference = folded;
    if (folded <= 2) near += 1;
  }
  const plainPlanes = bytesNeeded(largestValue);
  const deltaPlanes = bytesNeeded(largestDifference);
  // Mostly steps of 0 or 1 compress to nothing, even when the first row's difference needs a plane more.
  const useDelta = deltaPlanes < plainPlanes || near * 2 > rows;
  const planes = useDelta ? deltaPlanes : plainPlanes;
  const bytes = new Uint8Array(planes * rows);
  if (useDelta) writePlanes(differences, planes, bytes);
  else writeWordPlanes(values, 0, planes, bytes);
  return { mode: useDelta ? 'delta' : 'plain', planes, exceptions: 0, bytes };
}

const encodeBytes = (values: Uint32Array, largest: number): EncodedColumn =>
  largest === 0
    ? { mode: 'plain', planes: 0, exceptions: 0, bytes: new Uint8Array(0) }
    : { mode: 'plain', planes: 1, exceptions: 0, bytes: new Uint8Array(values) };

function largestWord(words: Uint32Array): number {
  let largest = 0;
  for (let row = 0; row < words.length; row += 1) {
    const word = words[row] ?? 0;
    if (word > largest) largest = word;
  }
  return largest;
}

function decodeIntegers(
  column: Exclude<Column, Float64Array>,
  encoded: EncodedColumn,
  predecessors: Predecessors,
): void {
  if (encoded.planes > 4) return decodeWideDifferences(column, encoded, predecessors);
  if (encoded.mode === 'plain' && encoded.planes === 1) {
    column.set(encoded.bytes);
    return;
  }
  if (encoded.mode === 'plain' && encoded.planes === 2) {
    const { bytes } = encoded;
    const rows = column.length;
    for (let row = 0; row < rows; row += 1) column[row] = (bytes[row] ?? 0) | ((bytes[rows + row] ?? 0) << 8);
    return;
  }
  const words = readWords(encoded, column.length);
  if (encoded.mode === 'plain') {
    column.set(words);
    return;
  }
  for (let row = 0; row < words.length; row += 1) {
    const before = predecessors === null ? row - 1 : (predecessors[row] ?? -1);
    const folded = words[row] ?? 0;
    // Wraps modulo 2^32 where a difference does; the column's own width cuts off the rest.
    column[row] = (before < 0 ? 0 : (column[before] ?? 0)) + ((folded >>> 1) ^ -(folded & 1));
  }
}

/** Differences between u32 values may need 33 bits once zigzagged. */
function decodeWideDifferences(
  column: Exclude<Column, Float64Array>,
  encoded: EncodedColumn,
  predecessors: Predecessors,
): void {
  const differences = new Float64Array(column.length);
  readDifferences(encoded, differences);
  for (let row = 0; row < differences.length; row += 1) {
    const before = predecessors === null ? row - 1 : (predecessors[row] ?? -1);
    column[row] = (before < 0 ? 0 : (column[before] ?? 0)) + (differences[row] ?? 0);
  }
}

/** The words as they are, and beside them the rows that do not fit 32 bits, with their values. */
export function encodeWords(
  words: Uint32Array,
  exceptions: readonly number[] = [],
  values: readonly number[] = [],
): EncodedColumn {
  const rows = words.length;
  const planes = bytesNeeded(largestWord(words));
  const bytes = new Uint8Array(planes * rows + exceptions.length * 12);
  writeWordPlanes(words, 0, planes, bytes);
  writeExceptions(values, exceptions, bytes, planes * rows);
  return { mode: 'plain', planes, exceptions: exceptions.length, bytes };
}

export function bytesNeeded(largest: number): number {
  let planes = 0;
  for (let rest = largest; rest >= 1; rest = Math.floor(rest / 256)) planes += 1;
  return planes;
}

function writePlanes(values: Float64Array, planes: number, bytes: Uint8Array): void {
  const rows = values.length;
  const low = new Uint32Array(rows);
  // Assigning a double to a Uint32Array keeps it modulo 2^32.
  low.set(values);
  writeWordPlanes(low, 0, Math.min(planes, 4), bytes);
  if (planes <= 4) return;
  const high = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) high[row] = Math.floor((values[row] ?? 0) / two32);
  writeWordPlanes(high, 4, planes - 4, bytes);
}

/** Bytes of the words, plane by plane, from plane `firstPlane` of `bytes` on. */
export function writeWordPlanes(
  words: Uint32Array,
  firstPlane: number,
  planes: number,
  bytes: Uint8Array,
): void {
  const rows = words.length;
  for (let plane = 0; plane < planes; plane += 1) {
    const at = (firstPlane + plane) * rows;
    const shift = plane * 8;
    for (let row = 0; row < rows; row += 1) bytes[at + row] = (words[row] ?? 0) >>> shift;
  }
}

/** The planes as words of up to 32 bits. */
export function readWords(encoded: EncodedColumn, rows: number): Uint32Array<ArrayBuffer> {
  const { bytes } = encoded;
  if (encoded.planes === 1 && bytes.length >= rows) return new Uint32Array(bytes.subarray(0, rows));
  const words = new Uint32Array(rows);
  for (let plane = 0; plane < encoded.planes; plane += 1) {
    const at = plane * rows;
    const shift = plane * 8;
    for (let row = 0; row < rows; row += 1)
      words[row] = (words[row] ?? 0) | ((bytes[at + row] ?? 0) << shift);
  }
  return words;
}

/** The planes as differences, no longer zigzagged. */
function readDifferences(encoded: EncodedColumn, differences: Float64Array): void {
  const rows = differences.length;
  const low = readWords({ ...encoded, planes: Math.min(encoded.planes, 4) }, rows);
  if (encoded.planes <= 4) {
    // Int32: half of a u32 always fits.
    for (let row = 0; row < rows; row += 1) {
      const folded = low[row] ?? 0;
      differences[row] = (folded >>> 1) ^ -(folded & 1);
    }
    return;
  }
  const high = { ...encoded, planes: encoded.planes - 4, bytes: encoded.bytes.subarray(4 * rows) };
  const upper = readWords(high, rows);
  for (let row = 0; row < rows; row += 1)
    differences[row] = unzigzag((upper[row] ?? 0) * two32 + (low[row] ?? 0));
}

function writeExceptions(
  values: ArrayLike<number>,
  rows: readonly number[],
  bytes: Uint8Array,
  offset: number,
): void {
  const view = new DataView(bytes.buffer);
  for (const [index, row] of rows.entries()) {
    view.setUint32(offset + index * 4, row, true);
    view.setFloat64(offset + rows.length * 4 + index * 8, values[index] ?? Number.NaN, true);
  }
}

export function readExceptions(
  encoded: EncodedColumn,
  rows: number,
): { at: Uint32Array; value: Float64Array } {
  const { bytes, exceptions } = encoded;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = encoded.planes * rows;
  const at = new Uint32Array(exceptions);
  const value = new Float64Array(exceptions);
  for (let index = 0; index < exceptions; index += 1) {
    at[index] = view.getUint32(offset + index * 4, true);
    value[index] = view.getFloat64(offset + exceptions * 4 + index * 8, true);
  }
  return { at, value };
}
