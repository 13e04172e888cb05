/**
 * Frames: how a message with typed arrays crosses a byte stream. A frame is
 * `u32 body length | u32 header length | JSON header | padding to 8 | buffers, each 8-aligned`, little
 * endian. In the header, a typed array is replaced by `{ $b: [kind, offset, byteLength] }`.
 * JSON keeps the two sides independent of each other's V8 version, which v8.serialize would not.
 */

const kinds = {
  f64: Float64Array,
  f32: Float32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type Kind = keyof typeof kinds;
type FrameArray = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

const prefixBytes = 8;
const align = (offset: number): number => (offset + 7) & ~7;

function asFrameArray(value: unknown): readonly [Kind, FrameArray] | null {
  if (value instanceof Float64Array) return ['f64', value];
  if (value instanceof Uint32Array) return ['u32', value];
  if (value instanceof Uint16Array) return ['u16', value];
  if (value instanceof Uint8Array) return ['u8', value];
  if (value instanceof Float32Array) return ['f32', value];
  return null;
}

function isPlaceholder(value: unknown): value is { $b: [Kind, number, number] } {
  return typeof value === 'object' && value !== null && '$b' in value && Array.isArray(value.$b);
}

/** One message as bytes. Plain data and typed arrays only; what JSON drops (undefined, functions) is dropped. */
export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: FrameArray[] = [];
  let bodyOffset = 0;
  const header = JSON.stringify(message, (_key, value: unknown) => {
    const found = asFrameArray(value);
    if (found === null) return value;
    const [kind, array] = found;
    const offset = bodyOffset;
    arrays.push(array);
    bodyOffset = align(offset + array.byteLength);
    return { $b: [kind, offset, array.byteLength] };
  });
  const headerBytes = new TextEncoder().encode(header);
  const buffersStart = align(prefixBytes + headerBytes.length);
  const frame = new Uint8Array(buffersStart + bodyOffset);
  const view = new DataView(frame.buffer);
  view.setUint32(0, frame.length, true);
  view.setUint32(4, headerBytes.length, true);
  frame.set(headerBytes, prefixBytes);
  let offset = buffersStart;
  for (const array of arrays) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset = align(offset + array.byteLength);
  }
  return frame;
}

/** Cuts a byte stream into frames of `T`, whatever pieces it arrives in. */
export class FrameSplitter<T> {
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  /** The messages that `piece` completes, in order. */
  push(piece: Uint8Array): T[] {
    this.#pending.push(piece);
    this.#pendingBytes += piece.length;
    const messages: T[] = [];
    for (;;) {
      const length = this.#nextLength();
      if (length === null || this.#pendingBytes < length) return messages;
      const joined = this.#join();
      messages.push(this.#decode(joined.subarray(0, length)));
      const rest = joined.subarray(length);
      this.#pending = rest.length > 0 ? [rest] : [];
      this.#pendingBytes = rest.length;
    }
  }

  #nextLength(): number | null {
    if (this.#pendingBytes < 4) return null;
    const [first] = this.#pending;
    const head = first !== undefined && first.length >= 4 ? first : this.#join();
    return new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
  }

  #join(): Uint8Array {
    const [only] = this.#pending;
    if (this.#pending.length === 1 && only !== undefined) return only;
    const joined = new Uint8Array(this.#pendingBytes);
    let offset = 0;
    for (const piece of this.#pending) {
      joined.set(piece, offset);
      offset += piece.length;
    }
    this.#pending = [joined];
    return joined;
  }

  /** The arrays of the message are copies and own their memory. That it is a `T` is what both sides agreed on. */
  #decode(frame: Uint8Array): T {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const headerLength = view.getUint32(4, true);
    const header = new TextDecoder().decode(frame.subarray(prefixBytes, prefixBytes + headerLength));
    const buffersStart = align(prefixBytes + headerLength);
    return JSON.parse(header, (_key, value: unknown) => {
      if (!isPlaceholder(value)) return value;
      const [kind, offset, byteLength] = value.$b;
      const start = buffersStart + offset;
      // A fresh copy: `Buffer.slice` keeps the pool's unaligned offset, on which no Float64Array can be laid.
      const copy = new Uint8Array(frame.subarray(start, start + byteLength));
      return kind === 'u8' ? copy : new kinds[kind](copy.buffer);
    });
  }
}
