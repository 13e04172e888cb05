import { eventCodes } from '../../scheduling-events.ts';
import type { EventColumns } from './event-columns.ts';
import type { Descriptors } from './descriptors.ts';
import type { EventSource } from './event-source.ts';

/** Linux gives no thread a higher number (PID_MAX_LIMIT). */
const tidLimit = 2 ** 22;

/** Events for every thread of the machine: one of each core, and where allowed one more for its wake-ups. */
export class EveryThread implements EventSource {
  readonly #events: readonly Descriptors[];
  /** By tid: 1 once it has exited, until there is another thread of that number. */
  readonly #exited = new Uint8Array(tidLimit);

  constructor(events: readonly Descriptors[]) {
    this.#events = events;
  }

  follow(): readonly { readonly tid: number; readonly error: number }[] {
    return [];
  }

  start(): void {
    for (const events of this.#events) events.enable();
  }

  stop(): void {
    for (const events of this.#events) events.disable();
  }

  lost(): readonly number[] {
    const each = this.#events.map((events) => events.lost());
    return (each[0] ?? []).map((_, core) => each.reduce((sum, lost) => sum + (lost[core] ?? 0), 0));
  }

  close(): void {
    for (const events of this.#events) events.close();
  }

  /**
   * A thread that has exited still leaves its core once, and may even come back before, while the kernel clears it away. Events of
   * single threads do not show that, so these do not either.
   */
  admits(from: EventColumns, row: number): boolean {
    const kind = from.kind[row] ?? 0;
    const tid = from.tid[row] ?? 0;
    if (kind <= eventCodes.preempted) return this.#exited[tid] !== 1;
    if (kind === eventCodes.exited) this.#exited[tid] = 1;
    // A thread that executes another program takes the number of its process's first one, which has exited.
    else if (kind === eventCodes.forked || kind === eventCodes.executed) this.#exited[tid] = 0;
    else if (kind === eventCodes.lost) this.#exited.fill(0);
    return true;
  }
}
