import { performance } from 'node:perf_hooks';
import { quietly } from './guard.ts';
import { now } from './monotonic.ts';
import type { Trace } from './trace.ts';

// Kept from the start, as tests of programs replace them by faked timers.
const soon = setImmediate;
const { nodeTiming } = performance;

/** A record of the loop is written about this often, while it turns. */
const periodNs = 250e6;

/** From this long on, one turn held up whatever else waited for the loop. */
const heldNs = 50e6;

/**
 * Watches the event loop of this thread by one immediate for each turn, which neither wakes it nor keeps it alive: an immediate without a
 * reference runs when the loop comes by. What a turn did not spend waiting for events it spent in callbacks: no timer could tell as exactly.
 */
export class Loops {
  private readonly trace: Trace;
  private readonly onPeriod: () => void;
  private last = 0;
  private lastIdle = 0;
  private periodStart = 0;
  private busy = 0;
  private longest = 0;

  /** `onPeriod` is called with each record. */
  constructor(trace: Trace, onPeriod: () => void) {
    this.trace = trace;
    this.onPeriod = onPeriod;
  }

  watch(): void {
    soon(this.turn).unref();
  }

  /** Writes what there is since the last record. */
  finish(): void {
    if (this.last === 0) return;
    this.count(now());
    this.record();
  }

  private readonly turn = (): void => {
    quietly(this.look);
    soon(this.turn).unref();
  };

  private readonly look = (): void => {
    this.trace.saveWaiting();
    const at = now();
    if (this.last === 0) this.begin(at);
    this.count(at);
    if (at - this.periodStart < periodNs) return;
    this.record();
    this.onPeriod();
  };

  /** What ran before the loop began was no callback: nothing could wait for it. */
  private begin(at: number): void {
    const sinceStart = (performance.now() - nodeTiming.loopStart) * 1e6;
    this.last = nodeTiming.loopStart > 0 ? at - sinceStart : at;
    this.periodStart = this.last;
    sinceEvents();
  }

  private count(at: number): void {
    const idle = nodeTiming.idleTime;
    const idleNs = (idle - this.lastIdle) * 1e6;
    const held = Math.max(0, at - this.last - idleNs);
    if (held >= heldNs) this.addHeld(at, held, idleNs);
    this.busy += held;
    if (held > this.longest) this.longest = held;
    this.last = at;
    this.lastIdle = idle;
  }

  /** Callbacks of timers run before the loop waits, those of events after it: the moment at which it last waited tells which were slow. */
  private addHeld(at: number, held: number, idleNs: number): void {
    const isBeforeWaiting = idleNs > 1e6 && sinceEvents() < held / 2e6;
    const start = isBeforeWaiting ? this.last : at - held;
    this.trace.addSpan('held-loop', isBeforeWaiting ? 'timers' : 'events', start, start + held);
  }

  private record(): void {
    if (this.last <= this.periodStart) return;
    this.trace.addLoop(this.periodStart, this.last, this.busy, this.longest);
    this.periodStart = this.last;
    sinceEvents();
    this.busy = 0;
    this.longest = 0;
  }
}

const makeTimer = setTimeout;
const dropTimer = clearTimeout;

/** Milliseconds between the beginnings of both clocks: the least that was seen, as the loop's clock stands still while callbacks run. */
let clockOffset = Infinity;

/** Milliseconds since the loop last came back from waiting for events: that is when its own clock was set, by which timers start. */
function sinceEvents(): number {
  const timer = makeTimer(() => {}, 1e6);
  dropTimer(timer);
  const start: unknown = Reflect.get(timer, '_idleStart');
  if (typeof start !== 'number') return Infinity;
  const offset = performance.now() - start;
  if (offset < clockOffset) clockOffset = offset;
  return offset - clockOffset;
}
