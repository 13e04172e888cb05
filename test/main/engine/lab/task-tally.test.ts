import { describe, expect, it } from 'vitest';
import { TaskTally } from '../../../../src/main/engine/lab/task-tally.ts';
import { outcomeCode } from '../../../../src/shared/session.ts';

const ms = 1e6;
const columns = (rows: readonly { submit: number; start: number; end: number; ok?: boolean }[]) => ({
  index: Uint32Array.from(rows.keys()),
  submit: Float64Array.from(rows, ({ submit }) => submit * ms),
  start: Float64Array.from(rows, ({ start }) => start * ms),
  end: Float64Array.from(rows, ({ end }) => end * ms),
  outcome: Uint8Array.from(rows, ({ ok = true }) => outcomeCode(ok ? 'ok' : 'error')),
});

describe('the tally of a trial', () => {
  it('counts what settled, and what of it failed', () => {
    const tally = new TaskTally();
    tally.add(columns([{ submit: 0, start: 1, end: 3 }]));
    tally.add(
      columns([
        { submit: 0, start: 2, end: 6, ok: false },
        { submit: 5, start: 5, end: 7 },
      ]),
    );
    expect(tally).toMatchObject({ settled: 3, failed: 1, spanNs: 7 * ms });
    expect(tally.taskMs()).toMatchObject({ p50: 2 });
    expect(tally.queueMs()).toMatchObject({ p50: 1 });
  });

  it('knows nothing before a task has settled', () => {
    const tally = new TaskTally();
    expect(tally).toMatchObject({ settled: 0, failed: 0, spanNs: null });
    expect(tally.taskMs()).toEqual({ p50: null, p95: null, p99: null });
  });

  it('leaves out of the percentiles what was never started or whose end nobody saw', () => {
    const tally = new TaskTally();
    tally.add(
      columns([
        { submit: 0, start: 1, end: 5 },
        { submit: 0, start: 2, end: Number.NaN, ok: false },
        { submit: 0, start: Number.NaN, end: Number.NaN, ok: false },
      ]),
    );
    expect(tally).toMatchObject({ settled: 3, failed: 2, spanNs: 5 * ms });
    expect(tally.taskMs()).toEqual({ p50: 4, p95: 4, p99: 4 });
  });
});
