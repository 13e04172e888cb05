import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Below this, a zstd frame saves nothing worth its decoding. */
const smallestPacked = 128;

const level1 = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface Packed {
  readonly zstd: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Compresses with zstd level 1 where that makes the bytes fewer. */
export function pack(bytes: Uint8Array<ArrayBuffer>): Packed {
  if (bytes.length < smallestPacked) return { zstd: false, bytes };
  const compressed = zstdCompressSync(bytes, level1);
  return compressed.length < bytes.length ? { zstd: true, bytes: compressed } : { zstd: false, bytes };
}

/** Inverse of `pack`; `length` is the length before packing, more is refused. Throws when the bytes are damaged. */
export function unpack(packed: Packed, length: number): Uint8Array<ArrayBuffer> {
  const bytes = packed.zstd
    ? zstdDecompressSync(packed.bytes, { maxOutputLength: Math.max(length, 1) })
    : packed.bytes;
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes unpacked where ${length} belong`);
  return bytes;
}

/** JSON as one zstd frame: reports and logs. */
export const packJson = (value: unknown): Uint8Array =>
  zstdCompressSync(Buffer.from(JSON.stringify(value)), level1);

/** The JSON text of such a frame. */
export const unpackJson = (bytes: Uint8Array): string => zstdDecompressSync(bytes).toString('utf8');
