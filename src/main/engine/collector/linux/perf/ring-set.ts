import { EventColumns } from './event-columns.ts';
import { PendingEvents } from './pending-events.ts';
import { RecordDecoder } from './record-decoder.ts';
import { RingReader } from './ring-reader.ts';
import type { Rings } from './rings.ts';
import type { WakingFormat } from './tracefs.ts';

/** Reads what the events of all cores write, each core into a ring of its own. */
export class RingSet {
  readonly rings: Rings;
  /** Read but not given out. */
  readonly pending: PendingEvents;
  readonly #readers: readonly {
    readonly reader: RingReader;
    readonly decoder: RecordDecoder;
    readonly queue: EventColumns;
  }[];
  readonly #cores: readonly number[];
  #open = true;

  constructor(rings: Rings, cores: readonly number[], originNs: bigint, waking: WakingFormat | null) {
    this.rings = rings;
    this.#cores = cores;
    this.pending = new PendingEvents(cores.length);
    const scratch = new Uint8Array(rings.ringBytes);
    this.#readers = rings.rings.map((ring, index) => ({
      reader: new RingReader(ring, scratch),
      decoder: new RecordDecoder(originNs, waking),
      queue: this.pending.queues[index] ?? new EventColumns(),
    }));
  }

  /** Empties the rings into `pending`. */
  read(): void {
    if (!this.#open) return;
    for (const { reader, decoder, queue } of this.#readers) {
      const { data, bytes } = reader.read();
      if (bytes > 0) decoder.decode(data, bytes, queue);
    }
  }

  /** How many records each ring has said were lost, so far as it was read. */
  losses(): readonly { readonly core: number; readonly told: number }[] {
    return this.#readers.map(({ decoder }, index) => ({ core: this.#cores[index] ?? 0, told: decoder.lost }));
  }

  close(): void {
    this.#open = false;
    for (const ring of this.rings.rings) ring.unmap();
  }
}
