import type { ColumnKind } from '../../../shared/session.ts';
import { decodeColumn, encodeColumn, predecessorsByKey } from './column-codec.ts';
import type { Predecessors } from './column-codec.ts';
import { columnOf, rowsOf } from './columns.ts';
import type { Column, Columns } from './columns.ts';
import { pack, unpack } from './packing.ts';

/**
 * A chunk: the rows of one stream as one BLOB, each column packed by itself so that a reader unpacks
 * only the columns it wants.
 *
 * Little-endian: u8 layout (1), u8 columns, u16 0, u32 rows; per column u8 mode (0 plain, 1 delta),
 * u8 planes, u8 packing (0 none, 1 zstd), u8 0, u32 exceptions, u32 stored bytes, u32 bytes before
 * packing; then the stored bytes of every column.
 */
export interface ChunkShape {
  readonly columns: readonly (readonly [string, ColumnKind])[];
  readonly key: string | null;
}

const layoutNumber = 1;
const headBytes = 8;
const entryBytes = 16;

export function encodeChunk(shape: ChunkShape, columns: Columns): Uint8Array {
  const predecessors = shape.key === null ? null : predecessorsByKey(columnOf(columns, shape.key));
  const parts = shape.columns.map(([name]) => {
    const encoded = encodeColumn(columnOf(columns, name), name === shape.key ? null : predecessors);
    return { encoded, packed: pack(encoded.bytes) };
  });
  const directory = headBytes + entryBytes * parts.length;
  const blob = new Uint8Array(parts.reduce((size, { packed }) => size + packed.bytes.length, directory));
  const view = new DataView(blob.buffer);
  view.setUint8(0, layoutNumber);
  view.setUint8(1, parts.length);
  view.setUint32(4, rowsOf(columns), true);
  let at = directory;
  for (const [index, { encoded, packed }] of parts.entries()) {
    const entry = headBytes + entryBytes * index;
    view.setUint8(entry, encoded.mode === 'plain' ? 0 : 1);
    view.setUint8(entry + 1, encoded.planes);
    view.setUint8(entry + 2, packed.zstd ? 1 : 0);
    view.setUint32(entry + 4, encoded.exceptions, true);
    view.setUint32(entry + 8, packed.bytes.length, true);
    view.setUint32(entry + 12, encoded.bytes.length, true);
    blob.set(packed.bytes, at);
    at += packed.bytes.length;
  }
  return blob;
}

/** The wanted columns of a chunk (all by default). Throws RangeError or zlib's error when the BLOB is damaged. */
export function decodeChunk(
  shape: ChunkShape,
  blob: Uint8Array<ArrayBuffer>,
  wanted?: ReadonlySet<string>,
): Columns {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (view.getUint8(0) !== layoutNumber || view.getUint8(1) !== shape.columns.length) {
    throw new RangeError('a chunk has an unknown layout');
  }
  const rows = view.getUint32(4, true);
  const predecessors: Predecessors =
    shape.key === null ? null : predecessorsByKey(decodeAt(shape, blob, view, rows, shape.key, null));
  const columns: Record<string, Column> = {};
  for (const [name] of shape.columns) {
    if (wanted !== undefined && !wanted.has(name)) continue;
    columns[name] = decodeAt(shape, blob, view, rows, name, name === shape.key ? null : predecessors);
  }
  return columns;
}

function decodeAt(
  shape: ChunkShape,
  blob: Uint8Array<ArrayBuffer>,
  view: DataView,
  rows: number,
  name: string,
  predecessors: Predecessors,
): Column {
  let at = headBytes + entryBytes * shape.columns.length;
  for (const [index, [column, kind]] of shape.columns.entries()) {
    const entry = headBytes + entryBytes * index;
    const stored = view.getUint32(entry + 8, true);
    if (column === name) {
      const packed = { zstd: view.getUint8(entry + 2) === 1, bytes: blob.subarray(at, at + stored) };
      const encoded = {
        mode: view.getUint8(entry) === 0 ? ('plain' as const) : ('delta' as const),
        planes: view.getUint8(entry + 1),
        exceptions: view.getUint32(entry + 4, true),
        bytes: unpack(packed, view.getUint32(entry + 12, true)),
      };
      return decodeColumn(kind, rows, encoded, predecessors);
    }
    at += stored;
  }
  throw new RangeError(`a chunk has no column ${name}`);
}
