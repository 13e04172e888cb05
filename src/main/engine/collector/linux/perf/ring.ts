import type { Bytes } from '../../../../../shared/units.ts';
import { copyFrom, copyTo, mapShared, orderMemory, pageSizeBytes, unmap } from '../native.ts';
import type { RingMemory } from './ring-reader.ts';

/** Offsets in the page in front of the ring (perf_event_mmap_page). */
const dataHead = 1024;
const dataTail = 1032;
const dataOffset = 1040;

const twoTo32 = 2 ** 32;

/** A ring that the kernel writes, mapped into this process. */
export class Ring implements RingMemory {
  readonly bytes: Bytes;
  readonly #address: number;
  readonly #data: number;
  readonly #mappedBytes: number;
  readonly #position = new Uint32Array(2);
  readonly #positionBytes = new Uint8Array(this.#position.buffer);
  #mapped = true;

  private constructor(address: number, bytes: Bytes, mappedBytes: number) {
    this.#address = address;
    this.bytes = bytes;
    this.#mappedBytes = mappedBytes;
    this.#data = address + this.#read(dataOffset);
  }

  /** Maps the ring of an event; the error number when the kernel refuses. `bytes` is a power of two and at least a page. */
  static map(descriptor: number, bytes: Bytes): Ring | number {
    const mappedBytes = bytes + pageSizeBytes();
    const address = mapShared(descriptor, mappedBytes);
    return address < 0 ? -address : new Ring(address, bytes, mappedBytes);
  }

  head(): number {
    const head = this.#read(dataHead);
    orderMemory();
    return head;
  }

  copy(offset: number, target: Uint8Array, bytes: number): void {
    copyFrom(this.#data + offset, target, bytes);
  }

  release(position: number): void {
    orderMemory();
    this.#position[0] = position % twoTo32;
    this.#position[1] = Math.floor(position / twoTo32);
    copyTo(this.#address + dataTail, this.#positionBytes, 8);
  }

  unmap(): void {
    if (!this.#mapped) return;
    this.#mapped = false;
    unmap(this.#address, this.#mappedBytes);
  }

  #read(offset: number): number {
    copyFrom(this.#address + offset, this.#positionBytes, 8);
    return (this.#position[0] ?? 0) + (this.#position[1] ?? 0) * twoTo32;
  }
}
