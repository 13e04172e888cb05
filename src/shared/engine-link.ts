/**
 * The link between a host and its engine process: one byte stream each way that carries the conversations of all windows.
 * A packet is `u32 length of the rest | u32 window | u8 kind | payload`, little endian. The host moves payloads and never looks into them.
 */

export const packetKinds = ['open', 'message', 'close', 'status'] as const;
/**
 * `open`, `close`: a window came or went (host → engine). `message`: a frame of the window's conversation, either way.
 * `status`: an `EngineStatus` as JSON (engine → host, window 0): first of all, when the engine listens, and on every change.
 */
export type PacketKind = (typeof packetKinds)[number];

export interface Packet {
  /** Chosen by the host, never used again for another window. */
  readonly window: number;
  readonly kind: PacketKind;
  readonly payload: Uint8Array;
}

/** What a host must know of its engine to decide when to end it. */
export interface EngineStatus {
  /** Jobs under way. */
  readonly jobs: number;
  /** The session that a lab is recording, for the host to name when it ends it; null: none. */
  readonly recording: string | null;
}

const headBytes = 9;
/** Far beyond what a window asks for: a longer packet is none. */
const maximumPacketBytes = 256 * 2 ** 20;

export function encodePacket({ window, kind, payload }: Packet): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headBytes + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length - 4, true);
  view.setUint32(4, window, true);
  view.setUint8(8, packetKinds.indexOf(kind));
  bytes.set(payload, headBytes);
  return bytes;
}

/** Cuts a byte stream into packets, whatever pieces it arrives in. */
export class PacketSplitter {
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  /** The packets that `piece` completes, in order. Their payloads are copies. @throws RangeError for bytes that are no packet. */
  push(piece: Uint8Array): Packet[] {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    const packets: Packet[] = [];
    for (;;) {
      const length = this.#nextLength();
      if (length === null || this.#bytes < length) return packets;
      const bytes = this.#join();
      packets.push(packetOf(bytes.subarray(0, length)));
      this.#pieces = bytes.length > length ? [bytes.subarray(length)] : [];
      this.#bytes = bytes.length - length;
    }
  }

  #nextLength(): number | null {
    if (this.#bytes < headBytes) return null;
    const [first] = this.#pieces;
    const head = first !== undefined && first.length >= headBytes ? first : this.#join();
    const length = 4 + new DataView(head.buffer, head.byteOffset, headBytes).getUint32(0, true);
    if (length < headBytes || length > maximumPacketBytes) throw new RangeError('not a packet');
    return length;
  }

  /** Joins only when a packet is whole: a large one arrives in many pieces. */
  #join(): Uint8Array {
    const [only] = this.#pieces;
    if (only !== undefined && this.#pieces.length === 1) return only;
    const bytes = new Uint8Array(this.#bytes);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [bytes];
    return bytes;
  }
}

function packetOf(bytes: Uint8Array): Packet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = packetKinds[view.getUint8(8)];
  if (kind === undefined) throw new RangeError('not a packet');
  // A fresh copy: `Buffer.slice` shares its memory, which a reader may fill again.
  return { window: view.getUint32(4, true), kind, payload: new Uint8Array(bytes.subarray(headBytes)) };
}
