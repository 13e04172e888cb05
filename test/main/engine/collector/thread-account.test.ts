import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FinalReading, ThreadCounters } from '../../../../src/main/engine/collector/collector.ts';
import { ThreadAccount, unstarted } from '../../../../src/main/engine/collector/thread-account.ts';
import { type Nanoseconds, asNanoseconds, fromMilliseconds } from '../../../../src/shared/units.ts';

const at = fromMilliseconds;

const counters = (onCpuNs: number, others: Partial<ThreadCounters> = {}): ThreadCounters => ({
  ...unstarted,
  onCpuNs,
  ...others,
});

const ownReading = (onCpuNs: number, aliveNs: Nanoseconds, core: number | null = null): FinalReading => ({
  ...counters(onCpuNs),
  pid: 1,
  tid: 2,
  aliveNs,
  core,
});

const account = (startNs = at(0), baseline = unstarted): ThreadAccount =>
  new ThreadAccount(1, 2, startNs, baseline);

describe('what a thread did in a trial', () => {
  it('is the difference of its last and its first reading, whatever was read in between', () => {
    const increments = fc.array(fc.nat(1e9), { minLength: 1 });
    fc.assert(
      fc.property(fc.nat(1e12), increments, (before, steps) => {
        const thread = account(at(0), counters(before));
        let total = before;
        for (const [index, step] of steps.entries()) {
          total += step;
          thread.read(counters(total), at(index + 1));
        }
        expect(thread.gained.onCpuNs).toBe(total - before);
      }),
    );
  });

  it('keeps what is not known as not known', () => {
    const thread = account(at(0), counters(0, { migrations: null }));
    thread.read(counters(5, { migrations: 3, runDelayNs: null }), at(1));
    expect(thread.gained).toMatchObject({ onCpuNs: 5, migrations: null, runDelayNs: null });
  });

  it('ends with its own reading, not with the last sample', () => {
    const thread = account();
    thread.read(counters(10), at(20));
    thread.supersede(ownReading(17, at(25)), at(30));
    thread.ended();
    expect(thread.gained.onCpuNs).toBe(17);
    expect(thread.offCpuNs(at(100))).toBe(at(25) - 17);
  });

  it('counts on when it is sampled once more after its own reading', () => {
    const thread = account();
    thread.supersede(ownReading(17, at(25)), at(25));
    thread.read(counters(20), at(26));
    expect(thread.gained.onCpuNs).toBe(20);
  });

  it('was off core for the part of the trial that it saw, not for its whole life', () => {
    const older = account(at(10), counters(1e9));
    older.supersede(ownReading(1e9 + 1e6, at(60_000)), at(50));
    expect(older.offCpuNs(at(100))).toBe(at(39));
    const running = account(at(10));
    running.read(counters(at(30)), at(100));
    expect(running.offCpuNs(at(100))).toBe(at(60));
  });

  it('is off core up to its last sample when it vanished without a word', () => {
    const thread = account(at(10));
    thread.read(counters(at(5)), at(40));
    thread.ended();
    expect(thread.offCpuNs(at(100))).toBe(at(25));
  });
});

describe('time outside the affinity', () => {
  it('is not known before it was pinned and read again', () => {
    const thread = account();
    thread.seenOn(1);
    expect(thread.outsideAffinityNs).toBeNull();
    thread.pin([0]);
    expect(thread.outsideAffinityNs).toBeNull();
  });

  it('is none while the thread rests, wherever it rested before it was pinned', () => {
    const thread = account();
    thread.read(counters(10), at(1));
    thread.seenOn(1);
    thread.pin([0]);
    thread.read(counters(10), at(2));
    expect(thread.outsideAffinityNs).toBe(0);
  });

  it('is what it gained whenever it was seen on another core', () => {
    const thread = account();
    thread.read(counters(100), at(1));
    thread.pin([0]);
    for (const [onCpuNs, core] of [
      [130, 0],
      [140, 3],
      [145, 3],
      [200, 0],
    ] as const) {
      thread.read(counters(onCpuNs), at(2));
      thread.seenOn(core);
    }
    expect(thread.outsideAffinityNs).toBe(15);
  });

  it('never exceeds the CPU time since the pinning', () => {
    const looks = fc.array(fc.tuple(fc.nat(1e6), fc.nat(3)));
    fc.assert(
      fc.property(looks, fc.uniqueArray(fc.nat(3)), (steps, affinity) => {
        const thread = account();
        thread.read(counters(1000), at(1));
        thread.pin(affinity);
        let total = 1000;
        for (const [step, core] of steps) {
          total += step;
          thread.read(counters(total), at(2));
          thread.seenOn(core);
        }
        expect(thread.outsideAffinityNs ?? 0).toBeLessThanOrEqual(total - 1000);
        if (affinity.length === 4) expect(thread.outsideAffinityNs ?? 0).toBe(0);
      }),
    );
  });

  it('is told by a thread that was never sampled, from the core it read itself on', () => {
    const inside = account();
    inside.pin([1]);
    inside.supersede(ownReading(50, at(1), 1), at(1));
    expect(inside.outsideAffinityNs).toBe(0);
    const outside = account();
    outside.pin([1]);
    outside.supersede(ownReading(50, asNanoseconds(60), 0), at(1));
    expect(outside.outsideAffinityNs).toBe(50);
  });
});
