import * as fc from 'fast-check';
import { unknownTid } from '../../../../../src/main/engine/collector/scheduling-events.ts';
import type { ReadSlice } from './board.ts';
import type { EventNote } from './recorded-events.ts';

/** A random schedule as it may have happened, and the events by which a kernel tells of it. */
export interface Schedule {
  readonly events: readonly EventNote[];
  readonly slices: readonly ReadSlice[];
  readonly endNs: number;
}

interface Runner {
  readonly tid: number;
  state: 'blocked' | 'ready' | 'running' | 'exited';
  ready: number;
  waker: number;
}

interface Stay {
  readonly runner: Runner;
  readonly core: number;
  readonly start: number;
}

/**
 * `steps` are dice: each lets time pass and does one possible thing, a wake-up, or a switch on a core. Every thread is born and
 * woken in sight, so that everything about it is known.
 */
export const schedules: fc.Arbitrary<Schedule> = fc
  .record({
    cores: fc.integer({ min: 1, max: 4 }),
    threads: fc.integer({ min: 1, max: 6 }),
    steps: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 50 }), die: fc.nat(1e6) }), {
      maxLength: 120,
    }),
  })
  .map(({ cores, threads, steps }) => new Enactment(cores, threads).play(steps));

class Enactment {
  readonly #events: EventNote[] = [];
  readonly #slices: ReadSlice[] = [];
  readonly #runners: Runner[];
  readonly #stays: (Stay | null)[];
  #time = 1;

  constructor(cores: number, threads: number) {
    this.#stays = Array.from({ length: cores }, () => null);
    this.#runners = Array.from({ length: threads }, (_, index) => this.#bear(100 + index));
  }

  play(steps: readonly { readonly gap: number; readonly die: number }[]): Schedule {
    for (const { gap, die } of steps) {
      this.#time += gap;
      const core = die % this.#stays.length;
      const runner = this.#runners[Math.floor(die / 7) % this.#runners.length];
      if (runner?.state === 'blocked') this.#wake(runner, die);
      else this.#switch(core, die);
    }
    const endNs = this.#time + 1;
    for (const stay of this.#stays) if (stay !== null) this.#note(stay, endNs, 'unknown', 0);
    const slices = this.#slices.toSorted((a, b) => a.start - b.start || a.core - b.core);
    return { events: this.#events, slices, endNs };
  }

  #bear(tid: number): Runner {
    this.#events.push({ kind: 'forked', time: this.#time, tid, pid: 100, other: 1, otherPid: 1 });
    return { tid, state: 'ready', ready: this.#time, waker: 0 };
  }

  #wake(runner: Runner, die: number): void {
    const waker = this.#stays[die % this.#stays.length]?.runner.tid ?? 0;
    this.#events.push({ kind: 'woken', time: this.#time, tid: runner.tid, other: waker || unknownTid });
    Object.assign(runner, { state: 'ready', ready: this.#time, waker });
  }

  #switch(core: number, die: number): void {
    const next = this.#runners.filter(({ state }) => state === 'ready')[die % 3] ?? null;
    const stay = this.#stays[core] ?? null;
    if (stay !== null) this.#leave(stay, next, die);
    if (next === null) return;
    this.#events.push({ kind: 'in', time: this.#time, core, tid: next.tid, pid: 100 });
    this.#stays[core] = { runner: next, core, start: this.#time };
    next.state = 'running';
  }

  #leave(stay: Stay, next: Runner | null, die: number): void {
    const { runner, core } = stay;
    const ended = next !== null && die % 2 === 0 ? 'preempted' : die % 11 === 0 ? 'exited' : 'blocked';
    this.#events.push({ kind: ended, time: this.#time, core, tid: runner.tid, pid: 100, other: unknownTid });
    this.#note(stay, this.#time, ended, ended === 'preempted' ? (next?.tid ?? 0) : 0);
    this.#stays[core] = null;
    runner.state = ended === 'preempted' ? 'ready' : ended;
    Object.assign(runner, { ready: this.#time, waker: 0 });
  }

  #note(stay: Stay, end: number, ended: ReadSlice['ended'], by: number): void {
    const { runner, core, start } = stay;
    this.#slices.push({
      tid: runner.tid,
      core,
      ready: runner.ready,
      start,
      end,
      ended,
      by,
      waker: runner.waker,
    });
  }
}
