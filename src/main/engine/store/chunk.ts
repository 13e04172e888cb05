import type { ColumnKind } from '../../../shared/session.ts';
import { decodeColumn, encodeColumn, predecessorsByKey, rawColumn } from './column-codec.ts';
import type { EncodedColumn, Predecessors } from './column-codec.ts';
import { columnOf, rowsOf } from './columns.ts';
import type { Column, Columns } from './columns.ts';
import { pack, unpack } from './packing.ts';
import type { Packed } from './packing.ts';
import { decodeSlices, encodeSlices, slicePartNames } from './slice-codec.ts';
import type { SlicePart } from './slice-codec.ts';

/**
 * A chunk: the rows of one stream (or the runs of one mip page) as one BLOB. Large chunks pack each column
 * by itself, so that a reader unpacks only the columns it wants; small ones pack all columns together.
 *
 * Little-endian. Head of 12 bytes: u8 layout (1 the columns, 2 the parts of slices: slice-codec.ts), u8 columns or parts, u8 packing of everything after the head
 * (0 none, 1 zstd), u8 0, u32 rows, u32 bytes after the head before packing. Then per column 16 bytes:
 * u8 mode (0 plain, 1 delta, 2 raw), u8 planes, u8 packing, u8 0, u32 exceptions, u32 stored bytes, u32 bytes
 * before packing. Then the stored bytes of every column.
 */
export interface ChunkShape {
  readonly columns: readonly (readonly [string, ColumnKind])[];
  readonly key: string | null;
  readonly coding: 'columns' | 'slices';
}

/** Their places are the stored numbers. */
const modes = ['plain', 'delta', 'raw'] as const;
const columnsLayout = 1;
const slicesLayout = 2;
const headBytes = 12;
const entryBytes = 16;
/** From here on columns are packed one by one. */
const largeChunkRows = 8192;

export function encodeChunk(shape: ChunkShape, columns: Columns): Uint8Array {
  const slices = shape.coding === 'slices' ? encodeSlices(columns) : null;
  const encoded = slices ?? encodeColumns(shape, columns);
  const rows = rowsOf(columns);
  const body = layOut(encoded, rows >= largeChunkRows);
  const packed = rows >= largeChunkRows ? { zstd: false, bytes: body } : pack(body);
  const layout = slices === null ? columnsLayout : slicesLayout;
  return withHead(layout, packed, encoded.length, rows, body.length);
}

function encodeColumns(shape: ChunkShape, columns: Columns): EncodedColumn[] {
  const predecessors = shape.key === null ? null : predecessorsByKey(columnOf(columns, shape.key));
  return shape.columns.map(([name]) =>
    encodeColumn(columnOf(columns, name), name === shape.key ? null : predecessors),
  );
}

/** A chunk whose columns are stored as they are: quick to write, for rows that will be rewritten soon. */
export function encodeRawChunk(shape: ChunkShape, columns: Columns): Uint8Array {
  const encoded = shape.columns.map(([name]) => rawColumn(columnOf(columns, name)));
  const body = layOut(encoded, false);
  return withHead(columnsLayout, { zstd: false, bytes: body }, encoded.length, rowsOf(columns), body.length);
}

function withHead(
  layout: number,
  packed: Packed,
  columns: number,
  rows: number,
  bodyLength: number,
): Uint8Array {
  const blob = new Uint8Array(headBytes + packed.bytes.length);
  const view = new DataView(blob.buffer);
  view.setUint8(0, layout);
  view.setUint8(1, columns);
  view.setUint8(2, packed.zstd ? 1 : 0);
  view.setUint32(4, rows, true);
  view.setUint32(8, bodyLength, true);
  blob.set(packed.bytes, headBytes);
  return blob;
}

/** The directory of the columns and their bytes, each packed or none. */
function layOut(columns: readonly EncodedColumn[], packEach: boolean): Uint8Array<ArrayBuffer> {
  const packed = columns.map(({ bytes }) => (packEach ? pack(bytes) : { zstd: false, bytes }));
  const directory = entryBytes * columns.length;
  const body = new Uint8Array(packed.reduce((size, { bytes }) => size + bytes.length, directory));
  const view = new DataView(body.buffer);
  let at = directory;
  for (const [index, { zstd, bytes }] of packed.entries()) {
    const column = columns[index];
    if (column === undefined) continue;
    const entry = entryBytes * index;
    view.setUint8(entry, modes.indexOf(column.mode));
    view.setUint8(entry + 1, column.planes);
    view.setUint8(entry + 2, zstd ? 1 : 0);
    view.setUint32(entry + 4, column.exceptions, true);
    view.setUint32(entry + 8, bytes.length, true);
    view.setUint32(entry + 12, column.bytes.length, true);
    body.set(bytes, at);
    at += bytes.length;
  }
  return body;
}

/** The wanted columns of a chunk (all by default); with `anyOrder` those of slices as they are stored. Throws RangeError or zlib's error when the BLOB is damaged. */
export function decodeChunk(
  shape: ChunkShape,
  blob: Uint8Array<ArrayBuffer>,
  wanted?: ReadonlySet<string>,
  anyOrder = false,
): Columns {
  const head = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const layout = head.getUint8(0);
  const parts = head.getUint8(1);
  const isSlices = layout === slicesLayout && shape.coding === 'slices' && parts === slicePartNames.length;
  if (!isSlices && (layout !== columnsLayout || parts !== shape.columns.length)) {
    throw new RangeError('a chunk has an unknown layout');
  }
  const rows = head.getUint32(4, true);
  const packed = { zstd: head.getUint8(2) === 1, bytes: blob.subarray(headBytes) };
  const body = unpack(packed, head.getUint32(8, true));
  if (isSlices) {
    const part = (name: SlicePart): EncodedColumn => columnAt(body, parts, slicePartNames.indexOf(name));
    return decodeSlices(rows, part, wanted ?? new Set(shape.columns.map(([name]) => name)), anyOrder);
  }
  const decode = (name: string, predecessors: Predecessors): Column => {
    const index = shape.columns.findIndex(([column]) => column === name);
    const kind = shape.columns[index]?.[1];
    if (kind === undefined) throw new RangeError(`a chunk has no column ${name}`);
    return decodeColumn(kind, rows, columnAt(body, shape.columns.length, index), predecessors);
  };
  const columns: Record<string, Column> = {};
  let predecessors: Predecessors = null;
  if (shape.key !== null) {
    const keys = decode(shape.key, null);
    predecessors = predecessorsByKey(keys);
    if (wanted === undefined || wanted.has(shape.key)) columns[shape.key] = keys;
  }
  for (const [name] of shape.columns) {
    if (name === shape.key || (wanted !== undefined && !wanted.has(name))) continue;
    columns[name] = decode(name, predecessors);
  }
  return columns;
}

function columnAt(body: Uint8Array<ArrayBuffer>, columns: number, index: number): EncodedColumn {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = entryBytes * columns;
  for (let before = 0; before < index; before += 1) at += view.getUint32(entryBytes * before + 8, true);
  const entry = entryBytes * index;
  const stored = view.getUint32(entry + 8, true);
  const packed = { zstd: view.getUint8(entry + 2) === 1, bytes: body.subarray(at, at + stored) };
  const mode = modes[view.getUint8(entry)];
  if (mode === undefined) throw new RangeError('a column has an unknown mode');
  return {
    mode,
    planes: view.getUint8(entry + 1),
    exceptions: view.getUint32(entry + 4, true),
    bytes: unpack(packed, view.getUint32(entry + 12, true)),
  };
}
