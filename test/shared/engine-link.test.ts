import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePacket, packetKinds, PacketSplitter, type Packet } from '../../src/shared/engine-link.ts';

const packets = fc.array(
  fc.record({
    window: fc.integer({ min: 0, max: 0xffff_ffff }),
    kind: fc.constantFrom(...packetKinds),
    payload: fc.uint8Array({ maxLength: 40 }),
  }),
  { maxLength: 6 },
);

describe('the link between a host and its engine', () => {
  it('gives every packet again, in order, however the stream is cut', () => {
    fc.assert(
      fc.property(packets, fc.array(fc.integer({ min: 1, max: 30 })), (sent, cuts) => {
        const stream = concatenated(sent);
        const splitter = new PacketSplitter();
        const received: Packet[] = [];
        let at = 0;
        for (const length of [...cuts, stream.length]) {
          received.push(...splitter.push(stream.subarray(at, at + length)));
          at += length;
        }
        expect(received).toEqual(sent);
      }),
    );
  });

  it('hands out payloads that outlive the piece they came in', () => {
    const piece = encodePacket({ window: 1, kind: 'message', payload: Uint8Array.of(1, 2, 3) });
    const [packet] = new PacketSplitter().push(piece);
    piece.fill(0);
    expect(packet?.payload).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('refuses bytes that are no packet', () => {
    const unknownKind = encodePacket({ window: 1, kind: 'close', payload: new Uint8Array(0) });
    unknownKind[8] = 200;
    expect(() => new PacketSplitter().push(unknownKind)).toThrow(RangeError);
    expect(() => new PacketSplitter().push(new Uint8Array(16))).toThrow(RangeError);
  });
});

function concatenated(sent: readonly Packet[]): Uint8Array {
  return new Uint8Array(sent.flatMap((packet) => [...encodePacket(packet)]));
}
