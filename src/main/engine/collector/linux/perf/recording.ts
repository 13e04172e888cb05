import process from 'node:process';
import type { Bytes } from '../../../../../shared/units.ts';
import type { SchedulingEvents } from '../../scheduling-events.ts';
import type { SwitchRecording } from '../../switch-recording.ts';
import { watchReadable } from '../native.ts';
import { EventColumns } from './event-columns.ts';
import type { EventSource } from './event-source.ts';
import { PendingEvents } from './pending-events.ts';
import { RecordDecoder } from './record-decoder.ts';
import { RingReader } from './ring-reader.ts';
import type { Rings } from './rings.ts';
import type { WakingFormat } from './tracefs.ts';

/** How long a core may take from noting the time of a record to showing it, even when a hypervisor stops it in between. */
const marginNs = 2e6;

/** Reads what the events of all cores write, each core into a ring of its own. */
export class RingSet {
  readonly rings: Rings;
  /** Read but not given out. */
  readonly pending = new PendingEvents();
  readonly #readers: readonly { readonly reader: RingReader; readonly decoder: RecordDecoder }[];
  #open = true;

  constructor(rings: Rings, originNs: bigint, waking: WakingFormat | null) {
    this.rings = rings;
    const scratch = new Uint8Array(rings.ringBytes);
    this.#readers = rings.rings.map((ring) => ({
      reader: new RingReader(ring, scratch),
      decoder: new RecordDecoder(originNs, waking),
    }));
  }

  /** Empties the rings into `pending`. */
  read(): void {
    if (!this.#open) return;
    for (const { reader, decoder } of this.#readers) {
      const { data, bytes } = reader.read();
      if (bytes > 0) decoder.decode(data, bytes, this.pending.beginSegment());
    }
  }

  close(): void {
    this.#open = false;
    for (const ring of this.rings.rings) ring.unmap();
  }
}

/** A recording by perf events: what is common to both modes. */
export class PerfRecording implements SwitchRecording {
  readonly mode: SwitchRecording['mode'];
  readonly wakes: boolean;
  /** The size of each core's ring, as the kernel allowed it. */
  readonly ringBytes: Bytes;
  readonly #set: RingSet;
  readonly #source: EventSource;
  readonly #originNs: bigint;
  readonly #batch = new EventColumns();
  #watches: readonly Disposable[] = [];
  #closed = false;

  constructor(
    kind: { readonly mode: SwitchRecording['mode']; readonly wakes: boolean },
    set: RingSet,
    source: EventSource,
    originNs: bigint,
  ) {
    this.mode = kind.mode;
    this.wakes = kind.wakes;
    this.ringBytes = set.rings.ringBytes;
    this.#set = set;
    this.#source = source;
    this.#originNs = originNs;
  }

  follow(tids: readonly number[]): readonly { readonly tid: number; readonly error: number }[] {
    return this.#closed ? [] : this.#source.follow(tids);
  }

  start(): void {
    if (!this.#closed) this.#source.start();
  }

  drain(options?: { readonly all?: boolean }): SchedulingEvents {
    const until = options?.all === true ? Number.POSITIVE_INFINITY : this.#now() - marginNs;
    this.#set.read();
    this.#batch.clear();
    this.#set.pending.release(until, this.#batch, (from, row) => this.#source.admits(from, row));
    return this.#batch;
  }

  onFilling(callback: () => void): void {
    this.#unwatch();
    if (this.#closed) return;
    this.#watches = this.#set.rings.owners.all.map((descriptor) => watchReadable(descriptor, callback));
  }

  stop(): void {
    if (!this.#closed) this.#source.stop();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unwatch();
    // What was recorded until now can still be drained.
    this.#set.read();
    this.#set.close();
    this.#source.close();
  }

  #unwatch(): void {
    for (const watch of this.#watches) watch[Symbol.dispose]();
    this.#watches = [];
  }

  #now(): number {
    return Number(process.hrtime.bigint() - this.#originNs);
  }
}
