import process from 'node:process';
import type { Bytes } from '../../../../../shared/units.ts';
import { type SchedulingEvents, eventCodes } from '../../scheduling-events.ts';
import type { SwitchRecording } from '../../switch-recording.ts';
import { watchReadable } from '../native.ts';
import { EventColumns } from './event-columns.ts';
import type { EventSource } from './event-source.ts';
import type { RingSet } from './ring-set.ts';

/** How long a core may take from noting the time of a record to showing it, even when a hypervisor stops it in between. */
const marginNs = 2e6;

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
  #stopped: { readonly at: number; readonly lost: readonly number[] } | null = null;
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
    const all = options?.all === true;
    const until = all ? Number.POSITIVE_INFINITY : this.#now() - marginNs;
    this.#set.read();
    this.#batch.clear();
    this.#set.pending.release(until, this.#batch, (from, row) => this.#source.admits(from, row));
    if (all) this.#tellOfLastLosses();
    return this.#batch;
  }

  onFilling(callback: () => void): void {
    this.#unwatch();
    if (this.#closed) return;
    this.#watches = this.#set.rings.owners.all.map((descriptor) => watchReadable(descriptor, callback));
  }

  stop(): void {
    if (this.#closed) return;
    this.#source.stop();
    this.#stopped = { at: this.#now(), lost: this.#source.lost() };
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

  /** A core says with its next record that it has lost some. After the last one only the events know. */
  #tellOfLastLosses(): void {
    if (this.#stopped === null) return;
    const { at, lost } = this.#stopped;
    this.#stopped = null;
    for (const [index, { core, told }] of this.#set.losses().entries()) {
      const untold = (lost[index] ?? 0) - told;
      if (untold > 0) this.#batch.push(eventCodes.lost, at, core, 0, 0, Math.min(untold, 0xffff_ffff), 0);
    }
  }

  #unwatch(): void {
    for (const watch of this.#watches) watch[Symbol.dispose]();
    this.#watches = [];
  }

  #now(): number {
    return Number(process.hrtime.bigint() - this.#originNs);
  }
}
