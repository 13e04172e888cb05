import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanAccounts } from '../../../../src/main/engine/scheduling/span-accounts.ts';
import type { Span, SpanAccount } from '../../../../src/main/engine/scheduling/span-accounts.ts';
import { anySchedule, momentOf, sliceColumns, threads, ticks } from './any-schedule.ts';
import type { AnySlice } from './any-schedule.ts';

const slots = Int32Array.from({ length: threads }, (_, thread) => thread);

function accountsOf(
  slices: readonly AnySlice[],
  spans: readonly Span[],
  slotOf = slots,
): readonly (SpanAccount | null)[] {
  const accounts = new SpanAccounts(spans);
  // In pieces, as a file gives them.
  for (let at = 0; at < slices.length; at += 7) accounts.add(sliceColumns(slices.slice(at, at + 7)), slotOf);
  return accounts.finish();
}

/** The same, one nanosecond and one slice after the other. */
function plainly(slices: readonly AnySlice[], { slot, start, end }: Span): SpanAccount | null {
  const moments = ticks(start, end).map((at) => momentOf(slices, slot, at));
  const own = slices.filter(({ thread }) => thread === slot);
  const within = own.filter((slice) => slice.start < end && slice.end > start);
  if (within.length === 0) return null;
  const onCpuNs = moments.filter((moment) => typeof moment === 'object').length;
  const runDelayNs = moments.filter((moment) => moment === 'ready').length;
  return {
    onCpuNs,
    runDelayNs,
    blockedNs: end - start - onCpuNs - runDelayNs,
    preempted: own.filter((slice) => slice.ended === 'preempted' && start < slice.end && slice.end <= end)
      .length,
    migrations: within.filter((slice, at) => at > 0 && within[at - 1]?.core !== slice.core).length,
    cores: [...new Set(within.map(({ core }) => core))].toSorted((a, b) => a - b),
  };
}

const anySpan = fc
  .tuple(fc.nat(threads - 1), fc.nat(80), fc.nat(40))
  .map(([slot, start, length]): Span => ({ slot, start, end: start + length }));

describe('accounts of spans on threads', () => {
  it('say what the thread did in each, however the spans overlap', () => {
    fc.assert(
      fc.property(anySchedule, fc.array(anySpan, { maxLength: 20 }), (slices, spans) => {
        expect(accountsOf(slices, spans)).toEqual(spans.map((span) => plainly(slices, span)));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same when only the slices that touch the span are given', () => {
    fc.assert(
      fc.property(anySchedule, anySpan, (slices, span) => {
        const touching = slices.filter(
          ({ ready, start, end }) => Math.min(ready ?? start, start) <= span.end && end >= span.start,
        );
        expect(accountsOf(touching, [span])).toEqual(accountsOf(slices, [span]));
      }),
      { numRuns: 300 },
    );
  });

  it('join several rows of a thread, and leave threads without spans out', () => {
    const slice = { ready: null, core: 0, ended: 'blocked' as const, by: 0 };
    const slices = [
      { ...slice, thread: 0, start: 0, end: 10 },
      { ...slice, thread: 1, start: 10, end: 20 },
      { ...slice, thread: 2, start: 20, end: 30 },
      { ...slice, thread: 3, start: 30, end: 40 },
    ];
    const [account] = accountsOf(slices, [{ slot: 5, start: 5, end: 35 }], Int32Array.of(5, -1, 5));
    expect(account).toMatchObject({ onCpuNs: 15, runDelayNs: 0, blockedNs: 15 });
  });

  it('add up to the span even where a recording says that a thread was in two places', () => {
    const slice = { core: 0, thread: 0, ended: 'blocked' as const, by: 0 };
    const slices = [
      { ...slice, ready: null, start: 0, end: 10 },
      { ...slice, ready: 2, start: 5, end: 15 },
      { ...slice, ready: 3, start: 4, end: 9 },
    ];
    expect(accountsOf(slices, [{ slot: 0, start: 0, end: 20 }])).toMatchObject([
      { onCpuNs: 15, runDelayNs: 0, blockedNs: 5 },
    ]);
  });

  it('are not known for spans without a slice, or whose times are not', () => {
    const slices = [{ ready: null, start: 0, end: 5, core: 0, thread: 0, ended: 'exited' as const, by: 0 }];
    const spans = [
      { slot: 0, start: 6, end: 9 },
      { slot: 0, start: Number.NaN, end: 3 },
      { slot: 1, start: 0, end: 5 },
    ];
    expect(accountsOf(slices, spans)).toEqual([null, null, null]);
  });
});
