/**
 * The link between a host and its engine process: one byte stream each way that carries the conversations of all windows.
 * A packet is `u32 length of the rest | u32 window | u8 kind | payload`, little endian. The host moves payloads and never looks into them.
 */

export const packetKinds = ['open', 'message', 'close', 'status'] as const;
/**
 * `open`, `close`: a window came or went (host → engine). `message`: a frame of the window's conversation, either way.
 * `status`: an `EngineStatus` as JSON (engine → host, window 0).
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
}

const headBytes = 9;

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
  #pending = new Uint8Array(0);

  /** The packets that `piece` completes, in order. Their payloads are copies. @throws RangeError for bytes that are no packet. */
  push(piece: Uint8Array): Packet[] {
    const bytes = this.#pending.length === 0 ? piece : joined(this.#pending, piece);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const packets: Packet[] = [];
    let at = 0;
    while (bytes.length - at >= headBytes) {
      const end = at + 4 + view.getUint32(at, true);
      if (end > bytes.length) break;
      const kind = packetKinds[view.getUint8(at + 8)];
      if (kind === undefined || end < at + headBytes) throw new RangeError('not a packet');
      packets.push({ window: view.getUint32(at + 4, true), kind, payload: bytes.slice(at + headBytes, end) });
      at = end;
    }
    this.#pending = bytes.slice(at);
    return packets;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
